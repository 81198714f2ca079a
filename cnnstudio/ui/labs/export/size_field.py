"""The size of a picture: a few that are usual, or one's own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from cnnstudio.ui.labs.export import film, picture
from cnnstudio.ui.numbers import NO_BREAK, TIMES
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.spin_box import WholeBox

USUAL = ((1600, 900), (1920, 1080), (1280, 720), (960, 540), (3840, 2160))


class SizeField(QWidget):
    """`changed` when another size is chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = QComboBox()
        self.presets.setAccessibleName(self.tr("Size in pixels"))
        for width, height in USUAL:
            text = f"{width}{NO_BREAK}{TIMES}{NO_BREAK}{height}"
            self.presets.addItem(text, QSize(width, height))
        self.presets.addItem(self.tr("Own size"), None)
        self.width_box, self.height_box = WholeBox(), WholeBox()
        self.width_box.setAccessibleName(self.tr("Width in pixels"))
        self.height_box.setAccessibleName(self.tr("Height in pixels"))
        self._times = TextLabel(TIMES, "label", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.presets, self.width_box, self._times, self.height_box):
            self._row.addWidget(widget)
        self.set_for_film(False)
        self.width_box.setValue(USUAL[0][0])
        self.height_box.setValue(USUAL[0][1])
        self._show_boxes()
        self.presets.currentIndexChanged.connect(self._preset_chosen)
        self.width_box.valueChanged.connect(self.changed)
        self.height_box.valueChanged.connect(self.changed)
        follow_theme(self._restyle)

    def value(self) -> QSize:
        chosen = self.presets.currentData()
        if isinstance(chosen, QSize):
            return chosen
        return QSize(self.width_box.value(), self.height_box.value())

    def set_for_film(self, is_film: bool) -> None:
        """Films are smaller than pictures may be."""
        least, most = picture.SMALLEST, film.LARGEST if is_film else picture.LARGEST
        self.width_box.setRange(least.width(), most.width())
        self.height_box.setRange(least.height(), most.height())

    def _preset_chosen(self) -> None:
        chosen = self.presets.currentData()
        if isinstance(chosen, QSize):  # where one's own begins
            self.width_box.setValue(chosen.width())
            self.height_box.setValue(chosen.height())
        self._show_boxes()
        self.changed.emit()

    def _show_boxes(self) -> None:
        own = self.presets.currentData() is None
        for widget in (self.width_box, self._times, self.height_box):
            widget.setVisible(own)

    def _restyle(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("control_gap"))
