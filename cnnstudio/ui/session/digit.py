"""The current digit: what every panel looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.messages import Floats
from cnnstudio.core.mnist import Digits, load_digits

#: A test digit whose picture says what it is: it is shown first.
FIRST = 35


@dataclass(frozen=True, eq=False)
class Digit:
    """A picture as networks see it: float32 (28, 28), 0 black to 1 white.

    `source` is test, drawn or file; `index` that of a test digit, `label` what it is, both None
    where nobody knows; `name` a file's name.
    """

    pixels: Floats
    source: str = "test"
    index: int | None = None
    label: int | None = None
    name: str = ""


class CurrentDigit(QObject):
    """Holds the current digit and the test set that most of them come from."""

    changed = Signal(object)

    def __init__(self, digits: Digits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.test_set = digits
        self.current = self._test_digit(FIRST)

    @classmethod
    def of_test_set(cls, parent: QObject | None = None) -> CurrentDigit:
        """Raises MnistError where the digits cannot be had."""
        return cls(load_digits("test"), parent)

    def show_test(self, index: int) -> None:
        """Make the test digit `index`, counted round the end, the current one."""
        self._show(self._test_digit(index % len(self.test_set.labels)))

    def step(self, by: int) -> None:
        """The next (or previous) test digit, from the last one that was shown."""
        self.show_test(self._index + by)

    def step_within(self, indices: np.ndarray, by: int) -> None:
        """The next (or previous) of some test digits, whose indices are sorted."""
        if len(indices):
            self.show_test(next_in(indices, self._index, by))

    def step_to_mistake(self, answers: np.ndarray, by: int) -> bool:
        """The next (or previous) test digit with a wrong answer; False if there is none."""
        wrong = np.flatnonzero(answers != self.test_set.labels)
        self.step_within(wrong, by)
        return len(wrong) > 0

    def show_picture(self, pixels: Floats, source: str, name: str = "") -> None:
        self._show(Digit(np.ascontiguousarray(pixels, np.float32), source, name=name))

    def _test_digit(self, index: int) -> Digit:
        self._index = index
        pixels = self.test_set.images[index].astype(np.float32) / 255
        return Digit(pixels, "test", index, int(self.test_set.labels[index]))

    def _show(self, digit: Digit) -> None:
        self.current = digit
        self.changed.emit(digit)


def next_in(indices: np.ndarray, start: int, by: int) -> int:
    """The entry of sorted `indices` that is `by` entries on from `start`, round the end."""
    if by > 0:
        place = int(np.searchsorted(indices, start, side="right")) + by - 1
    else:
        place = int(np.searchsorted(indices, start, side="left")) + by
    return int(indices[place % len(indices)])
