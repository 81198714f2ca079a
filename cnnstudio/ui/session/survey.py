"""What takes the engine a while to find out, kept for the moment of the run that it is about."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.messages import Answer, Look
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.session.session import Session

#: Answers that are kept, the one that was used longest ago thrown away first.
MOST = 24

Moment = tuple[str, int]


class Survey(QObject):
    """One question at a time; answers to earlier ones are at hand at once.

    A question is a look with the request 0. `changed()` follows every change of `answer`,
    `progress` or `failure`. Weights that are replaced make all answers void.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inquiry = Inquiry(session.engine, self)
        self._question: Look | None = None
        self._asked: Look | None = None
        self._kept: OrderedDict[tuple[Look, Moment], Answer] = OrderedDict()
        self.progress: tuple[int, int] | None = None
        self.failure: Sentence | None = None
        self._inquiry.progressed.connect(self._progressed)
        self._inquiry.answered.connect(self._answered)
        self._inquiry.failed.connect(self._failed)
        self._inquiry.ended.connect(self._ended)
        session.document.network_changed.connect(self.forget)
        session.surgery.replaced.connect(self.forget)
        session.surgery.carried_out.connect(self.forget)

    @property
    def now(self) -> Moment | None:
        """The moment that the window shows; None before the engine has said anything."""
        latest = self._session.live.latest
        return None if latest is None else (latest.run_id, latest.step)

    @property
    def answer(self) -> Answer | None:
        """To the last question: of this moment, or else of the nearest one that is kept."""
        mine = {key[1]: kept for key, kept in self._kept.items() if key[0] == self._question}
        if self.now in mine:
            return mine[self.now]
        if self.now is None:
            return next(reversed(mine.values()), None)
        run_id, step = self.now
        of_this_run = (moment for moment in mine if moment[0] == run_id)
        nearest = min(of_this_run, key=lambda moment: abs(moment[1] - step), default=None)
        return None if nearest is None else mine[nearest]

    @property
    def is_stale(self) -> bool:
        """Whether the answer is of another moment than the one that is shown."""
        answer = self.answer
        return answer is not None and (answer.run_id, answer.step) != self.now

    @property
    def is_past(self) -> bool:
        """Whether the window shows a moment of the past."""
        return self._session.history.is_past

    @property
    def is_running(self) -> bool:
        return self._inquiry.is_running

    def look(self, question: Look, anew: bool = False) -> None:
        """Show what is known of a question, and ask it where nothing is; `anew`: in any case,
        unless the answer is of this moment."""
        self._question, self.failure = question, None
        known = self.answer is not None and not (anew and self.is_stale)
        if known and self._asked != question:
            self._stop()
        elif not known and self._asked != question:
            self._ask(question)
        self.changed.emit()

    def cancel(self) -> None:
        self._inquiry.cancel()

    def pause(self) -> None:
        """Nobody looks any more."""
        self._stop()

    def forget(self, *_change: object) -> None:
        """The weights are others: nothing that was said is true any more."""
        self._stop()
        self._kept.clear()
        self.changed.emit()

    def _ask(self, question: Look) -> None:
        self.progress = None
        asked = self._inquiry.ask(lambda request: replace(question, request=request))
        self._asked = question if asked else None

    def _stop(self) -> None:
        self._inquiry.drop()
        self._asked = self.progress = None

    def _progressed(self, done: int, total: int) -> None:
        self.progress = (done, total)
        self.changed.emit()

    def _answered(self, answer: Answer) -> None:
        assert self._asked is not None
        key = self._asked, (answer.run_id, answer.step)
        self._kept[key] = answer
        self._kept.move_to_end(key)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        self.changed.emit()

    def _failed(self, sentence: Sentence) -> None:
        self._asked = self.progress = None
        self.failure = sentence
        self.changed.emit()

    def _ended(self, whole: bool) -> None:
        self._asked = self.progress = None
        self.changed.emit()
