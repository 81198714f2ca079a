"""The backward step on the screen: its moments, its numbers, its questions to the engine."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    LocallyConnected2d,
    LocalResponseNorm,
    Residual,
    Softmax,
    Tanh,
)
from cnnstudio.core.messages import BackwardStep
from cnnstudio.core.network import Input, Network, walk
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside.backward.course import Moment
from cnnstudio.ui.workspaces.inside.backward.view import BackwardView
from tests.ui.workspaces.inside.backward.steps import go, made_up


@pytest.fixture
def step(view: BackwardView, session: Session) -> BackwardView:
    """The view with an answer."""
    view._take(made_up(session))
    return view


def test_it_goes_forwards_to_the_loss_back_to_the_input_and_updates_every_weight(
    step: BackwardView, session: Session
) -> None:
    ids = [layer.id for layer in walk(session.document.network.layers)]
    seen = [step.moment]
    while step.driver.state().can_step_forward:
        step.driver.step_forward()
        seen.append(step.moment)
    assert seen == [
        *(Moment("forward", id) for id in ("", *ids)),
        Moment("loss"),
        Moment("softmax"),
        *(Moment("back", id) for id in (*reversed(ids), "")),
        *(Moment("update", id) for id in ("conv1", "conv2", "dense1", "dense2", "dense3")),
        Moment("after"),
    ]


def test_playing_walks_on_by_itself(step: BackwardView, qtbot: QtBot) -> None:
    step.driver.set_speed(100.0)
    step.driver.play(True)
    assert step.driver.state().playing
    qtbot.waitUntil(lambda: step.moment == Moment("after"), timeout=10_000)
    qtbot.waitUntil(lambda: not step.driver.state().playing)


def test_the_transport_names_chapter_and_layer(step: BackwardView) -> None:
    go(step, "back", "conv2")
    state = step.driver.state()
    assert state.title == "Back: Conv 16 @ 5×5"
    assert [name for _, name in state.chapters] == [
        *("Forward", "Loss", "Softmax gradient", "Back", "Update", "After")
    ]


def test_on_the_way_back_output_and_gradient_stand_side_by_side(step: BackwardView) -> None:
    assert step.answer is not None
    go(step, "forward", "conv2")
    page = step.stage.flow
    assert not page.gradient.isVisible()
    go(step, "back", "conv2")
    flow = next(flow for flow in step.answer.flows if flow.layer_id == "conv2")
    assert page.output.maps() == pytest.approx(flow.values)
    assert page.gradient.maps() == pytest.approx(flow.gradients)
    assert page.weights.isVisible()
    gradient = step.answer.nudges["conv2"]["weight"].gradient
    assert page.weights.maps() == pytest.approx(gradient.reshape(96, 5, 5))
    go(step, "back", "relu1")
    assert not page.weights.isVisible()


def test_a_click_on_a_cell_tells_its_value_and_gradient_and_is_kept_for_other_views(
    step: BackwardView, session: Session
) -> None:
    assert step.answer is not None
    go(step, "back", "conv2")
    grid = step.stage.flow.gradient.grid
    place = grid.cell_rect(3, 4, 5).center().toPoint()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert session.spots.of("conv2") == (3, 4, 5)
    assert step.explain.where.text() == "Map 4, row 5, column 6"
    (value, slope) = (text for _, text in step.explain.clicked.texts())
    flow = next(flow for flow in step.answer.flows if flow.layer_id == "conv2")
    assert float(value.replace("−", "-")) == pytest.approx(flow.values[3, 4, 5], rel=0.01)
    assert float(slope.replace("−", "-")) == pytest.approx(flow.gradients[3, 4, 5], rel=0.01)


def test_a_clicked_weight_shows_its_arithmetic(step: BackwardView) -> None:
    assert step.answer is not None
    go(step, "update", "conv1")
    page = step.stage.update_page
    rect = page.change.grid.cell_rect(2, 1, 3)
    QTest.mouseClick(page.change.grid, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert step.explain.where.text() == "Filter 3, row 2, column 4"
    nudge = step.answer.nudges["conv1"]["weight"]
    spot = (2, 0, 1, 3)
    left, _, result = step.explain.formula.plain_text().rpartition(" ≈ ")
    assert left.startswith("new w = ")
    assert float(result.replace("−", "-")) == pytest.approx(nudge.after[spot], abs=1e-3)
    assert page.after.maps()[2, 1, 3] == nudge.after[spot]
    assert page.change.maps()[2, 1, 3] == pytest.approx(-0.1 * nudge.gradient[spot])


def test_a_frozen_filter_is_shown_to_stay_as_it_is(
    live_session: Session, view: BackwardView, qtbot: QtBot
) -> None:
    live_session.surgery.set_frozen("conv1", (0,), True)
    live_session.surgery.set_off("conv1", (1,), True)

    def is_held() -> bool:
        nudge = view.answer and view.answer.nudges["conv1"]["weight"]
        return bool(nudge) and (nudge.frozen, nudge.off) == ((0,), (1,))

    qtbot.waitUntil(is_held, timeout=20_000)
    go(view, "update", "conv1")
    page = view.stage.update_page
    assert (page.change.maps()[0] == 0).all()
    assert (page.after.maps()[0] == page.before.maps()[0]).all()
    assert (page.change.maps()[2] != 0).any()
    assert (page.change.grid._frozen, page.change.grid._off) == ({0}, {1})
    rect = page.change.grid.cell_rect(0, 2, 0)
    QTest.mouseClick(page.change.grid, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert view.explain.formula.plain_text().startswith("frozen: new w = w = ")
    assert view.explain.clicked.texts()[-1] == ("change −η·g", "0")
    assert "Frozen, so staying as they are: 1." in view.explain.text.text()
    assert "Off, so no gradient comes to them: 2." in view.explain.text.text()


def test_the_keys_move_from_weight_to_weight(step: BackwardView) -> None:
    go(step, "update", "conv1")
    grid = step.stage.update_page.before.grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    first = step.explain.where.text()
    QTest.keyClick(grid, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert first != step.explain.where.text()


def test_biases_can_be_looked_at_too(step: BackwardView) -> None:
    go(step, "update", "conv1")
    assert [step.explain.tensor.itemText(i) for i in (0, 1)] == ["Weights", "Biases"]
    step.explain.tensor.setCurrentIndex(1)
    step.explain.tensor.activated.emit(1)
    assert step.stage.update_page.before.maps().shape == (6, 1, 1)
    assert step.stage.subtitle() == "Biases"


def test_the_loss_is_minus_the_logarithm_of_the_true_share(step: BackwardView) -> None:
    assert step.answer is not None
    go(step, "loss")
    share = float(step.answer.shares[0])
    text = step.stage.loss.formula.plain_text()
    assert text == f"loss = −log p(0) = −log {share:.4f} ≈ {-np.log(share):.4f}"
    assert not step.stage.loss.mean.isVisible()


def test_it_says_how_far_the_loss_went(step: BackwardView) -> None:
    assert step.answer is not None
    go(step, "after")
    went = step.answer.loss_after < step.answer.loss
    text = step.stage.after.verdict.plain_text()
    assert text.startswith("The loss went from" if went else "The loss rose from")


def test_bars_of_gradients_appear_as_the_backward_pass_comes_to_them(step: BackwardView) -> None:
    go(step, "softmax")
    assert all(row.norm is None for row in step.norms.bars.rows())
    go(step, "back", "dense1")
    reached = [row.layer_id for row in step.norms.bars.rows() if row.norm is not None]
    assert reached == ["dense1", "relu3", "dense2", "relu4", "dense3"]
    QTest.mouseClick(step.norms.choice.button("weights"), Qt.MouseButton.LeftButton)
    rows = {row.layer_id: row.norm for row in step.norms.bars.rows()}
    assert rows["dense1"] == 3.0
    assert rows["relu3"] is None


def test_a_click_or_an_arrow_key_on_the_bars_goes_to_a_layer(step: BackwardView) -> None:
    go(step, "back", "dense1")
    bars = step.norms.bars
    place = next(i for i, row in enumerate(bars.rows()) if row.layer_id == "conv2")
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.row_rect(place).center().toPoint())
    assert step.moment == Moment("back", "conv2")
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert step.moment == Moment("back", "relu2")


def test_the_spine_and_the_moment_follow_one_another(step: BackwardView, session: Session) -> None:
    go(step, "back", "conv2")
    assert session.selection == ("conv2",)
    session.select(("dense1",))
    assert step.moment == Moment("back", "dense1")


def test_a_batch_shows_its_digits_and_the_mean(view: BackwardView, session: Session) -> None:
    view._take(made_up(session, count=12))
    go(view, "loss")
    assert view.explain.batch.isVisible()
    assert view.stage.loss.mean.isVisible()
    assert "12 digits" in view.stage.loss.mean.plain_text()
    go(view, "softmax")
    assert "/ 12" in view.stage.softmax.formula.plain_text()
    go(view, "after")
    assert view.stage.after.each.isVisible()
    assert len(view.stage.after.before.rows()) == 5


def test_a_drawn_digit_is_asked_for_its_class(view: BackwardView, session: Session) -> None:
    session.digit.show_picture(np.zeros((28, 28), np.float32), "drawn")
    assert view.controls.question(session.digit.current, 0) is None
    view._ask()
    assert "which digit this is" in view.stage.sentence()
    assert view.controls.label.isEnabled()
    view.controls.label.setCurrentIndex(view.controls.label.findData(7))
    question = view.controls.question(session.digit.current, 0)
    assert question is not None
    assert question(1).label == 7
    session.digit.show_test(35)
    assert not view.controls.label.isEnabled()
    assert view.controls.label.currentText() == "2"


def test_the_learning_rate_is_the_runs_until_another_is_typed(
    view: BackwardView, session: Session
) -> None:
    assert view.controls.rate.value() == session.settings.learning_rate
    view.controls.rate.setFocus()
    view.controls.rate.selectAll()
    QTest.keyClicks(view.controls.rate, "0.5")
    QTest.keyClick(view.controls.rate, Qt.Key.Key_Return)
    question = view.controls.question(session.digit.current, 0)
    assert question is not None
    assert question(1).learning_rate == 0.5
    assert session.settings.learning_rate == 0.001


def test_a_network_with_a_problem_says_so_instead(step: BackwardView, session: Session) -> None:
    network = session.document.network
    flatten = next(layer.id for layer in network.layers if layer.kind == "Flatten")
    session.edit(Remove((flatten,)))
    step._ask()
    assert step.answer is None
    assert "problems" in step.stage.sentence()
    assert not step.driver.state().can_play


LAYERS_OF_ALL_SORTS = Network(
    "all sorts",
    (
        Conv2d(6, (3, 3), groups=3, dilation=(2, 2)),
        BatchNorm2d(),
        LocallyConnected2d(2, (3, 3), (3, 3)),
        LocalResponseNorm(),
        Residual((Conv2d(4, (3, 3), padding=(1, 1)), Tanh()), "projection"),
        AdaptiveAvgPool2d((2, 2)),
        Dropout(),
        Flatten(),
        Linear(12),
        Softmax(),
    ),
    Input(3, 20, 34),
)


@pytest.mark.parametrize("network", [starter("resnet20"), starter("mlp"), LAYERS_OF_ALL_SORTS])
@pytest.mark.parametrize("projector", [False, True])
def test_every_moment_of_other_networks_can_be_seen(
    view: BackwardView, session: Session, network: Network, projector: bool
) -> None:
    theme_manager().set_theme(Theme(projector=projector))
    session.open(network, {})
    view._take(made_up(session))
    for place in range(len(view.moments)):
        view.driver.seek(place)
        assert view.stage.sentence() == ""
        assert view.stage.title()
    assert not view.grab().isNull()


@pytest.mark.parametrize("name", ["resnet20", "mlp"])
def test_an_answer_of_a_network_that_is_gone_is_not_shown(
    view: BackwardView, session: Session, name: str
) -> None:
    late = made_up(session)
    session.open(starter(name), {})
    view._take(late)
    assert view.answer is None
    view._take(made_up(session))
    assert view.answer is not None


def test_the_engine_answers_for_a_digit_and_for_a_batch(
    live_session: Session, view: BackwardView, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: view.answer is not None, timeout=20_000)
    assert view.answer is not None
    weights = live_session.weights()["conv1.weight"]
    assert view.answer.nudges["conv1"]["weight"].before == pytest.approx(weights)
    assert view.answer.labels.tolist() == [2]
    QTest.mouseClick(view.controls.on.button("batch"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.answer is not None and len(view.answer.labels) == 16)
    grid = view.explain.batch
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.map_rect(5).center().toPoint())
    qtbot.waitUntil(lambda: view.answer is not None and view.answer.shown == 5)
    live_session.reset_weights()
    qtbot.waitUntil(
        lambda: (
            view.answer is not None
            and not np.array_equal(view.answer.nudges["conv1"]["weight"].before, weights)
        ),
        timeout=10_000,
    )


def test_out_of_sight_nothing_is_asked(
    view: BackwardView, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[BackwardStep] = []
    monkeypatch.setattr(session.engine, "state", "ready")
    monkeypatch.setattr(session.engine, "send", asked.append)
    view.hide()
    session.digit.show_test(3)
    QTest.qWait(200)
    assert asked == []
    view.show()
    QTest.qWait(300)
    (question,) = (one for one in asked if isinstance(one, BackwardStep))
    assert question.label == session.digit.current.label
