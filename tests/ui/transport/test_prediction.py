"""Predict, then reveal: when the clock halts, what answers do, what takes a question back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.transport.lab_transport import LabTransport
from cnnstudio.ui.transport.prediction import Prediction
from tests.core.labs.small_lab import SmallLab, named

#: At 2 steps a second.
STEP = 0.5


@pytest.fixture
def document() -> LabDocument:
    return LabDocument(SmallLab())


@pytest.fixture
def transport(document: LabDocument) -> Iterator[LabTransport]:
    """Step k is of the number k, times 3; every 4th is asked about."""
    transport = LabTransport()
    transport.show(document)
    transport.prediction.on = True
    transport.prediction.every = 4
    yield transport
    transport.leave()


@pytest.fixture
def prediction(transport: LabTransport) -> Prediction:
    return transport.prediction


def play(transport: LabTransport, steps: float) -> None:
    """Play for the time of so many steps, frame by frame."""
    transport.play(True)
    for _ in range(round(steps * STEP / 0.02)):
        transport.clock.advance(0.02)


def play_to_question(transport: LabTransport) -> None:
    play(transport, 11)
    assert transport.prediction.asking is not None


def test_playing_halts_before_the_step_that_is_asked_about(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    play(transport, 20)
    assert document.lab.step == 3
    assert not transport.state().playing
    assert prediction.step == 4
    assert prediction.asking is not None
    assert prediction.asking.cell == Cell("output", 0, 3)


def test_nothing_is_asked_while_it_is_switched_off(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    prediction.on = False
    play(transport, 20)
    assert document.lab.step == 10
    assert prediction.asking is None


def test_a_step_on_halts_as_well(transport: LabTransport, document: LabDocument) -> None:
    for _ in range(4):
        transport.step_forward()
    assert document.lab.step == 3
    assert transport.prediction.asking is not None


def test_a_right_answer_reveals_the_step_with_its_own_move(
    transport: LabTransport, prediction: Prediction, document: LabDocument, qtbot: QtBot
) -> None:
    play_to_question(transport)
    with qtbot.waitSignal(prediction.changed):
        assert prediction.answer(12).right
    assert prediction.asking is None
    assert prediction.score == (1, 1)
    assert document.lab.step == 4
    assert transport.phase == 0
    transport.clock.advance(0.2)
    assert 0 < transport.phase < 1
    transport.clock.advance(5)
    assert transport.phase == 1
    assert document.lab.step == 4  # nobody pressed play
    assert prediction.verdict is not None


def test_a_wrong_answer_reveals_it_too_and_says_what_it_came_from(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    play_to_question(transport)
    found = prediction.answer(7)
    assert not found.right
    assert "added" in str(found.sentence)
    assert prediction.verdict == found
    assert prediction.score == (0, 1)
    assert document.lab.step == 4


def test_the_score_counts_what_was_answered_and_what_was_given_up(
    transport: LabTransport, prediction: Prediction
) -> None:
    prediction.every = 2
    for act in (
        lambda: prediction.answer(6),
        prediction.show_me,
        lambda: prediction.answer(0),
        transport.step_forward,
        lambda: prediction.answer(30),
    ):
        play_to_question(transport)
        act()
    assert prediction.score == (2, 4)


def test_a_step_on_reveals_what_is_asked_without_counting_it(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    play_to_question(transport)
    assert transport.state().can_step_forward
    transport.step_forward()
    assert document.lab.step == 4
    assert prediction.asking is None
    assert prediction.verdict is None
    assert prediction.score == (0, 0)


def test_play_waits_for_the_answer_and_goes_on_after_it_when_it_is_pressed(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    play_to_question(transport)
    assert not transport.state().can_play
    transport.play(True)
    assert not transport.clock.playing
    prediction.answer(12)
    assert transport.state().can_play
    play(transport, 20)
    assert document.lab.step == 7
    assert prediction.step == 8


def test_the_verdict_stands_until_the_next_move(
    transport: LabTransport, prediction: Prediction
) -> None:
    play_to_question(transport)
    prediction.answer(12)
    transport.clock.advance(5)
    assert prediction.verdict is not None
    transport.step_forward()
    assert prediction.verdict is None


@pytest.mark.parametrize("position", [0, 2, 3, 7, 10])
def test_a_seek_takes_the_question_back(
    transport: LabTransport, prediction: Prediction, document: LabDocument, position: int
) -> None:
    play_to_question(transport)
    transport.seek(position)
    assert prediction.asking is None
    assert prediction.score == (0, 0)
    assert document.lab.step == position


def test_a_step_back_takes_the_question_back_and_it_is_asked_again(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    play_to_question(transport)
    transport.step_back()
    assert prediction.asking is None
    assert document.lab.step == 2
    transport.step_forward()
    transport.step_forward()
    assert prediction.asking is not None


def test_switching_off_takes_the_question_back(
    transport: LabTransport, prediction: Prediction
) -> None:
    play_to_question(transport)
    prediction.on = False
    assert prediction.asking is None
    assert transport.state().can_play


def test_an_edit_changes_the_answer_to_what_is_asked(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    play_to_question(transport)
    document.change("factor", 5)
    assert prediction.asking is not None
    assert prediction.asking.answer == 20
    document.undo_stack.undo()
    assert prediction.answer(12).right


def test_an_edit_that_takes_the_step_away_takes_the_question_along(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    play_to_question(transport)
    document.take(SmallLab(values=np.ones(3)), named("short"))
    assert prediction.asking is None
    assert prediction.step == 0


def test_an_edit_takes_a_verdict_away_whose_numbers_are_no_more(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    play_to_question(transport)
    prediction.answer(12)
    document.set_speed(1)
    assert prediction.verdict is not None
    document.change("factor", 5)
    assert prediction.verdict is None


def test_another_lab_begins_a_new_score(transport: LabTransport, prediction: Prediction) -> None:
    play_to_question(transport)
    prediction.answer(12)
    transport.show(LabDocument(SmallLab()))
    assert prediction.score == (0, 0)
    assert prediction.verdict is None
    assert prediction.on


def test_the_score_stays_while_the_switch_is_off(
    transport: LabTransport, prediction: Prediction
) -> None:
    play_to_question(transport)
    prediction.answer(12)
    prediction.on = False
    prediction.on = True
    assert prediction.score == (1, 1)


def test_fast_playing_halts_too(
    transport: LabTransport, prediction: Prediction, document: LabDocument
) -> None:
    document.take(SmallLab(values=np.ones(300)), named("long"))
    document.set_speed(200)
    prediction.every = 100
    transport.play(True)
    transport.clock.advance(1.4)
    assert document.lab.step == 99
    assert prediction.step == 100


def test_surprising_steps_are_asked_about(
    transport: LabTransport, prediction: Prediction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SmallLab, "surprising", lambda _, step: step in (2, 9))
    prediction.rule = "surprising"
    asked = []
    for _ in range(2):
        play_to_question(transport)
        asked.append(prediction.step)
        prediction.show_me()
    assert asked == [2, 9]


def test_the_same_seed_asks_about_the_same_steps(
    transport: LabTransport, prediction: Prediction
) -> None:
    def asked(seed: int) -> list[int]:
        prediction.rule, prediction.seed = "random", seed
        transport.seek(0)
        found = []
        for _ in range(2):
            play_to_question(transport)
            found.append(prediction.step)
            prediction.show_me()
        return found

    assert asked(1) == asked(1)
    assert len({tuple(asked(seed)) for seed in range(8)}) > 2


def test_settings_that_make_no_sense_are_an_error(prediction: Prediction) -> None:
    with pytest.raises(ValueError, match="rule"):
        prediction.rule = "never"
    with pytest.raises(ValueError, match="every"):
        prediction.every = 0
    with pytest.raises(ValueError, match="asked"):
        prediction.answer(1)
    prediction.show_me()
    prediction.pass_over()
    assert prediction.score == (0, 0)
