"""A number while it is typed, letter by letter."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

#: What can become a number, as 1e-3 too; at most so many letters.
_BEGINNING = re.compile(r"-?\d*(\.\d*)?|-?(\d+\.?\d*|\.\d+)e[+-]?\d*")
_LONGEST = 12
#: Smaller numbers are written with an exponent.
_SMALL = 1e-4


@dataclass(frozen=True)
class NumberTyping:
    """The text so far, with a plain minus sign and a point."""

    text: str = ""

    def with_letter(self, letter: str) -> NumberTyping | None:
        """With one more letter, or None where that is no beginning of a number."""
        text = self.text + letter.replace("−", "-").replace(",", ".").lower()
        good = _BEGINNING.fullmatch(text) and text.isascii() and len(text) <= _LONGEST
        return NumberTyping(text) if good else None

    def without_last(self) -> NumberTyping:
        return NumberTyping(self.text[:-1])

    @property
    def value(self) -> float | None:
        """The number, or None while it is none yet, or too large to be one."""
        try:
            value = float(self.text)
        except ValueError:
            return None
        return value if math.isfinite(value) else None


def typing_of(value: float) -> NumberTyping:
    """A number that is there, as it would be typed."""
    if 0 < abs(value) < _SMALL:
        return NumberTyping(f"{value:.5g}")
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return NumberTyping("0" if text == "-0" else text)
