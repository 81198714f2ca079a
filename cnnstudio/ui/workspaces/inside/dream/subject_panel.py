"""What is dreamed of, and how."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.forms.settings_form import SettingsForm, changed
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.number_field import LabelledField, NumberField
from cnnstudio.ui.widgets.progress import EpochProgress
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.dream.dreams import Dreams
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel

_DIGITS = [str(digit) for digit in range(10)]
_LEAST_WIDTH = 344


class SubjectPanel(StagePanel):
    """Changes the subject and the settings of `Dreams`; `layer_chosen` brings a layer's id."""

    layer_chosen = Signal(str)

    def __init__(self, dreams: Dreams, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._dreams = dreams
        self.of = Segmented(
            [("class", self.tr("a class")), ("layer", self.tr("a layer"))],
            self.tr("What is dreamed of"),
        )
        self.digit = Segmented([(digit, digit) for digit in _DIGITS], self.tr("Class"), tight=True)
        self.layer = QComboBox()
        self.channel = NumberField(self.tr("Map or number"), 1, 1, 1)
        self.extent = Segmented(
            [("cell", self.tr("one number")), ("map", self.tr("whole map"))],
            self.tr("How much of a map is excited"),
        )
        self.count = Segmented(
            [("all", self.tr("all")), ("one", self.tr("one"))],
            self.tr("How many are dreamed of"),
        )
        self.form = SettingsForm()
        self.again = QPushButton(self.tr("Dream again"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.progress = EpochProgress()
        self.note = TextLabel(role="label", tone="muted")
        self._arrange()
        self._explain()
        self._connect()
        follow_theme(self._space)

    def show_dreams(self, layers: list[LayerReport]) -> None:
        """Show what is chosen; `layers` can be dreamed of."""
        dreams, subject = self._dreams, self._dreams.subject
        self.of.set_key(subject.of)
        is_class = subject.of == "class"
        self._class_row.setVisible(is_class)
        self._layer_rows.setVisible(not is_class)
        if is_class:
            self.digit.set_key(str(min(subject.channel, 9)))
        self._show_layer(layers)
        self.extent.set_key("map" if subject.whole_map else "cell")
        self.count.set_key("all" if subject.side_by_side else "one")
        self.form.show_value(dreams.settings)
        self.again.setEnabled(dreams.can_dream and not dreams.is_running)
        self.cancel.setEnabled(dreams.is_running)
        self.progress.setVisible(dreams.is_running)
        self._show_note()

    def show_progress(self, done: int, total: int) -> None:
        self.progress.set_progress(done, total, 1)

    def _show_layer(self, layers: list[LayerReport]) -> None:
        known = [(title(report.layer.title()), report.layer.id) for report in layers]
        places = range(self.layer.count())
        shown = [(self.layer.itemText(place), self.layer.itemData(place)) for place in places]
        report = self._dreams.report
        shape = report.output if report is not None and report.output is not None else (1,)
        with QSignalBlocker(self.layer), QSignalBlocker(self.channel.box):
            if known != shown:
                self.layer.clear()
                for name, id in known:
                    self.layer.addItem(name, id)
            if report is not None:
                self.layer.setCurrentIndex(self.layer.findData(report.layer.id))
            self.channel.box.setRange(1, shape[0])
            self.channel.box.setValue(self._dreams.subject.channel + 1)
        self._extent_row.setVisible(len(shape) == 3)

    def _show_note(self) -> None:
        self.note.setVisible(self._dreams.is_old)
        self.note.setText(self._why_old())

    def _why_old(self) -> str:
        """Which weights the dream is of, where they are of the run that is shown."""
        film, now = self._dreams.film, self._dreams.now
        if film is None or now is None or film.run_id != now[0] or film.step == now[1]:
            return self.tr("The network has other weights than this dream began with: dream again.")
        template = self.tr("This dream is of step {step}; step {now} is shown: dream again.")
        return template.format(step=number(film.step), now=number(now[1]))

    def _arrange(self) -> None:
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._class_row = LabelledField(self.tr("Class"), self.digit)
        self._extent_row = LabelledField(self.tr("Excite"), self.extent)
        self._layer_rows = QWidget()
        rows = QVBoxLayout(self._layer_rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(LabelledField(self.tr("Layer"), self.layer))
        row = QHBoxLayout()
        row.addWidget(self.channel)
        row.addWidget(self._extent_row, 1)
        rows.addLayout(row)
        buttons = QHBoxLayout()
        for button in (self.again, self.cancel):
            buttons.addWidget(button)
        buttons.addWidget(self.progress, 1)
        self.note.setWordWrap(True)
        choices = QHBoxLayout()
        choices.addWidget(LabelledField(self.tr("Dream of"), self.of))
        choices.addWidget(LabelledField(self.tr("Show"), self.count))
        choices.addStretch(1)
        self._inside.addLayout(choices)
        for widget in (self._class_row, self._layer_rows, self.form):
            self._inside.addWidget(widget)
        self._inside.addStretch(1)
        self.content.addWidget(ScrollColumn(inside), 1)
        self.content.addWidget(self.note)
        self.content.addLayout(buttons)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.set_title(self.tr("What to dream of"))

    def _explain(self) -> None:
        self.of.button("class").setToolTip(
            self.tr("The picture with the highest score for a digit")
        )
        self.of.button("layer").setToolTip(
            self.tr("The picture that a filter, or a number of the selected layer, answers most")
        )
        for digit in _DIGITS:
            button = self.digit.button(digit)
            button.setToolTip(self.tr("What would be the best {digit} of all?").format(digit=digit))
            button.setAccessibleName(self.tr("Dream of {digit}").format(digit=digit))
        self.layer.setToolTip(self.tr("The layer that is excited: also the selected one"))
        self.channel.setToolTip(self.tr("Which map, or which number of a list, is excited"))
        self.extent.button("cell").setToolTip(
            self.tr("One number of the map: shows the pattern that the filter looks for, once")
        )
        self.extent.button("map").setToolTip(
            self.tr("The mean of all its numbers: shows the pattern wherever it fits")
        )
        self.count.button("all").setToolTip(
            self.tr("All classes, or up to 16 maps, from the same first picture")
        )
        self.count.button("one").setToolTip(self.tr("Only the chosen one, large"))
        self.again.setToolTip(self.tr("Begin anew, with the weights that the network has now"))
        self.cancel.setToolTip(self.tr("No more steps; those that are there stay"))

    def _connect(self) -> None:
        dreams = self._dreams

        def choose(**changes: object) -> None:
            dreams.choose(replace(dreams.subject, **changes))  # type: ignore[arg-type]

        self.of.chosen.connect(dreams.turn_to)
        self.digit.chosen.connect(lambda digit: choose(channel=int(digit)))
        self.channel.value_changed.connect(lambda value: choose(channel=int(value) - 1))
        self.extent.chosen.connect(lambda key: choose(whole_map=key == "map"))
        self.count.chosen.connect(lambda key: choose(side_by_side=key == "all"))
        self.layer.activated.connect(self._report_layer)
        self.form.edited.connect(
            lambda name, value: dreams.set(changed(dreams.settings, name, value))
        )
        self.again.clicked.connect(dreams.dream)
        self.cancel.clicked.connect(dreams.cancel)

    def _report_layer(self, index: int) -> None:
        self.layer_chosen.emit(self.layer.itemData(index))

    def _space(self, theme: Theme) -> None:
        self._inside.setSpacing(theme.px("control_gap"))
