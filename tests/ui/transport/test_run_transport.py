"""The transport bar in Train: a real run."""

import math

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.run_settings import RunSettings
from cnnstudio.ui.session import Session
from cnnstudio.ui.transport.run_transport import RunTransport

SLOW = 60_000


def test_without_an_engine_there_is_nothing_to_play(session: Session) -> None:
    state = RunTransport(session, session).state()
    assert not state.can_play
    assert not state.can_step_forward
    assert not state.can_seek


@pytest.fixture
def transport(live_session: Session) -> RunTransport:
    live_session.settings = RunSettings(batch_size=1_000, epochs=2, threads=1)
    return RunTransport(live_session, live_session)


def test_a_run_is_played_paused_and_stepped(transport: RunTransport, qtbot: QtBot) -> None:
    transport.play(True)
    qtbot.waitUntil(lambda: transport.state().position > 2, timeout=SLOW)
    state = transport.state()
    assert state.maximum == 120
    assert [label for _, label in state.chapters] == ["start", "epoch 1", "epoch 2"]
    transport.play(False)
    qtbot.waitUntil(lambda: not transport.state().playing, timeout=10_000)
    position = transport.state().position
    transport.step_forward()
    qtbot.waitUntil(lambda: transport.state().position == position + 1, timeout=SLOW)


def test_a_slow_pace_holds_for_the_run_that_is_started_with_it(
    transport: RunTransport, live_session: Session, qtbot: QtBot
) -> None:
    transport.set_speed(2)
    transport.play(True)
    qtbot.waitUntil(lambda: transport.state().position >= 1, timeout=SLOW)
    qtbot.wait(2_000)
    assert transport.state().position <= 7
    transport.set_speed(math.inf)
    qtbot.waitUntil(lambda: transport.state().position > 15, timeout=SLOW)
