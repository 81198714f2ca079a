"""The doctor's card in Train: quiet in health, and otherwise a name, a sentence, a picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.core.doctor import Bars, Gap, Line
from cnnstudio.core.edits import Remove
from cnnstudio.core.messages import Evaluated, Metrics, Vitals
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import TEMPLATES, say
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.train.doctor.card import DoctorCard
from cnnstudio.ui.workspaces.train.doctor.picture import gap_top
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.showing import shown

HEALTHY = Vitals(
    "run",
    200,
    256,
    dead={"relu1": 0.0, "relu2": 0.1, "relu3": 0.3, "relu4": 0.3},
    gradients={"conv1": 0.02, "conv2": 0.01, "dense3": 0.03},
    gradient_norm=2.0,
    updates={"conv1": 1e-3},
)
DEAD = replace(HEALTHY, dead={"relu1": 0.0, "relu2": 1.0, "relu3": 0.7, "relu4": 0.3})


@pytest.fixture
def train(session: Session, qtbot: QtBot) -> TrainWorkspace:
    """Train with a run of the session's network, of which the test tells what it likes."""
    session.run.network = session.document.network
    session.run.id = "run"
    session.run._set_state("running")
    return shown(TrainWorkspace(session), qtbot, 1296, 780)


@pytest.fixture
def card(train: TrainWorkspace) -> DoctorCard:
    return train.doctor


def tell(session: Session, *events: object) -> None:
    for event in events:
        session.engine.told.emit(event)


def losses(values: np.ndarray) -> Metrics:
    steps = np.arange(1, len(values) + 1)
    ones = np.ones(len(values), np.float32)
    return Metrics("run", steps, values.astype(np.float32), ones, ones, 1.0, 1.0, 1.0, 1.0)


def test_before_a_run_the_doctor_says_nothing(session: Session, qtbot: QtBot) -> None:
    train = shown(TrainWorkspace(session), qtbot, 1296, 780)
    assert not train.doctor.isVisible()
    assert not train.doctor.chip.isVisible()


def test_a_healthy_run_has_a_small_chip_and_no_card(card: DoctorCard, session: Session) -> None:
    tell(session, HEALTHY)
    assert card.chip.isVisible()
    assert card.chip.text() == "Healthy"
    assert not card.isVisible()


def test_a_finding_comes_with_sentence_picture_and_advice(
    card: DoctorCard, session: Session
) -> None:
    tell(session, DEAD)
    assert card.isVisible()
    assert card.chip.accessibleName() == "One finding"
    assert [button.text() for button in card.names.values()] == ["Dead ReLU units"]
    assert card.sentence().startswith("In layer 5, ReLU, 100% of the units are dead")
    assert card.advice().startswith("What to try: Reset the weights")
    assert "5: 100.0" in card.picture.toolTip()


def test_the_worst_layer_can_be_shown(card: DoctorCard, session: Session) -> None:
    tell(session, DEAD)
    QTest.mouseClick(card.show_layer, Qt.MouseButton.LeftButton)
    assert session.selection == ("relu2",)


def test_of_several_findings_one_is_chosen_by_its_name(card: DoctorCard, session: Session) -> None:
    tell(session, losses(2.3 + np.arange(300) / 50), DEAD)
    assert list(card.names) == ["rate_too_large", "dead"]
    assert "learning rate" in card.sentence()
    QTest.qWait(20)  # the button comes into sight
    card.names["dead"].setFocus()
    QTest.keyClick(card.names["dead"], Qt.Key.Key_Space)
    assert "dead" in card.sentence()
    tell(session, replace(DEAD, step=400))
    assert "dead" in card.sentence()
    assert card.window().focusWidget() is card.names["dead"]


def test_a_finding_that_is_gone_for_one_checkup_stays_and_then_goes(
    card: DoctorCard, session: Session
) -> None:
    tell(session, DEAD, replace(HEALTHY, step=400))
    assert card.isVisible()
    tell(session, replace(HEALTHY, step=600))
    assert not card.isVisible()
    assert card.chip.text() == "Healthy"


def test_the_chip_puts_the_card_away_until_there_is_something_new(
    card: DoctorCard, session: Session
) -> None:
    tell(session, DEAD)
    QTest.mouseClick(card.chip, Qt.MouseButton.LeftButton)
    assert not card.isVisible()
    tell(session, replace(DEAD, step=400))
    assert not card.isVisible()
    tell(session, replace(DEAD, step=600, gradient_norm=1e4))
    assert card.isVisible()
    assert list(card.names) == ["exploding", "dead"]


def test_another_run_begins_without_findings(card: DoctorCard, session: Session) -> None:
    tell(session, DEAD)
    session.run.reset()
    assert session.checkup.ills == ()
    assert not card.isVisible()
    assert not card.chip.isVisible()


def test_vital_signs_of_an_old_run_are_dropped(card: DoctorCard, session: Session) -> None:
    tell(session, replace(DEAD, run_id="before"))
    assert not session.checkup.has_examined
    assert not card.isVisible()


