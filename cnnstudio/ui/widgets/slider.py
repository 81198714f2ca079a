"""A slider whose knob comes to where the mouse is pressed."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget


class Slider(QSlider):
    """A horizontal slider. A press beside the knob brings it there, from where it can be dragged;
    Qt's own would move it a page in that direction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not self.knob().contains(at):
            self.setSliderDown(True)
            self.setSliderPosition(self.value_at(at.x()))
        super().mousePressEvent(event)

    def value_at(self, x: int) -> int:
        """The value with which the middle of the knob is there (px)."""
        knob, groove = self.knob().width(), self._part(QStyle.SubControl.SC_SliderGroove)
        from_left, span = x - groove.left() - knob // 2, groove.width() - knob
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), from_left, span)

    def knob(self) -> QRect:
        return self._part(QStyle.SubControl.SC_SliderHandle)

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        kind = QStyle.ComplexControl.CC_Slider
        return self.style().subControlRect(kind, option, part, self)
