from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.items import PixelGrid, Plate
from cnnstudio.ui.widgets.plate_view import PlateView
from tests.ui.showing import shown

IN, OUT = Cell("input", 0, 0), Cell("output", 0, 0)


class Owner:
    """A lab in small: the output is twice the input, and is linked with it cell by cell."""

    def __init__(self, view: PlateView) -> None:
        self.values = np.arange(12.0).reshape(3, 4)
        self.known: int | None = None
        self.view = view
        self.asked: list[tuple] = []
        self.said: list[str] = []
        self.clicked: list[Cell] = []
        self.hovered: list[Cell | None] = []
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
        self.asked.append((hovered, linked, size.width(), size.height()))
        source = PixelGrid("input", "Input", self.values, QPointF(20, 20), 40, editable=True)
        output = PixelGrid(
            "output", "Output", 2 * self.values, QPointF(240, 20), 40, known=self.known
        )
        return Plate((source, output), sentence="Twice the input.")

    def edit(self, cell: Cell, value: float) -> None:
        self.values = self.values.copy()
        self.values[cell.row, cell.column] = value
        self.view.refresh()


@pytest.fixture
def view(qtbot: QtBot) -> PlateView:
    return shown(PlateView(), qtbot, 440, 200)


@pytest.fixture
def owner(view: PlateView) -> Owner:
    return Owner(view)


def at(view: PlateView, cell: Cell) -> QPoint:
    return view.cell_rect(cell).center()


def click(view: PlateView, cell: Cell) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, cell))


def press(view: PlateView, *keys: Qt.Key | str) -> None:
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(view, key)
        else:
            QTest.keyClick(view, key)


def test_what_the_mouse_is_over_is_told_and_linked(view: PlateView, owner: Owner) -> None:
    QTest.mouseMove(view, at(view, Cell("input", 1, 2)))
    assert owner.hovered == [Cell("input", 1, 2)]
    assert view.plate.holds(Cell("output", 1, 2))
    assert owner.asked[-1][:2] == (Cell("input", 1, 2), frozenset({Cell("output", 1, 2)}))


def test_typing_a_number_and_enter_edits_the_cell(view: PlateView, owner: Owner) -> None:
    click(view, IN)
    press(view, "-2,5", Qt.Key.Key_Return)
    assert owner.values[0, 0] == -2.5
    assert not view.is_typing


def test_letters_are_refused_with_a_sentence(view: PlateView, owner: Owner) -> None:
    click(view, IN)
    press(view, "x")
    assert len(owner.said) == 1
    assert owner.values[0, 0] == 0
