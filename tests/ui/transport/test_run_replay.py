"""Inside's transport bar along a run, without an engine: a run that was opened again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.transport.run_replay import RunReplay
from cnnstudio.ui.transport.run_transport import RunTransport
from tests.ui.kept_runs import empty_folder, keep_run


@pytest.fixture
def opened(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """With an engine that takes everything, so that a run could be started."""
    with empty_folder():
        reopen(session, keep_run())
        monkeypatch.setattr(session.engine, "state", "ready")
        monkeypatch.setattr(session.engine, "send", lambda _: None)
        yield session


def test_at_the_end_of_the_film_play_begins_it_anew_and_trains_nothing(
    opened: Session, qtbot: QtBot
) -> None:
    replay, run_id = RunReplay(opened, opened), opened.run.id
    passed = []
    opened.history.shown_changed.connect(lambda: passed.append(opened.history.shown))
    replay.seek(150)
    replay.set_speed(5)  # slow enough that a busy machine passes none over
    replay.play(True)
    qtbot.waitUntil(lambda: not replay.state().playing, timeout=5_000)
    assert opened.history.shown is None
    assert "from its start" in replay.state().play_hint
    passed.clear()
    replay.play(True)
    assert replay.state().playing
    qtbot.waitUntil(lambda: not replay.state().playing, timeout=5_000)
    assert passed[:3] == [0, 1, 2]
    assert (opened.run.id, opened.run.state) == (run_id, "ended")


def test_at_now_no_step_trains(opened: Session) -> None:
    replay, run_id = RunReplay(opened, opened), opened.run.id
    assert not replay.state().can_step_forward
    replay.step_forward()
    assert (opened.run.id, opened.run.state) == (run_id, "ended")


def test_without_a_past_play_is_disabled_and_says_where_to_train(opened: Session) -> None:
    opened.run.reset()
    state = RunReplay(opened, opened).state()
    assert not state.can_play
    assert "in Train" in state.play_hint
    assert state.subtitle == "train it in Train"


@pytest.mark.parametrize("kind", [RunTransport, RunReplay])
def test_a_run_of_another_network_than_that_on_screen_says_so_and_cannot_be_dragged(
    opened: Session, kind: type[RunTransport]
) -> None:
    transport = kind(opened, opened)
    opened.edit(Remove(("relu1",)))
    state = transport.state()
    assert (state.title, state.subtitle) == ("Step 200", "run of another network")
    assert not state.can_seek
    assert not state.can_step_back
    assert state.stops == state.ticks == ()
    opened.document.undo_stack.undo()
    assert transport.state().can_seek
