"""Where the rows of an arithmetic scroll, if they are more than are seen at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.workspaces.inside.xray.arithmetic_view import ArithmeticView
from cnnstudio.ui.workspaces.inside.xray.row_layout import Cell


class ArithmeticArea(ScrollColumn):
    """Holds an ArithmeticView, which gets as many rows as are seen at once; where all are wanted,
    it scrolls to the one that is pointed at."""

    def __init__(self, view: ArithmeticView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self._view = view
        view.pointed.connect(self._scroll_to)

    def _scroll_to(self, cell: Cell) -> None:
        # Rows that have just been added make the view higher only now.
        self.event(QEvent(QEvent.Type.LayoutRequest))
        row = self._view.layout_of_rows().row_rect(cell.row).toRect()
        self.ensureVisible(row.left(), row.center().y(), 0, row.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.set_room(self.viewport().height())
