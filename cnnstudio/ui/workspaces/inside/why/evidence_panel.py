"""What the chosen method says: its choices, its numbers, and how to read them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from cnnstudio.ui.forms.settings_form import SettingsForm
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.number_field import LabelledField
from cnnstudio.ui.widgets.progress import EpochProgress
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel
from cnnstudio.ui.workspaces.inside.why.figure_table import FigureTable
from cnnstudio.ui.workspaces.inside.why.figures import figures
from cnnstudio.ui.workspaces.inside.why.method_words import WORDS
from cnnstudio.ui.workspaces.inside.why.reasons import Reasons

_LEAST_WIDTH = 268
#: Letters of a layer's name that there is always room for.
_LEAST_NAME = 8


class EvidencePanel(StagePanel):
    """Shows the `Reasons` and tells what is chosen: `of_chosen` "logit" or "probability",
    `setting_edited` name and value, `layer_chosen` the id of a convolution, `by_pixel_chosen` how
    occlusion is drawn. `cancelled` asks for the end of what is computed."""

    of_chosen = Signal(str)
    setting_edited = Signal(str, object)
    layer_chosen = Signal(str)
    by_pixel_chosen = Signal(bool)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.of = Segmented(
            [("logit", self.tr("logit")), ("probability", self.tr("probability"))],
            self.tr("The score that is explained"),
        )
        self.by_pixel = Segmented(
            [("place", self.tr("by place")), ("pixel", self.tr("by pixel"))],
            self.tr("How the map is drawn"),
        )
        self.layer = QComboBox()
        self.form = SettingsForm()
        self.table = FigureTable()
        self.says = _Paragraph(self.tr("What it says"))
        self.silent = _Paragraph(self.tr("What it does not say"))
        self.note = TextLabel(role="label", tone="muted")
        self.source = TextLabel(role="label", tone="muted")
        self.progress = EpochProgress()
        self.cancel = QPushButton(self.tr("Cancel"))
        self._arrange()
        self._explain()
        self._connect()
        follow_theme(self._space)

    def show_figures(self, reasons: Reasons, place: int | None) -> None:
        """The numbers; `place` is that of the square."""
        heads = tuple(str(target) for target in reasons.classes)
        self.table.show_figures(figures(reasons, place), heads if len(heads) > 1 else ())

    def show_reasons(self, reasons: Reasons) -> None:
        """All but the numbers."""
        choices, method = reasons.choices, reasons.choices.method
        words = WORDS[method].translated()
        self.set_title(words.name)
        self.of.set_key(reasons.of())
        settings = choices.settings.get(method)
        self.form.setVisible(settings is not None)
        if settings is not None:
            self.form.show_value(settings)
        self._layer.setVisible(method == "grad_cam" and reasons.layer is not None)
        self._show_layers(reasons)
        self._by_pixel.setVisible(method == "occlusion")
        self.by_pixel.set_key("pixel" if choices.by_pixel else "place")
        self.says.set_text(words.says)
        self.silent.set_text(words.silent)
        self.source.setText(self.tr("After {source}").format(source=words.source))
        self.note.setText(self._channels_note(reasons))
        self.note.setVisible(bool(self.note.text()))

    def show_progress(self, progress: tuple[int, int] | None) -> None:
        """Done and total; None while nothing is computed."""
        self._busy.setVisible(progress is not None)
        if progress is not None:
            done, total = progress
            self.progress.set_progress(done, total, 1)

    def _channels_note(self, reasons: Reasons) -> str:
        if reasons.channels == 1 or reasons.choices.method == "grad_cam":
            return ""
        if reasons.choices.method == "occlusion":
            return self.tr("The square covers all {count} channels of the input.").format(
                count=reasons.channels
            )
        return self.tr("Each pixel's number is the sum over the {count} channels.").format(
            count=reasons.channels
        )

    def _show_layers(self, reasons: Reasons) -> None:
        known = [(title(r.layer.title()), r.layer.id) for r in reasons.convolutions]
        shown = [
            (self.layer.itemText(i), self.layer.itemData(i)) for i in range(self.layer.count())
        ]
        with QSignalBlocker(self.layer):
            if known != shown:
                self.layer.clear()
                for name, id in known:
                    self.layer.addItem(name, id)
            if reasons.layer is not None:
                self.layer.setCurrentIndex(self.layer.findData(reasons.layer.layer.id))

    def _arrange(self) -> None:
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._of = LabelledField(self.tr("Score"), self.of)
        self._layer = LabelledField(self.tr("Convolution"), self.layer)
        self._by_pixel = LabelledField(self.tr("Map"), self.by_pixel)
        self._busy = QWidget()
        busy = QVBoxLayout(self._busy)
        busy.setContentsMargins(0, 0, 0, 0)
        busy.addWidget(self.progress)
        busy.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        self._busy.hide()
        self.layer.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.layer.setMinimumContentsLength(_LEAST_NAME)
        for text in (self.note, self.source):
            text.setWordWrap(True)
        for widget in (self._of, self._layer, self._by_pixel, self.form, self._busy, self.table):
            self._inside.addWidget(widget)
        for widget in (self.says, self.silent, self.note, self.source):
            self._inside.addWidget(widget)
        self._inside.addStretch(1)
        self.content.addWidget(ScrollColumn(inside), 1)
        self.setMinimumWidth(_LEAST_WIDTH)

    def _explain(self) -> None:
        self.of.button("logit").setToolTip(
            self.tr("The number before softmax: other classes do not change it")
        )
        self.of.button("probability").setToolTip(
            self.tr("The share after softmax: it also grows where other classes lose")
        )
        self.by_pixel.button("place").setToolTip(
            self.tr("Each number stands in the middle of the square that made it")
        )
        self.by_pixel.button("pixel").setToolTip(
            self.tr("Each pixel has the mean of all squares that covered it")
        )
        self.layer.setToolTip(
            self.tr("The convolution whose maps are weighed; it follows the selected layer")
        )
        self.cancel.setToolTip(self.tr("Stop computing; what is known stays"))

    def _connect(self) -> None:
        self.of.chosen.connect(self.of_chosen)
        self.form.edited.connect(self.setting_edited)
        self.layer.activated.connect(self._report_layer)
        self.by_pixel.chosen.connect(lambda key: self.by_pixel_chosen.emit(key == "pixel"))
        self.cancel.clicked.connect(self.cancelled)

    def _report_layer(self, index: int) -> None:
        self.layer_chosen.emit(self.layer.itemData(index))

    def _space(self, theme: Theme) -> None:
        self._inside.setSpacing(theme.px("control_gap"))


class _Paragraph(QWidget):
    """A small heading and a text that is broken into lines."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = TextLabel(role="label", tone="muted")
        self._text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(TextLabel(heading, "body_strong"))
        column.addWidget(self._text)

    def set_text(self, text: str) -> None:
        self._text.setText(text)

    def text(self) -> str:
        return self._text.text()
