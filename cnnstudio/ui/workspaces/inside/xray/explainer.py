"""Asks the engine where the number that is looked at comes from, and asks again when it changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.messages import Answer, Explain, Explained
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.session.trail import Stop


class Explainer(QObject):
    """`explained(Explained)` for the wanted number, in the weights of the moment, or
    `failed(Sentence)`.

    Another number is asked for at once. Of the same one, with other weights or another digit,
    one question waits for the answer to the one before, so that a slow network never piles
    them up.
    """

    explained = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: Stop | None = None
        self._stale = False
        self._inquiry = Inquiry(session.engine, self)
        self._inquiry.answered.connect(self._answered)
        self._inquiry.ended.connect(self._ended)
        self._inquiry.failed.connect(self.failed)
        session.live.probed.connect(self.refresh)
        session.digit.changed.connect(self.refresh)

    def want(self, stop: Stop | None) -> None:
        """The number from now on; None while nobody looks."""
        if stop == self._wanted:
            return
        self._wanted = stop
        self._ask()

    def refresh(self, *_change: object) -> None:
        """Weights or digit may be others."""
        if self._inquiry.is_running:
            self._stale = True
        else:
            self._ask()

    def _ask(self) -> None:
        self._stale = False
        wanted = self._wanted
        if wanted is None:
            self._inquiry.drop()
            return
        digit = self._session.digit.current.pixels
        self._inquiry.ask(lambda request: Explain(request, digit, wanted.id, wanted.spot))

    def _answered(self, answer: Answer) -> None:
        assert isinstance(answer, Explained)
        self.explained.emit(answer)

    def _ended(self, _whole: bool) -> None:
        if self._stale:
            self._ask()
