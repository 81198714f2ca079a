"""Drawing by mouse and pen: the network follows while the button is still down."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.centring import off_centre
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.tray.drawing_flyout import DrawingFlyout
from cnnstudio.ui.tray.pad import DrawingPad
from tests.ui.showing import shown

SLOW = 60_000
LEFT = Qt.MouseButton.LeftButton


def pen(eraser: bool = False, pressure: bool = True) -> QPointingDevice:
    kinds = QPointingDevice.PointerType
    capabilities = QPointingDevice.Capability.Position
    if pressure:
        capabilities |= QPointingDevice.Capability.Pressure
    return QPointingDevice(
        "pen",
        7,
        QPointingDevice.DeviceType.Stylus,
        kinds.Eraser if eraser else kinds.Pen,
        capabilities,
        1,
        2,
    )


def send(pad: DrawingPad, device: QPointingDevice, kind, at: QPointF, pressure: float) -> None:
    pressed = kind != QEvent.Type.TabletRelease
    event = QTabletEvent(
        kind,
        device,
        at,
        QPointF(pad.mapToGlobal(at.toPoint())),
        pressure,
        0,
        0,
        0,
        0,
        0,
        Qt.KeyboardModifier.NoModifier,
        LEFT,
        LEFT if pressed else Qt.MouseButton.NoButton,
    )
    QApplication.sendEvent(pad, event)


def line(pad: DrawingPad, y: float, pressures: list[float], device: QPointingDevice) -> None:
    side = pad.width()
    points = [QPointF(side * (0.2 + 0.1 * n), side * y) for n in range(len(pressures))]
    send(pad, device, QEvent.Type.TabletPress, points[0], pressures[0])
    for point, pressure in zip(points[1:], pressures[1:], strict=True):
        send(pad, device, QEvent.Type.TabletMove, point, pressure)
    send(pad, device, QEvent.Type.TabletRelease, points[-1], 0)


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    return shown(DrawingPad(), qtbot, 392, 392)


def thickness(pad: DrawingPad, x: float) -> float:
    """Rows of ink in one column of the drawing."""
    ink = pad.ink()
    return float(ink[:, int(x * ink.shape[1])].sum())


def test_a_pen_draws_the_wider_the_harder_it_is_pressed(pad: DrawingPad) -> None:
    line(pad, 0.5, [0.1, 0.1, 0.1, 0.9, 0.9, 0.9], pen())
    assert 1.5 * thickness(pad, 0.3) < thickness(pad, 0.65)
    assert thickness(pad, 0.85) == 0


def test_a_pen_that_feels_no_pressure_draws_as_the_mouse_does(pad: DrawingPad) -> None:
    line(pad, 0.5, [0.0] * 6, pen(pressure=False))
    assert thickness(pad, 0.5) == pytest.approx(pad.width_of_brush, abs=2)


def test_the_other_end_of_a_pen_erases_and_undo_takes_a_pens_stroke_back(pad: DrawingPad) -> None:
    line(pad, 0.5, [0.4] * 6, pen())
    drawn = pad.ink()
    line(pad, 0.5, [1.0] * 6, pen(eraser=True))
    assert thickness(pad, 0.45) == 0
    pad.undo()
    assert np.array_equal(pad.ink(), drawn)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    return shown(QWidget(), qtbot, 1600, 900)


@pytest.fixture
def flyout(live_session: Session, host: QWidget) -> DrawingFlyout:
    flyout = DrawingFlyout(live_session, host)
    flyout.open()
    return flyout


def draw_seven(
    flyout: DrawingFlyout, release: bool = True, off: tuple[float, float] = (0.0, 0.0)
) -> None:
    """At the left above the middle; `off` that by shares of the pad, to the right and down."""
    side = flyout.pad.width()
    corners = [(0.15, 0.1), (0.45, 0.1), (0.3, 0.5)]
    points = [QPoint(int((x + off[0]) * side), int((y + off[1]) * side)) for x, y in corners]
    QTest.mousePress(flyout.pad, LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(flyout.pad, point)
    if release:
        QTest.mouseRelease(flyout.pad, LEFT, pos=points[-1])


def test_maps_and_answer_follow_a_stroke_before_its_end_while_it_trains(
    flyout: DrawingFlyout, live_session: Session, qtbot: QtBot
) -> None:
    live_session.live.want("test", Wants(maps=("conv1",)))
    live_session.settings = RunSettings(epochs=50, batch_size=64, threads=1)
    live_session.start_run()
    qtbot.waitUntil(lambda: live_session.run.step > 5, timeout=SLOW)
    draw_seven(flyout, release=False)
    qtbot.waitUntil(lambda: flyout.answer.answer() == "7", timeout=SLOW)
    assert live_session.live.digit.source == "drawn"
    assert live_session.live.latest.run_id == live_session.run.id
    assert live_session.live.latest.maps["conv1"].any()
    QTest.mouseRelease(flyout.pad, LEFT)
    live_session.run.stop()
    qtbot.waitUntil(lambda: live_session.run.state == "ended", timeout=SLOW)


def test_larger_type_makes_the_open_panel_larger_and_squeezes_no_map(
    flyout: DrawingFlyout,
) -> None:
    QTest.mouseClick(flyout.centred, LEFT)
    QTest.qWait(50)
    small, map = flyout.height(), flyout.shifts.mine
    assert (map.width(), map.height()) == (map.sizeHint().width(), map.sizeHint().height())
    theme_manager().set_theme(Theme("light", projector=True))
    QTest.qWait(50)
    assert flyout.height() > small
    assert (map.width(), map.height()) == (map.sizeHint().width(), map.sizeHint().height())


def test_the_open_panel_is_as_small_again_after_larger_type(flyout: DrawingFlyout) -> None:
    QTest.mouseClick(flyout.centred, LEFT)
    QTest.qWait(100)
    before = flyout.size()
    for projector in (True, False):
        theme_manager().set_theme(Theme("light", projector=projector))
        QTest.qWait(100)
    assert flyout.size() == before


def test_the_reason_why_a_moved_digit_is_a_new_one_is_in_sight(flyout: DrawingFlyout) -> None:
    QTest.mouseClick(flyout.centred, LEFT)
    assert flyout.shifts.why.isVisible()
    assert "dense layer has other weights at every pixel" in flyout.shifts.why.text()


def test_in_a_low_window_the_maps_of_places_stay_square(
    flyout: DrawingFlyout, host: QWidget, live_session: Session, qtbot: QtBot
) -> None:
    theme_manager().set_theme(Theme("light", projector=True))
    host.resize(1280, 720)
    draw_seven(flyout)
    QTest.mouseClick(flyout.centred, LEFT)
    qtbot.waitUntil(lambda: "a 7 in" in flyout.shifts.counts()[0], timeout=SLOW)
    map = flyout.shifts.mine
    reach = map.reach
    corners = map.cell_rect(-reach, -reach).united(map.cell_rect(reach, reach))
    assert corners.width() == pytest.approx(corners.height())
    assert map.rect().toRectF().adjusted(0, 0, 1, 1).contains(corners)
    assert corners.width() > 100


@pytest.mark.parametrize("off", [(-0.1, -0.05), (0.2, 0.2), (0.45, 0.4)])
def test_wherever_a_digit_is_drawn_the_map_is_of_the_places_about_the_middle(
    flyout: DrawingFlyout, live_session: Session, qtbot: QtBot, off: tuple[float, float]
) -> None:
    draw_seven(flyout, off=off)
    QTest.mouseClick(flyout.centred, LEFT)
    qtbot.waitUntil(lambda: "a 7 in" in flyout.shifts.counts()[0], timeout=SLOW)
    mine, theirs = (int(text.split()[3]) for text in flyout.shifts.counts())
    assert mine > 1.6 * theirs
    down, right = off_centre(live_session.digit.current.pixels)
    map = flyout.shifts.mine
    assert map.sentence(down, right) == map.accessibleDescription()
    QTest.mouseClick(map, LEFT, pos=map.cell_rect(0, 0).center().toPoint())
    qtbot.waitUntil(lambda: off_centre(live_session.digit.current.pixels) == (0, 0), timeout=SLOW)


def test_without_centring_the_places_are_shown_where_each_network_understands_the_digit(
    flyout: DrawingFlyout, live_session: Session, qtbot: QtBot
) -> None:
    assert flyout.shifts.isHidden()
    draw_seven(flyout)
    QTest.mouseClick(flyout.centred, LEFT)
    qtbot.waitUntil(lambda: "a 7 in" in flyout.shifts.counts()[0], timeout=SLOW)
    mine, theirs = (int(text.split()[3]) for text in flyout.shifts.counts())
    assert mine > theirs > 0
    assert "Centred: 7" in flyout.shifts.placements.text()
    before = live_session.digit.current.pixels
    flyout.shifts.mine.setFocus()
    QTest.keyClick(flyout.shifts.mine, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: live_session.digit.current.pixels is not before, timeout=SLOW)
    moved = live_session.digit.current.pixels
    assert np.array_equal(moved[1:], before[:-1])
    QTest.mouseClick(flyout.centred, LEFT)
    assert flyout.shifts.isHidden()
