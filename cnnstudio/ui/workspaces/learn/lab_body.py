"""Settings and choices above a lab's picture, or over it where it would have too little room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.workspaces.learn.stage_panel import StagePanel

#: The least height of a picture below the panels, in sizes of the body's type; and what the
#: question's card takes of it where there is one.
_LEAST, _CARD = 18, 8


class LabBody(QWidget):
    """The panels push the picture down as long as it stays legible. In a lower window they lie
    over it, which then keeps its size: `is_over`."""

    def __init__(self, panels: tuple[QWidget, ...], stage: StagePanel) -> None:
        super().__init__()
        self._parts, self._stage = panels, stage
        self.is_over = False
        stage.setParent(self)
        self._panels = _Panels(panels, self)
        follow_theme(self._restyle)

    def arrange(self) -> None:
        """Bring everything to its place at once."""
        gap = current_theme().px("gutter")
        shown = any(not part.isHidden() for part in self._parts)
        height = self._panels.heightForWidth(self.width()) + gap if shown else 0
        self.is_over = shown and self.height() - height < self._least()
        self._panels.setGeometry(
            QRect(0, 0, self.width(), height if self.is_over else height - gap)
        )
        top = 0 if self.is_over else height
        self._stage.setGeometry(0, top, self.width(), self.height() - top)
        self._panels.update()

    def _least(self) -> int:
        sizes = _LEAST + (_CARD if self._stage.is_predicting else 0)
        return sizes * current_theme().font_px("body")

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        self.arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return super().event(event)

    def _restyle(self, theme: Theme) -> None:
        self.arrange()


class _Panels(QWidget):
    """One below the other, on the page's own ground where they lie over the picture."""

    def __init__(self, panels: tuple[QWidget, ...], body: LabBody) -> None:
        super().__init__(body)
        self._body = body
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for panel in panels:
            self._column.addWidget(panel)
        self._column.addStretch()
        follow_theme(self._restyle)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._body.is_over:
            painter = QPainter(self)
            colour = current_theme().colour
            painter.fillRect(self.rect(), colour.background)
            painter.fillRect(0, self.height() - 1, self.width(), 1, colour.hairline_strong)
            painter.end()

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("gutter"))
