"""Predict, then reveal: halts a lab before chosen steps and takes the class's number."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.labs.base import Lab, Question
from cnnstudio.core.labs.predict import RULES, Verdict, is_asked, verdict
from cnnstudio.core.labs.written import same
from cnnstudio.ui.transport.step_clock import StepClock

#: One of so many steps is asked about at first: more of them in labs with few.
FIRST_EVERY = 5

#: So many questions are wanted of a lab, until somebody sets how many steps there are to each.
_WANTED = 4


class Score(NamedTuple):
    """Right answers, of so many questions that were answered or given up."""

    right: int
    asked: int


class Prediction(QObject):
    """Asks for the number of a step before it is shown, as long as it is switched on.

    A question stands while the clock is halted before its step; an answer, `show_me` or
    `pass_over` reveals the step, any other move takes the question back. `changed` follows every
    change of what is asked, said, scored or set.
    """

    changed = Signal()

    def __init__(self, clock: StepClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._lab: Lab | None = None
        self._on, self._rule, self._every, self._seed = False, RULES[0], FIRST_EVERY, 0
        self._is_set = False
        self._question: Question | None = None
        self._step = 0  # that is asked about, or that the verdict is of
        self._revealing = False
        self._verdict: Verdict | None = None
        self._score = Score(0, 0)
        clock.gate = self._is_asked
        clock.halted.connect(self._ask)
        clock.moved.connect(self._moved)

    # What stands

    @property
    def asking(self) -> Question | None:
        """What is asked right now."""
        return self._question

    @property
    def step(self) -> int:
        """The step that is asked about, or that the verdict is of; 0 where there is neither."""
        return self._step

    @property
    def verdict(self) -> Verdict | None:
        """What is said of the last answer, as long as its step is the one on show."""
        return self._verdict

    @property
    def score(self) -> Score:
        """Since the lab was opened."""
        return self._score

    # What is set

    @property
    def on(self) -> bool:
        return self._on

    @on.setter
    def on(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self._forget()

    @property
    def rule(self) -> str:
        """Which steps are asked about, one of `core.labs.predict.RULES`."""
        return self._rule

    @rule.setter
    def rule(self, rule: str) -> None:
        if rule not in RULES:
            raise ValueError(f"no such rule: {rule!r}")
        self._rule = rule
        self.changed.emit()

    @property
    def every(self) -> int:
        """One of so many steps is asked about, by the rules that count."""
        return self._every

    @every.setter
    def every(self, every: int) -> None:
        if every < 1:
            raise ValueError(f"every {every} steps")
        self._every, self._is_set = every, True
        self.changed.emit()

    @property
    def seed(self) -> int:
        """What "random" follows from."""
        return self._seed

    @seed.setter
    def seed(self, seed: int) -> None:
        self._seed = seed
        self.changed.emit()

    # What is done

    def answer(self, value: float) -> Verdict:
        """Take a number, and reveal the right one. Without a question it is a ValueError."""
        if self._question is None:
            raise ValueError("nothing is asked")
        found = verdict(self._question, value)
        self._score = Score(self._score.right + found.right, self._score.asked + 1)
        self._reveal(found)
        return found

    def show_me(self) -> None:
        """Reveal the number without an answer; the question counts as asked."""
        if self._question is not None:
            self._score = self._score._replace(asked=self._score.asked + 1)
            self._reveal(None)

    def pass_over(self) -> None:
        """Reveal the number, and do not count the question: somebody just stepped on."""
        if self._question is not None:
            self._reveal(None)

    def cancel(self) -> None:
        """Take the question back, and the verdict with it."""
        if self._step:
            self._forget()

    def show(self, lab: Lab | None) -> None:
        """Another lab is on show; counting begins anew."""
        self._lab = lab
        if lab is not None and not self._is_set:
            self._every = max(1, min(FIRST_EVERY, lab.count // _WANTED))
        self._score = Score(0, 0)
        self._forget()

    def follow(self, lab: Lab) -> None:
        """The lab is another value: what was asked about is asked anew, with its numbers."""
        before, self._lab = self._lab, lab
        if not self._step or before is None or same(before, lab):
            return
        if self._question is None or self._step > lab.count:
            self._forget()
            return
        self._question = lab.question(self._step)
        if self._question is None:
            self._step = 0
        self.changed.emit()

    # What the clock does

    def _is_asked(self, step: int) -> bool:
        if not self._on or self._revealing or self._lab is None:
            return False
        return is_asked(self._lab, step, self._rule, self._every, self._seed)

    def _ask(self, step: int) -> None:
        if self._lab is None:
            return
        self._question, self._step = self._lab.question(step), step
        self._verdict = None
        self.changed.emit()

    def _moved(self, position: int) -> None:
        expected = self._step - 1 if self._question is not None else self._step
        if position != expected:
            self.cancel()

    def _reveal(self, found: Verdict | None) -> None:
        self._question, self._verdict = None, found
        self._revealing = True
        self._clock.step(1)
        self._revealing = False
        self.changed.emit()

    def _forget(self) -> None:
        self._question, self._verdict, self._step = None, None, 0
        self.changed.emit()
