"""Mouse on a lab's picture and its buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.widgets.plate_view import PlateView

LEFT = Qt.MouseButton.LeftButton


def hover(view: PlateView, cell: Cell) -> None:
    QTest.mouseMove(view, QPoint(1, 1))
    QTest.mouseMove(view, view.cell_rect(cell).center())


def click(view: PlateView, cell: Cell) -> None:
    QTest.mouseClick(view, LEFT, pos=view.cell_rect(cell).center())


def button(widget: QWidget, text: str) -> QAbstractButton:
    found = (b for b in widget.findChildren(QAbstractButton) if b.text() == text)
    return next(b for b in found if b.isVisible())
