"""Stands in for the engine: notes what it is asked, and answers when it is told to."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np

from cnnstudio.core.messages import (
    Answer,
    Cancel,
    Command,
    Failed,
    Look,
    LookEnded,
    Probed,
    Progress,
)
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.session import Session

Kind = TypeVar("Kind", bound=Look)

_NO_LOGITS = np.zeros(10, np.float32)


class Answering:
    """An engine that is ready and does nothing by itself."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.sent: list[Command] = []
        session.engine.state = "ready"
        session.engine.send = self.sent.append  # type: ignore[method-assign]

    def at(self, step: int, run_id: str = "run") -> None:
        """The window shows the weights of this step from now on."""
        none: dict = {}
        latest = self._session.live.latest
        probed = latest or Probed(0, "", 0, none, none, none, _NO_LOGITS)
        self._session.live.latest = replace(probed, run_id=run_id, step=step)
        self._session.live.probed.emit(self._session.live.latest)

    def asked(self, kind: type[Kind]) -> list[Kind]:
        """The looks of a kind so far."""
        return [command for command in self.sent if isinstance(command, kind)]

    def cancelled(self) -> list[int]:
        return [command.request for command in self.sent if isinstance(command, Cancel)]

    def progress(self, look: Look, done: int, total: int) -> None:
        self._session.engine.told.emit(Progress(look.request, done, total))

    def answer(self, look: Look, answer: Answer) -> None:
        """Answer a look at the moment that is shown, and end it."""
        latest = self._session.live.latest
        assert latest is not None
        mine = replace(answer, request=look.request, run_id=latest.run_id, step=latest.step)
        self._session.engine.told.emit(mine)
        self.end(look)

    def end(self, look: Look, whole: bool = True) -> None:
        self._session.engine.told.emit(LookEnded(look.request, whole))

    def fail(self, look: Look, sentence: Sentence) -> None:
        self._session.engine.told.emit(Failed("", sentence, look.request))
