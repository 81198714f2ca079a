"""The map of digits on the screen: hover, click, lasso, keys, and the moment that it is of."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.messages import DigitMap, MapDigits
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside.digit_map.map_panel import FEW
from cnnstudio.ui.workspaces.inside.digit_map.view import DigitMapView
from cnnstudio.ui.workspaces.inside.survey_view import REST
from tests.ui.showing import shown
from tests.ui.workspaces.inside.answering import Answering
from tests.ui.workspaces.inside.digit_map.maps import answered, around, drag, made_up


def place_of(view: DigitMapView, index: int) -> QPoint:
    x, y = view.map.scatter.places()[index]
    return QPoint(round(float(x)), round(float(y)))


def lonely(view: DigitMapView) -> int:
    """A digit whose point lies apart from all others."""
    places = view.map.scatter.places()
    distances = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(distances, np.inf)
    return int(distances.min(1).argmax())


def test_it_asks_for_a_few_digits_by_pca_and_says_what_the_plane_holds(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    session.select(("relu4",))
    answered(view, session, engine)
    look = engine.asked(MapDigits)[-1]
    assert (look.layer_id, look.count, look.method) == ("relu4", FEW, "pca")
    quality, source = view.map.scatter._notes
    assert quality.replace("\xa0", " ") == "40.0 % + 20.0 % of the variance"
    assert source == "84 numbers of each digit"
    assert view.map.legend.misread.text() == "20 misread"


def test_what_a_large_layer_was_reduced_to_is_said(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    QTest.qWait(REST + 50)
    look = engine.asked(MapDigits)[-1]
    found = made_up(session, look)
    pooled = DigitMap(**{**vars(found), "numbers": 4_704, "kept": 1_176, "pool": 2})
    engine.answer(look, pooled)
    assert view.map.scatter._notes[1] == "4,704 numbers, averaged over 2×2 cells to 1,176"
    added = DigitMap(**{**vars(found), "numbers": 9_216, "kept": 2_048})
    assert view.map._source(added) == "9,216 numbers, added up at random to 2,048"


def test_hovering_a_point_shows_its_digit_and_what_it_was_read_as(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    index, scatter = lonely(view), view.map.scatter
    QTest.mouseMove(scatter.viewport(), place_of(view, index))
    label = int(session.digit.test_set.labels[index])
    assert scatter._caption[0].startswith(f"Test digit {index:,}")
    assert scatter._caption[1].startswith(f"a {label}, read ")
    assert not scatter.grab().isNull()
    QTest.mouseMove(scatter.viewport(), QPoint(2, 2))
    assert scatter._picture is None


def test_a_click_makes_the_digit_the_current_one(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    index = lonely(view)
    viewport = view.map.scatter.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place_of(view, index))
    assert session.digit.current.index == index
    assert view.map.scatter._current == index


@pytest.mark.parametrize("by_shift", [False, True])
def test_a_lasso_selects_what_lies_within(
    view: DigitMapView, session: Session, engine: Answering, by_shift: bool
) -> None:
    answered(view, session, engine)
    if not by_shift:
        QTest.mouseClick(view.map.scatter.tool.button("lasso"), Qt.MouseButton.LeftButton)
    drag(view, around(view, 3), by_shift)
    threes = view.map.scatter.cloud.of_class(3)
    assert set(threes) <= set(view.selection.wall.indices())
    assert view.selection.counts.counts()[3] == len(threes)
    assert view.selection.counts.counts()[8] == 0
    assert "misread" in view.selection.subtitle()


def test_a_lasso_may_end_where_it_began(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    before = session.digit.current
    way = around(view, 3)
    drag(view, [*way, way[0]], shift=True)
    assert set(view.map.scatter.cloud.of_class(3)) <= set(view.selection.wall.indices())
    assert session.digit.current is before


def test_hidden_classes_are_neither_lassoed_nor_hovered(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    QTest.mouseClick(view.map.legend.chips[3], Qt.MouseButton.LeftButton)
    drag(view, around(view, 3), shift=True)
    assert view.selection.counts.counts()[3] == 0
    assert len(view.map.scatter._classes[3].getData()[0]) == 0


def test_digits_can_be_selected_by_key_and_by_menu(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    scatter = view.map.scatter
    scatter.setFocus()
    QTest.keyClick(scatter, Qt.Key.Key_7)
    assert np.array_equal(view.selection.wall.indices(), scatter.cloud.of_class(7))
    misread, *_, none = view.selection.button.menu().actions()
    misread.trigger()
    assert view.selection.wall.indices().tolist() == list(range(0, FEW, 100))
    none.trigger()
    assert not len(view.selection.wall.indices())


def test_a_selected_digit_that_is_clicked_becomes_the_current_one(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    view.selection.select_misread()
    wall = view.selection.wall
    QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=wall.rect_of(2).center())
    assert session.digit.current.index == 200


def test_keys_and_wheel_zoom_and_home_shows_all_again(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    scatter = view.map.scatter
    whole = scatter._box.viewRect()
    scatter.setFocus()
    QTest.keyClick(scatter, Qt.Key.Key_Plus)
    QTest.keyClick(scatter, Qt.Key.Key_Left)
    assert scatter._box.viewRect().width() == pytest.approx(whole.width() * 0.8, rel=0.01)
    assert scatter._box.viewRect().center().x() < whole.center().x()
    assert scatter.fit_button.isVisible()
    QTest.keyClick(scatter, Qt.Key.Key_Home)
    assert not scatter.fit_button.isVisible()
    assert scatter._box.viewRect().width() == pytest.approx(whole.width(), rel=0.01)


def test_another_layer_is_shown_whole_wherever_the_map_had_been_moved(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    view.map.scatter.setFocus()
    QTest.keyClick(view.map.scatter, Qt.Key.Key_Plus)
    session.select(("relu4",))
    answered(view, session, engine)
    assert not view.map.scatter.fit_button.isVisible()
    places = view.map.scatter.places()
    assert places.min() >= 0
    assert (places.max(0) <= [view.map.scatter.width(), view.map.scatter.height()]).all()


def test_a_drag_moves_the_map_and_selects_nothing(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    before = place_of(view, 0)
    drag(view, [QPoint(200, 200), QPoint(230, 210), QPoint(260, 220)])
    moved = place_of(view, 0) - before
    assert abs(moved.x() - 60) <= 3
    assert abs(moved.y() - 20) <= 3
    assert not len(view.selection.wall.indices())


def test_the_cloud_does_not_turn_over_from_step_to_step(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    before = view.map.scatter.cloud.points.copy()
    engine.at(200)
    look = engine.asked(MapDigits)[-1]
    engine.answer(look, made_up(session, look, turn=2.0))
    assert len(engine.asked(MapDigits)) == 2
    assert view.map.scatter.cloud.points == pytest.approx(before, abs=1e-3)


def test_while_a_run_goes_on_the_map_follows_only_if_it_is_told_to(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    session.run.state = "running"
    engine.at(200)
    assert len(engine.asked(MapDigits)) == 1
    assert view.map.line.words() == "step 100; it is step 200 now"
    QTest.mouseClick(view.map.follow, Qt.MouseButton.LeftButton)
    assert len(engine.asked(MapDigits)) == 2
    engine.at(210)
    assert len(engine.asked(MapDigits)) == 2  # One at a time.
    look = engine.asked(MapDigits)[-1]
    engine.answer(look, made_up(session, look))
    engine.at(220)
    assert len(engine.asked(MapDigits)) == 3
    session.run.state = "idle"


def test_a_moment_that_was_seen_before_is_there_at_once(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    engine.at(200)
    look = engine.asked(MapDigits)[-1]
    engine.answer(look, made_up(session, look))
    engine.at(100)
    assert view.map.line.words() == "step 100"
    assert len(engine.asked(MapDigits)) == 2


def test_tsne_without_its_extra_says_what_to_install_and_pca_goes_on(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    QTest.mouseClick(view.map.method.button("tsne"), Qt.MouseButton.LeftButton)
    QTest.qWait(REST + 50)
    look = engine.asked(MapDigits)[-1]
    assert look.method == "tsne"
    engine.fail(look, say("tsne_missing", command="pip install cnnstudio[tsne]"))
    assert "pip install cnnstudio[tsne]" in view.map.sentence()
    engine.at(101)
    assert len(engine.asked(MapDigits)) == 2
    QTest.mouseClick(view.map.method.button("pca"), Qt.MouseButton.LeftButton)
    QTest.qWait(REST + 50)
    assert not view.map.sentence()


def test_cancel_leaves_what_was_there_and_can_be_taken_back(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    QTest.qWait(REST + 50)
    (look,) = engine.asked(MapDigits)
    engine.progress(look, 500, 2_000)
    assert view.map.line.words() == "500 of 2,000"
    QTest.mouseClick(view.map.line.cancel_button, Qt.MouseButton.LeftButton)
    assert engine.cancelled() == [look.request]
    engine.end(look, whole=False)
    engine.at(130)
    assert len(engine.asked(MapDigits)) == 1
    QTest.mouseClick(view.map.line.update_button, Qt.MouseButton.LeftButton)
    assert len(engine.asked(MapDigits)) == 2


@pytest.mark.parametrize("theme", [Theme("dark"), Theme("light", projector=True)])
def test_it_is_drawn_in_every_look(
    view: DigitMapView, session: Session, engine: Answering, theme: Theme
) -> None:
    answered(view, session, engine)
    theme_manager().set_theme(theme)
    QTest.qWait(1)
    assert not view.grab().isNull()
    assert view.selection.isVisible() is not theme.projector


def test_the_real_engine_brings_digits_of_a_class_together(
    live_session: Session, qtbot: QtBot
) -> None:
    session = live_session
    session.select(("dense3",))
    view = shown(DigitMapView(session), qtbot, 1296, 740)
    qtbot.waitUntil(lambda: len(view.map.scatter.cloud) == FEW, timeout=60_000)
    cloud = view.map.scatter.cloud
    assert cloud.misread.mean() < 0.03
    middles = cloud.middles()
    closest = np.linalg.norm(cloud.points[:, None] - middles, axis=2).argmin(1)
    assert (closest == cloud.labels).mean() > 0.6


def test_another_network_does_not_keep_the_count_of_the_misread(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    assert view.map.legend.misread.text() == "20 misread"
    session.start_from("mlp")
    assert view.map.legend.misread.text() == "misread"


def test_it_asks_as_soon_as_it_comes_into_sight(view: DigitMapView, engine: Answering) -> None:
    assert len(engine.asked(MapDigits)) == 1
    assert "Laying out" in view.map.sentence()
    assert "Nothing looked up" not in view.map.line.words()
    view.hide()
    view.show()
    assert len(engine.asked(MapDigits)) == 2
    QTest.qWait(REST + 50)
    assert len(engine.asked(MapDigits)) == 2
