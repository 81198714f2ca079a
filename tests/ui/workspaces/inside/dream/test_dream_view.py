"""“Dream” driven with mouse and keys, with made-up pictures and with a real engine."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.dreaming import Excited
from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside.dream.view import DreamView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.dream.conftest import begin, tell

LEFT = Qt.MouseButton.LeftButton


def click(widget: object) -> None:
    QTest.mouseClick(widget, LEFT)  # type: ignore[call-overload]


def still(view: DreamView, count: int = 30, **more: tuple[int, ...]) -> None:
    """A film of so many steps, halted at its last picture."""
    begin(view.dreams)
    tell(view.dreams, count + 1, **more)
    view.driver.play(False)
    view.driver.seek(count)


def excited(view: DreamView) -> Excited:
    """What would be dreamed of now."""
    return view.dreams._excited(view.dreams.subject)


def test_all_classes_are_dreamed_of_side_by_side_and_a_click_takes_one(view: DreamView) -> None:
    still(view)
    assert len(view.picture.plate.grids) == 10
    place = view.picture.cell_rect(Cell("dream7", 14, 14)).center()
    QTest.mouseClick(view.picture, LEFT, pos=place)
    assert view.heading.plain_text() == "What excites class 7 most?"
    assert view._curve_panel.subtitle() == "of class 7: 37.0"
    click(view.panel.count.button("one"))
    (grid,) = view.picture.plate.grids
    assert grid.key == "dream7"
    assert (grid.values == np.float32(30 / 255)).all()


def test_the_film_plays_as_it_comes_and_can_be_gone_back_in(view: DreamView, qtbot: QtBot) -> None:
    begin(view.dreams)
    tell(view.dreams, 5)
    assert view.driver.state().playing
    assert view.driver.state().maximum == 160
    view.driver.set_speed(100)
    qtbot.waitUntil(lambda: view.driver.position == 4)
    tell(view.dreams, 5, first=5)
    qtbot.waitUntil(lambda: view.driver.position == 9)
    view.driver.step_back()
    assert view.driver.position == 8
    (first, *_) = view.picture.plate.grids
    assert first.values[0, 0] == np.float32(8 / 255)
    view.driver.seek(100)
    assert view.driver.position == 9


def test_the_curve_goes_where_it_is_clicked(view: DreamView) -> None:
    still(view)
    plot = view.curve.plot()
    QTest.mouseClick(view.curve, LEFT, pos=QPoint(round(plot.x(12)), round(plot.rect.center().y())))
    assert view.driver.position == 12
    assert view.curve.accessibleDescription() == "12.0"


def test_a_number_of_the_selected_layer_can_be_dreamed_of(
    view: DreamView, session: Session
) -> None:
    session.select(("conv2",))
    click(view.panel.of.button("layer"))
    click(view.panel.count.button("one"))
    assert excited(view) == Excited("conv2", (0,), (5, 5))
    session.spots.choose("conv2", Spot(0, 2, 7))
    assert excited(view) == Excited("conv2", (0,), (2, 7))
    click(view.panel.extent.button("map"))
    assert excited(view) == Excited("conv2", (0,))
    view.panel.channel.box.setFocus()
    for _ in range(4):
        QTest.keyClick(view.panel.channel.box, Qt.Key.Key_Up)
    assert excited(view) == Excited("conv2", (4,))
    session.select(("dense1",))
    assert excited(view) == Excited("dense1", (0,))
    assert not view.panel._extent_row.isVisibleTo(view.panel)
    session.select(("conv2",))
    assert excited(view) == Excited("conv2", (4,))


def test_the_wall_of_a_layer_is_the_sixteen_around_the_chosen_one(
    view: DreamView, session: Session
) -> None:
    session.select(("dense1",))
    view.dreams.choose(replace(view.dreams.subject, of="layer", channel=117))
    assert excited(view).channels == tuple(range(112, 120))


def test_a_class_that_has_been_dreamed_of_is_not_dreamed_of_again(view: DreamView) -> None:
    still(view)
    film = view.dreams.film
    click(view.panel.digit.button("3"))
    assert view.dreams.film is film
    assert view.dreams._has(view.dreams.subject)
    view.dreams.set(replace(view.dreams.settings, seed=5))
    assert not view.dreams._has(view.dreams.subject)


def test_pictures_of_three_channels_are_in_colour(view: DreamView) -> None:
    still(view, size=(3, 10, 12))
    grid = view.picture.plate.grids[0]
    assert grid.values.shape == (10, 12)
    assert grid.colours is not None
    assert grid.colours[0, 0] == 0xFF1E1E1E
    still(view, size=(2, 10, 12))
    assert view.picture.plate.grids[0].colours is None


def test_the_pixel_under_the_mouse_is_read(view: DreamView) -> None:
    still(view)
    QTest.qWait(20)  # the words above and below have their room now
    QTest.mouseMove(view.picture, view.picture.cell_rect(Cell("dream2", 4, 5)).center())
    assert view.reading.whole_text() == "class 2, row 5, column 6: pixel 0.12"


def test_a_dream_that_nothing_can_excite_says_so(view: DreamView) -> None:
    begin(view.dreams)
    film = view.dreams._coming
    tell(view.dreams, 20)
    assert film is not None
    film.excitations = [np.zeros(10, np.float32)] * 20
    view.driver.seek(3)
    assert view.sentence.text().startswith("Nothing happens")


def test_weights_that_have_changed_since_are_told_of(view: DreamView, session: Session) -> None:
    still(view)
    assert not view.panel.note.isVisibleTo(view.panel)
    session.reset_weights()
    assert view.panel.note.isVisibleTo(view.panel)


def test_another_network_is_dreamed_of_anew(view: DreamView, session: Session) -> None:
    still(view)
    session.open(starter("mlp"), {})
    assert view.dreams.film is None
    assert view.picture.plate.grids == ()
    assert view.driver.state().maximum == 0
    assert view.sentence.text()


def test_the_picture_fits_the_projector_and_a_small_window(view: DreamView) -> None:
    still(view)
    for theme, size in ((Theme(projector=True), (1500, 640)), (Theme(), (936, 520))):
        theme_manager().set_theme(theme)
        view.resize(*size)
        QTest.qWait(10)
        rect = view.picture.rect().toRectF()
        for grid in view.picture.plate.grids:
            assert rect.contains(grid.rect.translated(view.picture.origin))


def test_without_motion_the_newest_picture_is_shown(view: DreamView) -> None:
    theme_manager().set_theme(Theme(motion=False))
    begin(view.dreams)
    tell(view.dreams, 5)
    tell(view.dreams, 5, first=5)
    assert not view.driver.state().playing
    assert view.driver.position == 9


def test_the_engine_dreams_and_may_die_over_it(live_session: Session, qtbot: QtBot) -> None:
    view = shown(DreamView(live_session), qtbot, 1296, 720)
    dreams = view.dreams
    qtbot.waitUntil(lambda: dreams.film is not None and dreams.film.known == 160, timeout=30_000)
    film = dreams.film
    assert film is not None
    assert (film.excitations[-1] > film.excitations[0] + 5).all()
    dreams.set(replace(dreams.settings, steps=512, seed=3))
    qtbot.waitUntil(lambda: dreams.film is not film, timeout=20_000)
    pid = live_session.engine.pid
    assert pid is not None
    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    qtbot.waitUntil(lambda: not dreams.is_running, timeout=10_000)
    assert dreams.film is not None
    known = dreams.film.known
    view.driver.seek(known)
    assert view.driver.position == known
    qtbot.waitUntil(lambda: live_session.engine.state == "ready", timeout=60_000)
    qtbot.waitUntil(lambda: view.panel.again.isEnabled(), timeout=20_000)
    click(view.panel.again)
    qtbot.waitUntil(lambda: dreams.film is not None and dreams.film.known > 20, timeout=30_000)
    click(view.panel.cancel)
    qtbot.waitUntil(lambda: not dreams.is_running, timeout=10_000)
