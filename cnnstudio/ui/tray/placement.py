"""What networks say of a drawing, wherever in the picture it lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from cnnstudio.core.centring import off_centre
from cnnstudio.core.messages import Answers, AskAnswers, Floats
from cnnstudio.core.shifting import every_shift
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.inquiry import Inquiry

#: The least time between two questions (ms): while it trains, answers change with every step.
INTERVAL = 250

#: Multiply-adds of one question, about a quarter of a second, and how far moves then go.
_AFFORDABLE = 5_000_000_000
_REACHES = (10, 8, 4, 2)


@dataclass(frozen=True, eq=False)
class Placed:
    """Shares of the ten digits for the picture `as_drawn` and `centred`: (10,); and of the digit
    `says`, the answer to the centred one, for every place from −reach to reach rows and columns
    off the middle: (2·reach + 1, 2·reach + 1), from the open network and from the one `beside`."""

    as_drawn: Floats
    centred: Floats
    says: int
    reach: int
    shares: Floats
    answers: Floats
    beside: Floats
    beside_answers: Floats

    def places(self, answers: Floats) -> int:
        """In how many places a network still says that digit."""
        return int((answers == self.says).sum())


class Placement(QObject):
    """Asks one question at a time, about the newest drawing; `changed(Placed | None)`."""

    changed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inquiry = Inquiry(session.engine, self)
        self._wanted: tuple[Floats, Floats] | None = None
        self._reach = _REACHES[0]
        self._later = QTimer(self, singleShot=True, interval=INTERVAL)
        self._later.timeout.connect(self._ask)
        self._inquiry.answered.connect(self._take)
        session.live.probed.connect(self.refresh)

    @property
    def beside(self) -> str:
        """The shipped network to compare with: a dense one, or, with a dense one, LeNet-5."""
        kinds = {r.layer.kind for r in self._session.document.report.by_id.values()}
        return "mlp" if kinds & {"Conv2d", "LocallyConnected2d"} else "lenet5"

    def look_at(self, as_drawn: Floats, centred: Floats) -> None:
        """From now on it is about this drawing: moved everywhere, and centred."""
        self._wanted = as_drawn, centred
        self.refresh()

    def forget(self) -> None:
        self._wanted = None
        self._inquiry.drop()
        self.changed.emit(None)

    def refresh(self, *_probed: object) -> None:
        if self._wanted is not None and not self._later.isActive():
            self._later.start()

    def _ask(self) -> None:
        report = self._session.document.report
        if self._wanted is None or not report.runs or self._inquiry.is_running:
            return
        as_drawn, centred = self._wanted
        fits = (r for r in _REACHES if report.macs * (2 * r + 1) ** 2 <= _AFFORDABLE)
        self._reach = next(fits, _REACHES[-1])
        down, right = off_centre(as_drawn)
        # About the middle: about where it was drawn, most would lie outside of the picture.
        places = every_shift(as_drawn, self._reach, about=(-down, -right))
        digits = np.concatenate([as_drawn[None], centred[None], places])
        self._inquiry.ask(lambda request: AskAnswers(request, digits, self.beside))

    def _take(self, answers: Answers) -> None:
        if self._wanted is None or answers.beside is None or answers.shares.shape[1] < 2:
            return
        side = 2 * self._reach + 1
        says = int(answers.shares[1].argmax())
        mine, theirs = answers.shares[2:], answers.beside[2:]
        self.changed.emit(
            Placed(
                answers.shares[0],
                answers.shares[1],
                says,
                self._reach,
                _column(mine, says).reshape(side, side),
                mine.argmax(1).reshape(side, side),
                _column(theirs, says).reshape(side, side),
                theirs.argmax(1).reshape(side, side),
            )
        )


def _column(shares: Floats, digit: int) -> Floats:
    """The shares of one digit; 0 where the network has fewer outputs."""
    return shares[:, digit] if digit < shares.shape[1] else np.zeros(len(shares), np.float32)
