"""Strokes of a drawing, one by one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.tray.pad import DrawingPad
from cnnstudio.ui.tray.strokes import Drawing, Stroke


def line(drawing: Drawing, y: float, width: float = 20, erasing: bool = False) -> None:
    drawing.begin(Stroke(erasing), QPointF(40, y), width)
    drawing.extend(QPointF(240, y), width)


def test_undo_takes_back_exactly_the_last_stroke() -> None:
    drawing = Drawing()
    line(drawing, 60)
    first = drawing.ink()
    line(drawing, 200)
    drawing.undo()
    assert (drawing.ink() == first).all()


def test_the_eraser_rubs_out_what_it_crosses_and_undo_brings_it_back() -> None:
    drawing = Drawing()
    line(drawing, 60)
    drawn = drawing.ink()
    line(drawing, 60, width=40, erasing=True)
    assert drawing.ink()[60, 60:220].max() == 0
    drawing.undo()
    assert (drawing.ink() == drawn).all()


def test_an_eraser_that_retraces_a_line_leaves_no_edge_of_it() -> None:
    drawing = Drawing()
    corners = [QPointF(56.3, 40.2), QPointF(200.7, 77.1), QPointF(90.4, 211.9)]
    for erasing in (False, True):
        drawing.begin(Stroke(erasing), corners[0], 22)
        for corner in corners[1:]:
            drawing.extend(corner, 22)
    assert drawing.is_blank


def test_wiping_a_blank_sheet_is_no_step() -> None:
    drawing = Drawing()
    drawing.wipe()
    assert drawing.strokes == []


def test_a_dot_is_as_wide_as_the_brush() -> None:
    drawing = Drawing()
    drawing.begin(Stroke(), QPointF(140, 140), 30)
    ink = drawing.ink()
    assert ink[140].sum() > 25
    assert ink[:100].max() == 0


def test_the_right_button_erases_and_ctrl_z_takes_it_back(qtbot: QtBot) -> None:
    pad = DrawingPad()
    qtbot.addWidget(pad)
    pad.show()
    middle = QPoint(pad.width() // 2, pad.height() // 2)
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=middle)
    assert not pad.is_blank
    pad.width_of_brush = 48
    QTest.mouseClick(pad, Qt.MouseButton.RightButton, pos=middle)
    assert pad.is_blank
    QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not pad.is_blank
