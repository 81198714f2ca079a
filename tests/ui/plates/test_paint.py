from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.items import (
    Box,
    Disc,
    Extent,
    Legend,
    Mark,
    Picture,
    Plate,
    Run,
    Text,
    Wire,
    runs,
)
from cnnstudio.ui.plates.paint import paint_plate
from cnnstudio.ui.widgets.colormap import ColourMap
from tests.ui.plates.canvas import THEME, grid, has, painted, svg


def test_a_vector_file_has_rectangles_and_text_and_no_image() -> None:
    written = svg(Plate((grid(),), (Mark(Cell("input", 0, 0), "window", 2, 2),)))
    assert written.count("<rect") >= 9
    assert written.count("<text") == 9
    assert ">−2<" in written or ">−2.0<" in written
    assert "<image" not in written


def test_hovering_rings_the_same_in_both_grids() -> None:
    plate = Plate((grid(), grid("output", 200)))
    hovered, linked = Cell("input", 1, 1), frozenset({Cell("output", 0, 2)})
    shown = painted(plate, hovered=hovered, linked=linked)
    accent = THEME.colour.accent
    first, second = plate.grids
    assert has(shown, accent, first.area(1, 1))
    assert has(shown, accent, second.area(0, 2))
    assert not has(shown, accent, first.area(0, 0, 3, 1))
    assert not has(shown, accent, second.area(2, 0, 1, 3))


def test_every_kind_of_item_and_mark_is_painted() -> None:
    items = (
        Box(QRectF(5, 5, 380, 190)),
        grid(),
        Wire((QPointF(150, 20), QPointF(180, 20), QPointF(180, 80)), arrow=True, radius=8),
        Disc(QPointF(240, 60), 20, text="3"),
        Legend(QRectF(200, 100, 160, 20), ColourMap.SIGNED, "−2", "+2"),
        Picture(QRectF(300, 20, 40, 40), np.full((4, 4), 0xFF00FF00, dtype=np.uint32)),
        Text(QRectF(200, 140, 180, 30), runs("words"), align=Qt.AlignmentFlag.AlignCenter),
    )
    styles = ("window", "next", "ring", "read", "winner", "cursor", "asked", "faint")
    before = painted(Plate((Box(QRectF(5, 5, 380, 190)),)))
    for item in items[1:]:
        assert painted(Plate((items[0], item))) != before
    for style in styles:
        marked = Plate(items, (Mark(Cell("input", 1, 1), style),))
        assert painted(marked) != painted(Plate(items))


def test_a_vector_file_of_everything_needs_no_clipping_and_no_image() -> None:
    more = {"padding": Extent(1, 0, 0, 1), "unread": np.eye(3, dtype=bool), "known": 7}
    items = (grid(**more), Legend(QRectF(200, 100, 160, 20), ColourMap.SIGNED, "−2", "+2"))
    marks = tuple(Mark(Cell("input", 0, 0), style) for style in ("next", "asked", "winner"))
    written = svg(Plate(items, marks), hovered=Cell("input", 1, 1), cursor=Cell("input", 1, 1))
    assert "<image" not in written
    assert "clip" not in written
    assert "<linearGradient" in written


def test_what_lies_behind_a_plate_is_left_as_it_is() -> None:
    shown = painted(Plate((grid(),)))
    assert shown.pixelColor(390, 190) == THEME.colour.surface


def test_the_painter_is_given_back_as_it_was() -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    pen, font, brush = painter.pen(), painter.font(), painter.brush()
    paint_plate(painter, Plate((grid(), Disc(QPointF(20, 20), 9))), THEME)
    assert (painter.pen(), painter.font(), painter.brush()) == (pen, font, brush)
    assert not painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.end()


def test_wires_discs_and_terms_that_are_linked_light_up() -> None:
    cell, accent = Cell("w", 0, 0), THEME.colour.accent
    wire = Wire((QPointF(10, 20), QPointF(90, 20)), cell=cell)
    disc = Disc(QPointF(140, 40), 20, cell=cell)
    term = Text(QRectF(200, 20, 100, 40), (Run("1·7", cell=cell),))
    plate = Plate((wire, disc, term))
    before, after = painted(plate), painted(plate, linked=frozenset({cell}))
    for area in (QRectF(10, 10, 80, 20), QRectF(110, 10, 60, 60), term.rect):
        assert has(after, accent, area)
        assert not has(before, accent, area)


def test_a_lit_wire_lies_over_those_that_follow_it() -> None:
    cell = Cell("w", 0, 0)
    one = Wire((QPointF(10, 20), QPointF(90, 20)), "text", cell=cell)
    other = Wire((QPointF(50, 0), QPointF(50, 40)), "text")
    shown = painted(Plate((one, other)), linked=frozenset({cell}))
    assert shown.pixelColor(50, 20) == THEME.colour.accent


def test_a_wire_is_drawn_as_far_as_it_has_come() -> None:
    points = (QPointF(10.5, 20), QPointF(90, 20))
    shown = painted(Plate((Wire(points, "text", "selection_stroke", drawn=0.5),)))
    assert has(shown, THEME.colour.text, QRectF(12, 18, 30, 4))
    assert not has(shown, THEME.colour.text, QRectF(56, 14, 40, 12))


def test_the_place_of_the_cursor_shows_what_is_typed() -> None:
    plate, cursor = Plate((grid(),)), Cell("input", 1, 1)
    idle = painted(plate, cursor=cursor)
    empty, typed = (painted(plate, cursor=cursor, typed=text) for text in ("", "-12"))
    assert idle != empty != typed
    assert empty.pixelColor(70, 80) == THEME.colour.surface
    assert has(typed, THEME.colour.text, plate.grids[0].area(1, 1))


def test_a_number_typed_into_a_tiny_cell_can_be_read() -> None:
    tiny = grid(cell=6)
    shown = painted(Plate((tiny,)), cursor=Cell("input", 0, 0), typed="-12.5")
    assert has(shown, THEME.colour.surface, QRectF(18, 14, 30, 16))
    assert has(shown, THEME.colour.text, QRectF(18, 14, 40, 20))


def test_a_cursor_on_what_is_no_cell_paints_nothing() -> None:
    plate = Plate((grid(),))
    assert painted(plate, cursor=Cell("input", 9, 9)) == painted(plate)
    assert painted(plate, cursor=Cell("nowhere", 0, 0)) == painted(plate)
