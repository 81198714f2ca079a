"""A window with a plate in it for tests, and its mouse and keys."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Disc, Extent, PixelGrid, Plate
from cnnstudio.ui.widgets.plate_view import PlateView
from tests.ui.showing import shown

IN, OUT, UNIT = Cell("input", 0, 0), Cell("output", 0, 0), Cell("unit", 0, 0)
KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
NO_KEY = Qt.KeyboardModifier.NoModifier
ACCENT = Theme().colour.accent


class Owner:
    """A lab in small: the output is twice the input, and is linked with it cell by cell."""

    def __init__(self, view: PlateView) -> None:
        self.values = np.arange(12.0).reshape(3, 4)
        self.view = view
        self.asked: list[tuple] = []
        self.said: list[str] = []
        self.clicked: list[Cell] = []
        self.hovered: list[Cell | None] = []
        self.edits: list[tuple[Cell, float]] = []
        view.set_links(self.links)
        view.set_composer(self.compose)
        view.edited.connect(self.edit)
        view.refused.connect(self.said.append)
        view.clicked.connect(self.clicked.append)
        view.hovered.connect(self.hovered.append)

    def links(self, cell: Cell) -> frozenset[Cell]:
        other = "output" if cell.grid == "input" else "input"
        return frozenset({cell._replace(grid=other)})

    def compose(self, hovered: Cell | None, linked: frozenset[Cell], size: QSizeF) -> Plate:
        self.asked.append((hovered, linked, size))
        framed = np.pad(self.values, ((1, 0), (0, 0)))
        corner, pad = QPointF(20, 10), Extent(above=1)
        source = PixelGrid(
            "input", "Input", framed, corner, 40, limit=99, padding=pad, editable=True
        )
        output = PixelGrid("output", "Output", 2 * self.values, QPointF(240, 50), 40, limit=99)
        unit = Disc(QPointF(60, 230), 20, text="8", cell=UNIT, name="Unit")
        return Plate((source, output, unit), sentence="Twice the input.")

    def edit(self, cell: Cell, value: float) -> None:
        self.edits.append((cell, value))
        self.values = self.values.copy()
        self.values[cell.row, cell.column] = value
        self.view.refresh()


def shown_window(qtbot: QtBot) -> Window:
    """A window in front, the field of which has the keyboard."""
    made = shown(Window(), qtbot, 480, 340)
    made.activateWindow()
    qtbot.waitActive(made)
    made.field.setFocus()
    return made


class Window(QWidget):
    """Hears the keys that the view leaves, and has a field beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.view, self.field = PlateView(), QLineEdit()
        self.left: list[Qt.Key] = []
        column = QVBoxLayout(self)
        column.addWidget(self.view, 1)
        column.addWidget(self.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.left.append(Qt.Key(event.key()))


def at(view: PlateView, cell: Cell) -> QPoint:
    return view.cell_rect(cell).center()


def click(view: PlateView, cell: Cell) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, cell))


def press(view: PlateView, *keys: Qt.Key | str, control: bool = False) -> None:
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(view, key)
        else:
            QTest.keyClick(view, key, CONTROL if control else NO_KEY)


def turn(view: PlateView, cell: Cell, by: int, *, control: bool = True) -> bool:
    """Turn the wheel over a cell; whether the view took it."""
    where = QPointF(at(view, cell))
    event = QWheelEvent(
        where,
        QPointF(view.mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        CONTROL if control else NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    QApplication.sendEvent(view, event)
    return event.isAccepted()
