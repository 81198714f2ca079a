"""Numbers as text: a kernel that is copied, and one that is pasted from anywhere."""

from __future__ import annotations

import math
import re

import numpy as np

from cnnstudio.core.messages import Floats
from cnnstudio.core.sentences import Sentence, say

_BETWEEN = re.compile(r"[\s,;\[\](){}|]+")
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
    """As many numbers as `size` (rows, columns) needs, however they are separated. NotPasted."""
    words = [word for word in _BETWEEN.split(text.replace("−", "-")) if word]
    if not words:
        raise NotPasted(say("pasted_nothing"))
    numbers = [_number(word) for word in words]
    rows, columns = size
    if len(numbers) != rows * columns:
        raise NotPasted(say("pasted_other_size", found=len(numbers), rows=rows, columns=columns))
    return np.array(numbers, np.float32).reshape(size)


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise NotPasted(say("pasted_no_number", text=word[:_LONGEST_SHOWN])) from None
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise NotPasted(say("pasted_not_finite", text=word[:_LONGEST_SHOWN]))
    return value
