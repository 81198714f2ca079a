"""Numbers and formulas of labs as runs of text: sums that add up as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from cnnstudio.core.labs.base import Cell, Floats
from cnnstudio.ui.labs.layout import text_width
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import MINUS, NO_BREAK
from cnnstudio.ui.plates.grid_numbers import cell_text
from cnnstudio.ui.plates.items import Run

#: Decimals of numbers that are not whole.
DECIMALS = 2

#: About how many figures wide a product with its plus sign is: “(−1)·0 + ”, “(−0.31)·0.44 + ”.
_TERM, _DECIMAL_TERM = 6, 10


def decimals(*values: Floats | float) -> int:
    """0 where all numbers are whole, else `DECIMALS`: so that one line has them alike."""
    arrays = (np.asarray(value, float) for value in values)
    return 0 if all(np.all(array == np.rint(array)) for array in arrays) else DECIMALS


def shown(value: float, digits: int) -> str:
    """A number as grids and formulas write it: with the decimals that it needs, at most so many."""
    return cell_text(float(value), digits)


def factor(value: float, digits: int) -> str:
    """A number that stands before a “·”: in brackets where it is negative."""
    text = shown(value, digits)
    return f"({text})" if text.startswith(MINUS) else text


def equals(terms: Iterable[float], result: float, digits: int) -> str:
    """“=” where the terms add up to the result as both are shown, else “≈”."""
    added = sum(round(float(term), digits) for term in terms)
    return "=" if abs(added - round(float(result), digits)) < 0.5 * 10**-digits else "≈"


def sign_tone(value: float) -> str:
    """The tone of a signed number: blue below zero, orange above."""
    if value == 0:
        return "muted"
    return "negative" if value < 0 else "positive"


def added(terms: Sequence[float], digits: int, tone: str = "text") -> tuple[Run, ...]:
    """Terms with the signs between them: “7 + 2 − 5”."""
    found: list[Run] = []
    for place, term in enumerate(terms):
        text = shown(abs(term) if place else term, digits)
        if place:
            sign = MINUS if term < 0 else "+"
            found.append(Run(f" {sign}{NO_BREAK}", "muted"))
        found.append(Run(text, tone))
    return tuple(found)


def term_width(kernel: Floats, window: Floats, theme: Theme) -> float:
    """About how wide a product is in a line of the formula."""
    figures = _DECIMAL_TERM if decimals(kernel, window) else _TERM
    return figures * text_width(theme, "formula_line", "0")


def most_terms(kernel: Floats, window: Floats, width: float, theme: Theme, lines: int = 1) -> int:
    """How many products there is room for in so many lines, beside the bias and the sum."""
    return max(2, int(lines * width / term_width(kernel, window, theme)) - 2)


def most_numbers(values: Floats, width: float, sign: str, theme: Theme) -> int:
    """How many of some numbers, with a sign behind each, have room in a line of the formula,
    beside brackets, what they are divided by, and the result."""
    digits = decimals(values)
    widest = max((factor(values.min(), digits), factor(values.max(), digits)), key=len)
    around = text_width(theme, "formula_line", f"() / 81 ≈ {widest}.00")
    return max(2, int((width - around) / text_width(theme, "formula_line", widest + sign)))


def products(
    kernel: Floats, window: Floats, cells: Sequence[Cell], most: int = 40
) -> tuple[Run, ...]:
    """“(−1)·0 + 0·2 + 1·7 …”: each product as one run that its cell rings; of more than `most`
    the first and the last ones."""
    digits = decimals(kernel, window)
    pairs = zip(kernel.ravel(), window.ravel(), strict=True)
    texts = [f"{factor(weight, digits)}·{factor(pixel, digits)}" for weight, pixel in pairs]
    return terms(texts, cells, most)


def terms(
    texts: Sequence[str], cells: Sequence[Cell], most: int = 40, sign: str = " +"
) -> tuple[Run, ...]:
    """Terms with a sign behind each but the last, each as one run that its cell rings; of more
    than `most` the first and the last ones."""
    found: list[Run] = []
    for place, (text, cell) in enumerate(zip(texts, cells, strict=True)):
        if len(texts) > most and most // 2 <= place < len(texts) - most // 2:
            if place == most // 2:
                found.append(Run(f"{sign} …", "muted"))
            continue
        if found:
            found.append(Run(f"{sign} ", "muted"))
        found.append(Run(text, "text", cell=cell))
    return tuple(found)
