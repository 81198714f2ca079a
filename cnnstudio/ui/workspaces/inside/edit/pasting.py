"""Numbers as text: a kernel that is copied, and one that is pasted from anywhere."""

from __future__ import annotations

import math
import re

import numpy as np

from cnnstudio.core.messages import Floats
from cnnstudio.core.sentences import Sentence, say

_BETWEEN = re.compile(r"[\s,;\[\](){}|]+")
#: As spreadsheets write numbers in many languages.
_DECIMAL_COMMA = re.compile(r"(\d),(\d)")
_LONGEST_SHOWN = 20
_LARGEST = float(np.finfo(np.float32).max)


class NotPasted(Exception):  # noqa: N818 - what is on the clipboard is at fault
    """Why a text is no kernel."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def as_text(kernel: Floats) -> str:
    """A kernel (rows, columns) as a spreadsheet takes it: tabs between numbers, lines."""
    return "\n".join("\t".join(f"{value:.6g}" for value in row) for row in kernel)


def read_kernel(text: str, size: tuple[int, int]) -> Floats:
    """As many numbers as `size` (rows, columns) needs, however they are separated; or those of a
    smaller square, which is laid into the middle of zeros. NotPasted."""
    text = text.replace("−", "-")
    words = _words(text)
    if not words:
        raise NotPasted(say("pasted_nothing"))
    if not _fits(len(words), size):
        decimal = _words(_DECIMAL_COMMA.sub(r"\1.\2", text))
        words = decimal if _fits(len(decimal), size) else words
    numbers = [_number(word) for word in words]
    rows, columns = size
    if not _fits(len(numbers), size):
        raise NotPasted(say("pasted_other_size", found=len(numbers), rows=rows, columns=columns))
    if len(numbers) == rows * columns:
        return np.array(numbers, np.float32).reshape(size)
    side = math.isqrt(len(numbers))
    square = np.array(numbers, np.float32).reshape(side, side)
    return np.pad(square, [((length - side) // 2,) * 2 for length in size])


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(text) if word]


def _fits(count: int, size: tuple[int, int]) -> bool:
    """Whether so many numbers are a kernel of that size, or a square that has a place in the middle
    of one: the Sobel kernel in the books is 3×3, and filters may be 5×5."""
    side = math.isqrt(count)
    is_square = side > 1 and side * side == count
    in_middle = is_square and all(side <= length and (length - side) % 2 == 0 for length in size)
    return count == size[0] * size[1] or in_middle


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise NotPasted(say("pasted_no_number", text=word[:_LONGEST_SHOWN])) from None
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise NotPasted(say("pasted_not_finite", text=word[:_LONGEST_SHOWN]))
    return value
