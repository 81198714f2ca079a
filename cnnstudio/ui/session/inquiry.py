"""A look into the network that a panel has asked for, from its question to its end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.messages import Answer, Cancel, Event, Failed, Look, LookEnded, Progress
from cnnstudio.ui.session.engine import Engine


class Inquiry(QObject):
    """One look at a time: a new question takes the place of the one before.

    `answered(Answer)`, `progressed(done, total)`; then, unless another question has taken its
    place, `ended(whole)`: all is said, or it was cancelled or lost with the engine; or
    `failed(Sentence)`.
    """

    answered = Signal(object)
    progressed = Signal(int, int)
    ended = Signal(bool)
    failed = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._request: int | None = None
        engine.told.connect(self._receive)
        engine.lost.connect(self._lost)

    @property
    def is_running(self) -> bool:
        return self._request is not None

    def ask(self, question: Callable[[int], Look]) -> bool:
        """Ask what `question` makes of a request's number. False while there is no engine."""
        self.drop()
        if self._engine.state != "ready":
            return False
        self._request = self._engine.new_request()
        self._engine.send(question(self._request))
        return True

    def cancel(self) -> None:
        """Let the engine stop; `ended` follows."""
        if self._request is not None:
            self._engine.send(Cancel(self._request))

    def drop(self) -> None:
        """Let the engine stop, and hear no more of it."""
        self.cancel()
        self._request = None

    def _receive(self, event: Event) -> None:
        if self._request is None or getattr(event, "request", None) != self._request:
            return
        match event:
            case Progress(done=done, total=total):
                self.progressed.emit(done, total)
            case Answer():
                self.answered.emit(event)
            case LookEnded(whole=whole):
                self._request = None
                self.ended.emit(whole)
            case Failed(sentence=sentence):
                self._request = None
                self.failed.emit(sentence)

    def _lost(self) -> None:
        if self._request is not None:
            self._request = None
            self.ended.emit(False)
