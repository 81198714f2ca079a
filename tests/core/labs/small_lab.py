"""A lab with few numbers, for tests of what all labs share: each number times a factor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
import pytest

from cnnstudio.core.labs import catalogue
from cnnstudio.core.labs.base import Cell, Floats, Lab, Question, numbers
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, whole

#: Where the row turns into the next one.
CHAPTER = 5


def named(name: str) -> Sentence:
    """A sentence that says this name."""
    return say("edit_lab_setting", label=name)


@dataclass(frozen=True, kw_only=True, eq=False)
class SmallLab(Lab):
    """Step k multiplies the k-th number; a factor above 7 is too much for more than 8 numbers."""

    key: ClassVar[str] = "small"
    title: ClassVar[Sentence] = named("Small")
    summary: ClassVar[Sentence] = named("Times a factor")
    editable: ClassVar[frozenset[str]] = frozenset({"input"})
    asks: ClassVar[bool] = True

    values: Floats = numbers("Numbers", 300, default=lambda: np.arange(1.0, 11.0))
    factor: int = whole(3, "Factor", "What each number is multiplied by.", 1, 9)
    shift: int = whole(0, "Shift", "What is added.", -5, 5)

    def check(self) -> None:
        if self.factor > 7 and len(self.values) > 8:
            raise InvalidValue(named("too much"))

    @property
    def count(self) -> int:
        return len(self.values)

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        return ((0, named("first")), (CHAPTER, named("second")))

    def ticks(self) -> tuple[int, ...]:
        return tuple(range(self.count + 1))

    def where(self) -> tuple[Sentence, Sentence]:
        return named(f"Step {self.step}"), named(f"of {self.count}")

    def edited(self, cell: Cell, value: float) -> Self:
        values = self.values.copy()
        values[cell.column] = value
        return replace(self, values=values)

    def question(self, step: int) -> Question | None:
        value = float(self.values[step - 1])
        answer = value * self.factor + self.shift
        return Question(Cell("output", 0, step - 1), answer, ((value + self.factor, ADDED),))

    def surprising(self, step: int) -> bool:
        return step % 4 == 0


ADDED = named("added")


def put_into_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program have this lab besides its own."""
    row = catalogue.Row("small", "tests.core.labs.small_lab", "SmallLab")
    monkeypatch.setattr(catalogue, "LABS", (*catalogue.LABS, row))
