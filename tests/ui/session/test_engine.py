"""What an engine said that was ended since is not heard any more."""

from __future__ import annotations

import pytest

from cnnstudio.core.messages import Checkpointed, Paused
from cnnstudio.ui.session import Session
from tests.ui.workspaces.train.stage import begin, metrics


def test_a_pause_that_comes_too_late_changes_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, run = session.engine, session.run
    monkeypatch.setattr(engine._link, "restart", lambda: None)
    begin(session, 40)
    engine.told.emit(Checkpointed(run.id, 20, "nowhere.safetensors"))
    engine.state = "ready"
    run.pause()
    engine.restart()  # as it does when the pause is not carried out in time
    engine._arrived.emit(metrics(run.id, 41, 60))
    engine._arrived.emit(Paused(run.id, 60))
    assert run.step == 20
    assert run.needs_engine
    assert run.message is not None
    assert run.message.code == "run_paused_at_checkpoint"
