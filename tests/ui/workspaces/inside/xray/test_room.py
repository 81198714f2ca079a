"""What the X-ray says fits into its room: numbers, headings and closing lines."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.arithmetic import Arithmetic, Line, Reading
from cnnstudio.core.messages import Floats
from cnnstudio.core.starters import starter
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, current_theme, theme_manager
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import FittingLabel, longest_fitting
from cnnstudio.ui.workspaces.inside.xray.arithmetic_view import ArithmeticView
from cnnstudio.ui.workspaces.inside.xray.closing import ClosingLine, ClosingLines
from cnnstudio.ui.workspaces.inside.xray.row_layout import Part
from cnnstudio.ui.workspaces.inside.xray.trail_bar import TrailBar
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.xray.conftest import Look, wait_for


def arithmetic_of(values: Floats, factors: Floats | None) -> Arithmetic:
    sums = (values * (1 if factors is None else factors)).sum((1, 2)).astype(np.float64)
    channels = np.arange(len(values))
    reading = Reading("below", channels, (0,), (0,), (1, 1), values, factors, sums)
    return Arithmetic((reading,), (Line("sum_of_products", sums.sum()),), values.size, 1.0)


def made_view(qtbot: QtBot, values: Floats, factors: Floats | None) -> ArithmeticView:
    view = shown(ArithmeticView(), qtbot, 500, 300)
    view.set_room(300)
    view.show_arithmetic(arithmetic_of(values, factors), "Linear", ColourMap.SIGNED)
    return view


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("value", [-0.000796, -0.00521, -12_345.6, float("nan")])
def test_a_number_alone_in_its_window_is_never_cut(
    qtbot: QtBot, value: float, projector: bool
) -> None:
    theme_manager().set_theme(Theme(projector=projector))
    values = np.array([value, 1, 2], np.float32).reshape(3, 1, 1)
    layout = made_view(qtbot, values, values.copy()).layout_of_rows()
    advance = QFontMetrics(current_theme().font("body")).horizontalAdvance(number(value))
    assert layout.grid(0, Part.FACTORS).width() > advance


def test_a_sum_that_is_no_number_has_room(qtbot: QtBot) -> None:
    values = np.full((3, 1, 1), np.nan, np.float32)
    layout = made_view(qtbot, values, values.copy()).layout_of_rows()
    metrics = QFontMetrics(current_theme().font("body_strong"))
    assert layout.figure > metrics.horizontalAdvance(number(float("nan")))


def test_headings_of_small_windows_do_not_meet(qtbot: QtBot) -> None:
    window = np.ones((1, 5, 3), np.float32)
    view = shown(ArithmeticView(), qtbot, 345, 130)
    view.set_room(130)
    view.show_arithmetic(arithmetic_of(window, window), "Conv2d", ColourMap.SIGNED)
    layout = view.layout_of_rows()
    wide = QFontMetrics(current_theme().font("label")).horizontalAdvance("window")
    between = layout.grid(0, Part.FACTORS).center().x() - layout.grid(0, Part.VALUES).center().x()
    assert between > wide


def test_closing_lines_of_another_layer_take_the_room_that_they_need(qtbot: QtBot) -> None:
    closing = shown(ClosingLines(), qtbot, 400, 200)
    lines = tuple(ClosingLine("A line", "1.00") for _ in range(4))
    closing.show_lines(lines)
    before = closing.sizeHint().height()
    asked: list[bool] = []
    closing.updateGeometry = lambda: asked.append(True)
    closing.show_lines((*lines[:2], *(ClosingLine("ReLU", "0", "relu", "bend"),) * 2))
    assert closing.sizeHint().height() > before
    assert asked


def test_a_line_is_said_in_fewer_words_where_there_is_less_room(qtbot: QtBot) -> None:
    label = shown(FittingLabel(), qtbot, 300, 30)
    label.set_wordings("map 1, row 4, column 19", "map 1 at 4, 19")
    assert label.text() == "map 1, row 4, column 19"
    label.resize(110, 30)
    assert label.text() == "map 1 at 4, 19"
    assert label.toolTip() == label.whole_text() == "map 1, row 4, column 19"
    assert longest_fitting(("abc", ""), label.fontMetrics(), 4) == ""


def test_in_a_narrow_window_nothing_of_the_x_ray_is_cut_off(
    xray: XRayView, look: Look, qtbot: QtBot
) -> None:
    xray.resize(936, 505)
    look("conv1", (0, 3, 17))
    panel = xray.xray
    assert panel.heading.plain_text().startswith("Why ")
    for label in (panel.place, panel.reading):
        assert "…" not in label.text()
    metrics = QFontMetrics(current_theme().font("body"))
    for line in panel.closing.lines:
        assert metrics.horizontalAdvance(line.brief + line.figure) < panel.closing.width() - 60
    xray.resize(1296, 780)
    assert panel.heading.plain_text().startswith("Where does ")


def test_a_weight_of_a_long_list_is_scrolled_into_sight(
    xray: XRayView, look: Look, session: Session, qtbot: QtBot
) -> None:
    look("dense3", (6, 0, 0))
    matrix, seen = xray.filters.matrix, {row.channel for row in xray.xray.arithmetic.rows.rows}
    weight = max(set(range(80)) - seen)
    rect = matrix._rect()
    place = QPoint(int(rect.left() + rect.width() * (weight + 0.5) / 84), matrix.height() * 2 // 3)
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=place)
    wait_for(xray, qtbot, "dense3", (6, 0, 0))
    view = xray.xray.arithmetic
    assert view._cursor is not None
    assert view._cursor.row == weight
    row = view.layout_of_rows().row_rect(view._cursor.row).toRect()
    assert view.visibleRegion().boundingRect().contains(row)
    assert "…" not in xray.xray.reading.text()
    assert xray.xray.every.text() == "Show fewer"
    QTest.mouseClick(xray.xray.every, Qt.MouseButton.LeftButton)
    assert xray.xray.every.text() == "Show all"


def test_the_sum_of_another_network_is_not_hidden_by_its_window(
    xray: XRayView, look: Look, session: Session, qtbot: QtBot
) -> None:
    session.open(starter("resnet20"), {})
    for id in ("conv1", "norm1"):
        look(id, (0, 3, 3))
        QTest.qWait(20)
        closing = xray.xray.closing
        assert closing.height() >= closing.sizeHint().height()
        assert xray.xray.rect().contains(closing.geometry())


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("height", [120, 150, 180, 400])
def test_windows_of_few_channels_are_not_tiny_in_a_low_room(
    qtbot: QtBot, channels: int, height: int
) -> None:
    values = np.ones((channels, 3, 3), np.float32)
    sums = values.sum((1, 2)).astype(np.float64)
    reading = Reading(
        "below", np.arange(channels), (0, 1, 2), (0, 1, 2), (9, 9), values, values, sums
    )
    line = Line("sum_and_bias", sums.sum() + 0.5)
    view = shown(ArithmeticView(), qtbot, 360, height)
    view.set_room(height)
    arithmetic = Arithmetic((reading,), (line,), values.size + 1, 1.0, 0.5)
    view.show_arithmetic(arithmetic, "Conv2d", ColourMap.SIGNED)
    layout = view.layout_of_rows()
    assert layout.grid(0, Part.VALUES).height() >= (20 if height < 200 else 90)
    assert layout.height <= max(height, 120)


def test_projected_in_a_small_window_a_value_of_a_map_is_told_whole(
    xray: XRayView, look: Look
) -> None:
    theme_manager().set_theme(Theme(projector=True))
    xray.resize(900, 400)
    look("conv1", (2, 0, 14))
    reading = xray.maps._reading
    assert reading.text()
    assert "…" not in reading.text()
    assert reading.width() >= QFontMetrics(reading.font()).horizontalAdvance(reading.text())


def test_names_of_a_long_way_are_whole_in_a_narrow_panel(qtbot: QtBot) -> None:
    bar = shown(TrailBar(), qtbot, 180, 30)
    bar.show_stops(tuple((name, name) for name in ("Dense", "ReLU", "Dense", "ReLU", "Max pool")))
    few = len(bar.buttons())
    assert 0 < bar.wanted_width() <= bar.width()
    assert all(button.width() >= button.sizeHint().width() for button in bar.buttons())
    bar.resize(700, 30)
    assert len(bar.buttons()) == 4 > few
