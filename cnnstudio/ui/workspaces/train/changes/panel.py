"""The page that says what changed between two moments of the run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.core.history import (
    LayerChange,
    MomentChanges,
    RunRecord,
    UnreadableMoment,
    changes_between,
)
from cnnstudio.core.infer import infer
from cnnstudio.core.messages import Floats, Weights
from cnnstudio.core.reports import LayerReport, walk_reports
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.disk import DiskReader
from cnnstudio.ui.session.history import nearest_of
from cnnstudio.ui.session.wording import title, translated
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.widgets.spin_box import WholeBox
from cnnstudio.ui.workspaces.inside.learned import learned
from cnnstudio.ui.workspaces.train.changes.answers_panel import AnswersPanel
from cnnstudio.ui.workspaces.train.changes.difference_view import DifferenceView
from cnnstudio.ui.workspaces.train.changes.layer_bars import LayerBars

#: The width of a field with a step, in sizes of the type.
_WIDE = 6.2


class ChangesPanel(QWidget):
    """From a moment that is chosen to the one that is shown, or the latest: how far each layer's
    weights went, the difference of one layer's, and the answers that are others. Follows the
    transport's slider. `closed` by its button."""

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._history = session, session.history
        self._changes: MomentChanges | None = None
        self._compared: RunRecord | None = None  # the run that these changes are of
        self._begun_of = ""  # the id of the run whose first moment has been chosen
        self._layer: str | None = None
        self._passed_over: tuple[str, Sentence] | None = None  # a run's id, and why a moment was
        self._disk = DiskReader(self)
        self._disk.answered.connect(self._take_of)
        self._disk.failed.connect(self._refuse)
        self.answers = AnswersPanel(session)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._layers_panel(), 38)
        self._row.addWidget(self._difference_panel(), 42)
        self._row.addWidget(self.answers, 44)
        self.close_button = self._button(
            self.tr("Close"), self.tr("Back to settings, filters and digits (Escape)")
        )
        self.close_button.clicked.connect(self.closed)
        self.answers.set_corner(self.close_button)
        self.from_box.valueChanged.connect(self._from_chosen)
        self.from_button.clicked.connect(self._start_from_shown)
        self.bars.chosen.connect(self._choose_layer)
        self._history.shown_changed.connect(self.refresh)
        self._history.changed.connect(self.refresh)
        session.selection_changed.connect(self._selection_changed)
        follow_theme(self._restyle)

    def _layers_panel(self) -> Panel:
        self.layers = Panel(self.tr("What changed"))
        self.layers.set_subtitle(self.tr("|Δw| in % of |w|"))
        self.from_box = WholeBox()
        self.from_box.setAccessibleName(self.tr("From step"))
        self.from_box.setToolTip(
            self.tr("The moment that changes are counted from; the nearest that was kept is taken")
        )
        self.from_button = self._button(
            self.tr("Set"), self.tr("Begin at the moment that the slider shows")
        )
        self.to_words = TextLabel(role="label", tone="muted")
        self.bars = LayerBars()
        self.fault = TextLabel(role="label", tone="muted")
        self.fault.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(TextLabel(self.tr("from"), "label", "muted"))
        row.addWidget(self.from_box)
        row.addWidget(self.from_button)
        row.addWidget(self.to_words)
        row.addStretch(1)
        self.layers.content.addLayout(row)
        self.layers.content.addWidget(self.fault)
        self.layers.content.addWidget(ScrollColumn(self.bars), 1)
        return self.layers

    def _difference_panel(self) -> Panel:
        self.difference = Panel()
        self.view = DifferenceView()
        self.legend = ColourLegend()
        row = QHBoxLayout()
        self.which_less_which = ElidedLabel(role="label", tone="muted")
        row.addWidget(self.which_less_which, 1)
        row.addWidget(self.legend)
        self.difference.content.addWidget(self.view, 1)
        self.difference.content.addLayout(row)
        return self.difference

    def _button(self, words: str, hint: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("chip", True)
        button.setToolTip(hint)
        return button

    # Which moments

    def moments(self) -> tuple[int, int] | None:
        """The two moments; None where none is kept."""
        kept, shown = self._history.moments, self._history.shown
        if not kept or self._history.record is None:
            return None
        return nearest_of(kept, self.from_box.value()), kept[-1] if shown is None else shown

    def start_from(self, step: int) -> None:
        """Compare with the kept moment nearest to this step from now on."""
        self.from_box.setValue(step)

    def _begin_at_first_test(self, record: RunRecord) -> bool:
        """Compare with the first tested moment before the latest, so that answers can be compared
        too; whether that is another one than before."""
        tested = self._session.run.evaluations[:1]
        if not tested:
            return False  # there may be a test later
        self._begun_of = record.id
        later = [step for step in self._history.moments[:-1] if step >= tested[0][0]]
        before, first = self.from_box.value(), later[0] if later else 0
        self.start_from(first)
        return self.from_box.value() != before

    def _from_chosen(self, step: int) -> None:
        kept = self._history.moments
        nearest = nearest_of(kept, step) if kept else step
        if nearest == step:
            self.refresh()
        else:
            self.from_box.setValue(nearest)

    def _start_from_shown(self) -> None:
        moments = self.moments()
        if moments is not None:
            self.start_from(moments[1])

    def refresh(self) -> None:
        """Read both moments anew, where this is in sight."""
        moments, record = self.moments(), self._history.record
        if not self.isVisible():
            return
        if moments is None or record is None:
            self._say(self.tr("No moments of this run are kept."))
            return
        self.from_box.setMaximum(self._history.moments[-1])
        if moments[0] != self.from_box.value():  # it is passed over since
            self.start_from(moments[0])
            return  # the field asks for it
        if self._begun_of != record.id and self._begin_at_first_test(record):
            return  # the field asks for it
        first, second = moments
        self.to_words.setText(self.tr("to {step}").format(step=number(second)))
        self._disk.ask(lambda: _read(record, first, second))

    # What changed

    def _take_of(self, found: tuple[RunRecord, MomentChanges | UnreadableMoment]) -> None:
        record, changes = found
        if isinstance(changes, UnreadableMoment):
            self._pass_over(record, changes)
        elif self.moments() is not None:  # the run may have been deleted meanwhile
            self._compared = record
            self._take(changes)

    def _pass_over(self, record: RunRecord, moment: UnreadableMoment) -> None:
        """Its neighbours take its place, and what is wrong with it is said."""
        current = self._history.record
        if current is not None and current.id == record.id:
            self._passed_over = record.id, moment.sentence
            self._history.pass_over(moment.step)

    def _take(self, changes: MomentChanges | None) -> None:
        self._changes = changes
        self.fault.setText(self._remark())
        self.fault.setVisible(bool(self.fault.text()))
        rows = changes.layers if changes else ()
        self.bars.set_rows(rows, [self._name(row.layer_id) for row in rows])
        self.answers.show_changes(self._compared, changes)
        self._show_layer()

    def _refuse(self, sentence: Sentence) -> None:
        self._say(translated(sentence))

    def _say(self, words: str) -> None:
        """Words in the place of changes."""
        self._take(None)
        self.fault.setText(words)
        self.fault.show()

    def _remark(self) -> str:
        changes, said = self._changes, []
        if self._passed_over is not None and self._passed_over[0] == self._session.run.id:
            said.append(translated(self._passed_over[1]))
        if changes is not None and changes.first == changes.second:
            said.append(self.tr("Both are the same moment: drag the slider to another one."))
        return " ".join(said)

    def _reports(self) -> Mapping[str, LayerReport]:
        record = self._compared
        if record is None:
            return {}
        return {report.layer.id: report for report in walk_reports(infer(record.network).layers)}

    def _name(self, layer_id: str) -> str:
        return title(self._reports()[layer_id].layer.title())

    def _choose_layer(self, layer_id: str) -> None:
        self._session.select((layer_id,))
        self._layer = layer_id
        self._show_layer()

    def _selection_changed(self, ids: tuple[str, ...]) -> None:
        if ids:
            self._layer = ids[-1]
            self._show_layer()

    def _shown_layer(self, rows: tuple[LayerChange, ...]) -> str | None:
        """The selected layer if it learns, or the first that does."""
        ids = [row.layer_id for row in rows]
        return self._layer if self._layer in ids else next(iter(ids), None)

    def _show_layer(self) -> None:
        changes = self._changes
        layer_id = self._shown_layer(changes.layers) if changes else None
        self.bars.select(layer_id)
        self.view.setVisible(layer_id is not None)
        self.legend.hide()
        if changes is None or layer_id is None:
            self.difference.set_title("")
            self.which_less_which.setText("")
            return
        self.difference.set_title(self._name(layer_id))
        record = self._compared
        assert record is not None
        steps = {"first": number(changes.first), "second": number(changes.second)}
        self.which_less_which.setText(self.tr("{second} less {first}").format(**steps))
        hint = self.tr("The weights at step {second} less those at step {first}")
        self.which_less_which.setToolTip(hint.format(**steps))
        tensors = _difference(layer_id, changes.before, changes.after)
        found = learned(record.network, self._reports()[layer_id], tensors, None)
        self.view.setVisible(found is not None)
        limit = self.view.show_difference(found) if found is not None else None
        if limit is not None:
            self.legend.set_scale(ColourMap.SIGNED, limit)
            self.legend.show()

    # In sight

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._passed_over = None
        self._disk.stop()

    def _restyle(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("gutter"))
        self.from_box.setMaximumWidth(round(theme.font_px("body") * _WIDE))


def _read(
    record: RunRecord, first: int, second: int
) -> tuple[RunRecord, MomentChanges | UnreadableMoment]:
    try:
        return record, changes_between(record, first, second)
    except UnreadableMoment as moment:
        return record, moment


def _difference(layer_id: str, before: Weights, after: Weights) -> dict[str, Floats]:
    """A layer's tensors after, less those before, by their own names."""
    start = f"{layer_id}."
    names = [name for name in after if name.startswith(start)]
    return {
        name.removeprefix(start): np.asarray(after[name] - before[name], np.float32)
        for name in names
    }
