"""Moves of a drawing by mouse and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.numbers import percent
from cnnstudio.ui.tray.shift_map import ShiftMap
from tests.ui.showing import shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def map(qtbot: QtBot) -> ShiftMap:
    map = shown(ShiftMap("Moves"), qtbot, 156, 156)
    map.show_shares(np.linspace(0, 1, 25, dtype=np.float32).reshape(5, 5))
    return map


def test_a_click_and_a_drag_move_to_the_cell_under_the_mouse(map: ShiftMap, qtbot: QtBot) -> None:
    moves: list[tuple[int, int]] = []
    map.moved.connect(lambda down, right: moves.append((down, right)))
    QTest.mousePress(map, LEFT, pos=map.cell_rect(-2, 1).center().toPoint())
    QTest.mouseMove(map, map.cell_rect(2, -1).center().toPoint())
    QTest.mouseRelease(map, LEFT, pos=map.cell_rect(2, -1).center().toPoint())
    assert moves[0] == (-2, 1)
    assert moves[-1] in ((-2, 1), (2, -1))


def test_arrow_keys_move_by_a_pixel_and_end_at_the_edge(map: ShiftMap) -> None:
    map.moved.connect(map.show_place)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(map, key)
    assert "2 pixels below the middle, −1 to the right" in map.accessibleDescription()


def test_a_move_is_read_with_its_share(map: ShiftMap) -> None:
    assert map.sentence(2, 2) == f"2 pixels below the middle, 2 to the right: {percent(1)}"
    assert map.sentence(3, 0) == ""


def test_without_answers_nothing_can_be_chosen(map: ShiftMap) -> None:
    moves: list[tuple[int, int]] = []
    map.moved.connect(lambda down, right: moves.append((down, right)))
    map.show_shares(None)
    QTest.mouseClick(map, LEFT)
    assert moves == []
