"""A number while it is typed, letter by letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: What can become a number; at most so many letters.
_BEGINNING = re.compile(r"-?\d*(\.\d*)?")
_LONGEST = 12


@dataclass(frozen=True)
class NumberTyping:
    """The text so far, with a plain minus sign and a point."""

    text: str = ""

    def with_letter(self, letter: str) -> NumberTyping | None:
        """With one more letter, or None where that is no beginning of a number."""
        text = self.text + letter.replace("−", "-").replace(",", ".")
        good = _BEGINNING.fullmatch(text) and text.isascii() and len(text) <= _LONGEST
        return NumberTyping(text) if good else None

    def without_last(self) -> NumberTyping:
        return NumberTyping(self.text[:-1])

    @property
    def value(self) -> float | None:
        """The number, or None while it is none yet."""
        try:
            return float(self.text)
        except ValueError:
            return None


def typing_of(value: float) -> NumberTyping:
    """A number that is there, as it would be typed."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return NumberTyping("0" if text == "-0" else text)
