"""Top images on the screen: asked for once, chosen with mouse and keys, true to their moment."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import BINS, FindTopImages, Picks, TopImages
from cnnstudio.core.network import walk
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.survey_view import REST
from cnnstudio.ui.workspaces.inside.top_images.view import TopImagesView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.answering import Answering
from tests.ui.workspaces.inside.numbers import open_starter


@pytest.fixture
def view(session: Session, engine: Answering, qtbot: QtBot) -> TopImagesView:
    return shown(TopImagesView(session), qtbot, 1296, 740)


def made_up(session: Session, layer_id: str, count: int = 12, seed: int = 0) -> TopImages:
    """Top images of a layer with random digits and places."""
    random = np.random.default_rng(seed)
    shape = session.document.report.by_id[layer_id].output or ()
    units, size = shape[0], shape[1:] or (1, 1)

    def picks(sign: int) -> Picks:
        values = np.sort(random.uniform(1, 9, (units, count)).astype(np.float32))[:, ::-sign]
        places = np.stack([random.integers(0, n, (units, count)) for n in size], 2)
        return Picks(random.integers(0, 10_000, (units, count)), values, places)

    histogram = random.integers(0, 50, (units, BINS))
    low, high = np.ones(units, np.float32), np.full(units, 9, np.float32)
    silent = random.integers(0, 10, units)
    best, worst = picks(1), picks(-1)
    return TopImages(0, "", 0, layer_id, units, 10_000, best, worst, histogram, low, high, silent)


def answered(view: TopImagesView, session: Session, engine: Answering, layer: str) -> TopImages:
    """The layer is selected, asked about, and answered."""
    session.select((layer,))
    QTest.qWait(REST + 50)
    found = made_up(session, layer)
    engine.answer(engine.asked(FindTopImages)[-1], found)
    return found


def test_another_unit_or_a_layer_seen_before_is_not_asked_about_again(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    found = answered(view, session, engine, "conv2")
    row = view.wall.rows.row_rect(3).center().toPoint()
    QTest.mouseClick(view.wall.rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, row.y()))
    assert view.unit.title() == "What excites map 4"
    assert [pick.digit for pick in view.unit.cards.picks()] == found.strongest.digits[3].tolist()
    answered(view, session, engine, "conv1")
    session.select(("conv2",))
    QTest.qWait(REST + 50)
    assert view.unit.title() == "What excites map 4"
    assert [look.layer_id for look in engine.asked(FindTopImages)] == ["conv2", "conv1"]


def test_walking_through_the_layers_asks_about_the_last_one_alone(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    for layer in ("conv1", "relu1", "pool1", "conv2"):
        session.select((layer,))
    QTest.qWait(REST + 50)
    assert [look.layer_id for look in engine.asked(FindTopImages)] == ["conv2"]


def test_a_click_on_a_cut_out_makes_its_digit_the_current_one_and_selects_its_cell(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    found = answered(view, session, engine, "conv2")
    rows = view.wall.rows
    place = rows.patch_rect(2, 4).center().toPoint()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.digit.current.index == found.strongest.digits[2, 4]
    assert session.spots.of("conv2") == Spot(2, *found.strongest.places[2, 4])
    assert str(session.digit.current.label) in rows.sentence_at(place)


def test_arrow_keys_and_enter_do_what_the_mouse_does(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    found = answered(view, session, engine, "conv2")
    rows = view.wall.rows
    rows.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(rows, key)
    assert session.digit.current.index == found.strongest.digits[2, 1]
    cards = view.unit.cards
    cards.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(cards, key)
    assert session.digit.current.index == found.strongest.digits[2, 4]


def test_the_least_exciting_digits_can_be_shown_and_chosen(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    found = answered(view, session, engine, "conv2")
    QTest.mouseClick(view.unit.order.button("least"), Qt.MouseButton.LeftButton)
    cards = view.unit.cards
    assert [pick.digit for pick in cards.picks()] == found.weakest.digits[0].tolist()
    QTest.mouseClick(cards, Qt.MouseButton.LeftButton, pos=cards.card_rect(5).center().toPoint())
    assert session.digit.current.index == found.weakest.digits[0, 5]
    assert session.spots.of("conv2") == Spot(0, *found.weakest.places[0, 5])


def test_weights_that_move_on_leave_the_answer_with_its_step_and_an_offer(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine, "conv2")
    assert view.wall.line.words() == "step 100"
    assert view.wall.line.update_button.isHidden()
    engine.at(250)
    assert view.wall.line.words() == "step 100; it is step 250 now"
    QTest.mouseClick(view.wall.line.update_button, Qt.MouseButton.LeftButton)
    engine.answer(engine.asked(FindTopImages)[-1], made_up(session, "conv2", seed=1))
    assert view.wall.line.words() == "step 250"
    engine.at(100)
    assert view.wall.line.words() == "step 100"
    assert view.wall.line.update_button.isHidden()
    assert len(engine.asked(FindTopImages)) == 2


def test_progress_is_told_and_cancel_stops_it_till_it_is_wanted_again(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    QTest.qWait(REST + 50)
    (look,) = engine.asked(FindTopImages)
    engine.progress(look, 3_000, 10_000)
    assert view.wall.line.words() == "3,000 of 10,000"
    assert "10,000 test digits" in view.wall.sentence()
    QTest.mouseClick(view.wall.line.cancel_button, Qt.MouseButton.LeftButton)
    assert engine.cancelled() == [look.request]
    engine.end(look, whole=False)
    engine.at(101)
    QTest.qWait(REST + 50)
    assert len(engine.asked(FindTopImages)) == 1
    assert view.wall.line.update_button.text() == "Look again"
    QTest.mouseClick(view.wall.line.update_button, Qt.MouseButton.LeftButton)
    assert len(engine.asked(FindTopImages)) == 2


def test_what_goes_wrong_is_said_and_not_asked_again_by_itself(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    QTest.qWait(REST + 50)
    engine.fail(engine.asked(FindTopImages)[0], say("layer_not_there"))
    assert view.wall.line.words().startswith("This layer is no longer there")
    engine.at(101)
    QTest.qWait(REST + 50)
    assert len(engine.asked(FindTopImages)) == 1


def test_other_weights_make_every_answer_void(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine, "conv2")
    session.reset_weights()
    assert view.wall.rows._ranked is None
    engine.at(0, "")
    QTest.qWait(REST + 50)
    assert len(engine.asked(FindTopImages)) == 2


def test_the_engine_may_be_lost_in_the_middle(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    QTest.qWait(REST + 50)
    assert view.survey.is_running
    session.engine.lost.emit()
    assert not view.survey.is_running
    engine.at(101)
    QTest.qWait(REST + 50)
    assert len(engine.asked(FindTopImages)) == 2


def test_a_view_out_of_sight_asks_nothing(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    QTest.qWait(REST + 50)
    view.hide()
    assert engine.cancelled() == [engine.asked(FindTopImages)[0].request]
    session.select(("conv1",))
    engine.at(120)
    QTest.qWait(REST + 50)
    assert len(engine.asked(FindTopImages)) == 1


def test_the_ten_answers_are_called_classes(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine, "dense3")
    view.wall.rows.unit_chosen.emit(4)
    assert view.unit.title() == "What excites class 4"


@pytest.mark.parametrize("name", ["linear", "mlp", "lenet5-1998", "local", "resnet20", "vgg11"])
def test_every_layer_of_a_network_can_be_shown(
    view: TopImagesView, session: Session, engine: Answering, name: str
) -> None:
    network = open_starter(session, name)
    engine.at(0, "")
    for layer in list(walk(network.layers))[:14]:
        session.select((layer.id,))
        view._ask()
        engine.answer(engine.asked(FindTopImages)[-1], made_up(session, layer.id, count=3))
        assert len(view.unit.cards.picks()) == 3
        assert not view.grab().isNull()


def test_a_dead_filter_is_called_so(
    view: TopImagesView, session: Session, engine: Answering
) -> None:
    session.select(("relu1",))
    QTest.qWait(REST + 50)
    found = made_up(session, "relu1")
    found.silent[0] = 10_000
    engine.answer(engine.asked(FindTopImages)[-1], found)
    assert view.unit.caption().startswith("Nowhere above 0, for none of the 10,000 digits.")
    found.silent[0] = 9_990
    view.unit.show_unit(view._ranked, 0)
    assert view.unit.caption().startswith("Nowhere above 0 for 9,990 of the 10,000 digits.")


def test_the_real_engine_finds_what_excites_a_class(live_session: Session, qtbot: QtBot) -> None:
    session = live_session
    session.select(("dense3",))
    view = shown(TopImagesView(session), qtbot, 1296, 740)
    qtbot.waitUntil(lambda: bool(view.unit.cards.picks()), timeout=60_000)
    view.wall.rows.unit_chosen.emit(7)
    assert [pick.label for pick in view.unit.cards.picks()] == [7] * 12
    values = [pick.value for pick in view.unit.cards.picks()]
    assert values == sorted(values, reverse=True)
