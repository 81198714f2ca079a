from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Mark, Plate
from tests.ui.plates.canvas import LOOKS, THEME, grid, has, painted, pixels

ACCENT = THEME.colour.accent
FIRST = Cell("input", 0, 0)


def marked(*marks: Mark, theme: Theme = THEME, cell: float = 40):
    return painted(Plate((grid(cell=cell, values=np.ones((3, 3)), numbers=False),), marks), theme)


@pytest.mark.parametrize("theme", LOOKS)
def test_a_window_has_a_stroke_around_it_between_two_halos(theme) -> None:
    shown = marked(Mark(FIRST, "window", 2, 2), theme=theme)
    stroke, halo = theme.colour.accent, theme.colour.selection_halo
    row = [shown.pixelColor(x, 60).name() for x in range(10, 30)]
    assert row.index(stroke.name()) < 10
    assert row[10] == halo.name()


def test_the_next_window_is_dashed() -> None:
    shown = marked(Mark(FIRST, "next", 3, 3))
    along = [shown.pixelColor(x, 20).name() for x in range(22, 138)]
    changes = sum(a != b for a, b in pairwise(along))
    assert ACCENT.name() in along
    assert changes >= 12


def test_a_cell_that_is_asked_about_shows_a_question_mark_and_no_number() -> None:
    shown = marked(Mark(FIRST, "asked"))
    assert has(shown, ACCENT, QRectF(30, 30, 20, 20))
    assert shown.pixelColor(26, 26) == THEME.colour.surface


def test_a_winner_is_circled() -> None:
    shown = marked(Mark(FIRST, "winner"))
    assert has(shown, ACCENT, QRectF(22, 38, 6, 4))
    assert not has(shown, ACCENT, QRectF(21, 21, 5, 5))


def test_each_cell_that_is_read_has_an_edge() -> None:
    shown = marked(Mark(FIRST, "read", 1, 2))
    for left in (22, 62):
        assert has(shown, ACCENT, QRectF(left, 38, 5, 4))


def test_the_window_lies_over_the_next_one_in_whatever_order_they_come() -> None:
    marks = (Mark(FIRST, "window", 2, 2), Mark(Cell("input", 0, 1), "next", 2, 2))
    assert (pixels(marked(*marks)) == pixels(marked(*reversed(marks)))).all()


def test_strokes_are_thinner_where_cells_are_small() -> None:
    def ink(cell: float) -> int:
        shown = pixels(marked(Mark(FIRST, "window", 3, 3), cell=cell))
        wanted = (ACCENT.blue(), ACCENT.green(), ACCENT.red())
        row = shown[round(20 + 1.5 * cell)]
        return int((np.abs(row - wanted).max(axis=1) < 40).sum())

    assert ink(8) < ink(40)


def test_a_mark_of_a_grid_that_is_not_there_is_passed_over() -> None:
    assert marked(Mark(Cell("nowhere", 0, 0), "window")) == marked()