def test_every_kind_of_finding_has_a_picture(card: DoctorCard, session: Session) -> None:
    seen = set()
    confusion = 1000 * np.eye(10, dtype=np.int64)
    confusion[7] = np.roll(confusion[7], 1)
    tests = [
        Evaluated(
            "run", 0, step, 1.0, loss, 0.9, 1.0, confusion, np.zeros((10_000, 10), np.float16)
        )
        for step, loss in ((100, 0.4), (200, 0.3), (300, 0.6))
    ]
    falling = losses(0.1 + 2.2 * np.exp(-np.arange(300) / 40))
    for vitals in (
        replace(HEALTHY, gradient_norm=1e5),  # before the loss is seen to fall all the same
        DEAD,
        replace(HEALTHY, saturated={"relu1": 0.9, "relu2": 0.2}),
        replace(HEALTHY, gradients={"conv1": 1e-9, "dense3": 0.1}),
        HEALTHY,
    ):
        if vitals.gradient_norm < 100:
            tell(session, falling)
        tell(session, vitals, *tests)
        for code, button in list(card.names.items()):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            assert card.ill is not None
            assert card.ill.code == code
            assert not card.picture.grab().isNull()
            seen.add((code, type(card.ill.picture)))
    assert {code for code, _ in seen} == {
        *("dead", "saturated", "vanishing", "exploding", "never_answered", "overfitting")
    }
    assert {kind for _, kind in seen} == {Bars, Gap}


def test_a_rate_is_judged_by_the_curve(card: DoctorCard, session: Session) -> None:
    session.run.settings = RunSettings(learning_rate=3.0)
    tell(session, losses(2.3 + np.arange(300) / 50), HEALTHY)
    assert card.ill is not None
    assert isinstance(card.ill.picture, Line)
    assert "learning rate of 3 " in card.sentence()
    assert card.advice().endswith("learning rate of 0.001.")  # what Adam is used with


@pytest.mark.parametrize(("projector", "size"), [(False, (976, 585)), (True, (1500, 760))])
def test_its_words_have_room_in_small_windows_and_projected(
    train: TrainWorkspace, session: Session, projector: bool, size: tuple[int, int]
) -> None:
    theme_manager().set_theme(Theme(projector=projector))
    train.resize(*size)
    tell(session, losses(2.3 + np.arange(300) / 50), DEAD)
    QTest.qWait(50)
    card = train.doctor
    needed = card._sentence.heightForWidth(card._sentence.width())
    assert card._sentence.height() >= needed
    words = card._sentence.geometry()
    assert not any(words.intersects(button.geometry()) for button in card.names.values())
    assert card.rect().contains(words)


#: Sentences as long as they get, with these values.
SENTENCES = sorted(code for code in TEMPLATES if code.startswith("ill_"))
LONGEST = {
    "position": 12,
    "layer": "Leaky ReLU 0.01",
    "share": 0.97,
    "digits": 256,
    "times": 270_000,
    "step": 12_400,
    "length": 1_200_000,
    "start": 2.31,
    "now": 2.33,
    "best": 0.0312,
    "rate": 0.0005,
    "answers": 12,
    "total": 10_000,
    "truth": 1_010,
    "digit": 3,
    "since": 11_200,
    "train": 0.0123,
    "test": 0.967,
    "points": 3.2,
    "decay": 0.0125,
}

#: What the stage has in a window of 1280×720, on the desk and projected.
SMALLEST = [(False, (976, 581)), (True, (1196, 552))]


@pytest.mark.parametrize(("projector", "size"), SMALLEST)
@pytest.mark.parametrize("code", SENTENCES)
def test_no_finding_makes_a_small_window_grow(
    train: TrainWorkspace, session: Session, code: str, projector: bool, size: tuple[int, int]
) -> None:
    theme_manager().set_theme(Theme(projector=projector))
    train.resize(*size)
    tell(session, DEAD)
    (ill,) = session.checkup.ills
    name = "try_" + code.removeprefix("ill_").partition("/")[0]
    advices = [code for code in TEMPLATES if code.partition("/")[0] == name]
    longest = max(advices, key=lambda code: len(TEMPLATES[code]))
    advice = say(longest, suggested=0.0005, usual=0.0005)
    long = replace(ill, sentence=say(code, **LONGEST), advice=advice)
    session.checkup._now = (long,)
    session.checkup.changed.emit()
    QTest.qWait(50)
    card = train.doctor
    assert card.isVisible()
    assert card.picture.isVisible()
    assert card.rect().contains(card.picture.geometry())
    assert card._sentence.height() >= card._sentence.heightForWidth(card._sentence.width())
    assert train.minimumSizeHint().height() <= size[1]


def test_a_real_run_is_examined(
    live_session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = live_session
    train = shown(TrainWorkspace(session), qtbot, 1296, 780)
    session.settings = RunSettings(learning_rate=1.0, seed=1)
    session.reset_weights()
    session.start_run()
    qtbot.waitUntil(lambda: bool(session.checkup.ills), timeout=30_000)
    assert train.doctor.isVisible()
    session.run.stop()
    qtbot.waitUntil(lambda: session.run.state == "ended", timeout=10_000)


def test_of_another_network_than_the_runs_the_doctor_says_nothing(
    card: DoctorCard, session: Session
) -> None:
    tell(session, DEAD)
    session.edit(Remove(("relu1",)))
    assert not card.isVisible()
    assert not card.chip.isVisible()
    session.document.undo_stack.undo()
    assert card.isVisible()
    assert card.chip.isVisible()


def test_in_a_low_window_what_to_try_follows_the_sentence(
    train: TrainWorkspace, session: Session
) -> None:
    train.resize(976, 585)
    tell(session, DEAD)
    card = train.doctor
    shown_words = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert shown_words == [f"{card.sentence()} {card.advice()}"]
    train.resize(1600, 800)
    shown_words = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert {card.sentence(), card.advice()} <= set(shown_words)


def test_the_picture_of_a_gap_has_room_for_the_tests_that_rise() -> None:
    steps = np.arange(1.0, 1001)
    train = Line(steps, 0.02 + 2 * np.exp(-steps / 40))
    test = Line(np.array([200.0, 400, 600, 800, 1000]), np.array([0.1, 0.08, 0.3, 0.5, 0.9]))
    assert gap_top(Gap(train, test, 400)) > 0.9
