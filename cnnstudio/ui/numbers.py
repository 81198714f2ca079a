"""Numbers as they stand on the screen: true minus, thousands separators, units, shapes."""

import math
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WHOLE_FROM, _SCIENTIFIC_FROM, _SCIENTIFIC_BELOW = 1e5, 1e7, 1e-3
_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def number(value: float, digits: int | None = None, *, signed: bool = False) -> str:
    """A number with `digits` decimals, or as many as it needs for three figures.

    Whole numbers of type `int` have no decimals unless asked for: ``61,706``. With `signed` a
    plus sign stands before what is above zero. A rounded zero has no sign. Where a number is no
    whole one by its type, decimals end at 100,000, and from ten million on it is written as
    ``6.69 × 10³⁴``.
    """
    if isinstance(value, int) and digits is None:
        digits = 0
    if math.isnan(value):
        return QCoreApplication.translate("Numbers", "not a number")
    if math.isinf(value):
        return MINUS + "∞" if value < 0 else "∞"
    if not isinstance(value, int) and abs(value) >= _SCIENTIFIC_FROM:
        return _with_sign(_scientific(value), signed)
    text = f"{value:,.{_shown_decimals(value, digits)}f}"
    if not text.strip("-0.,"):
        return text.lstrip("-")
    return _with_sign(text, signed)


def fine(value: float, *, signed: bool = False) -> str:
    """Like `number`, but with three figures however small: ``1.66 × 10⁻⁵`` below a thousandth."""
    if not 0 < abs(value) < _SCIENTIFIC_BELOW:
        return number(value, signed=signed)
    return _with_sign(_scientific(value), signed)


def _with_sign(text: str, signed: bool) -> str:
    if text.startswith("-"):
        return MINUS + text[1:]
    return f"+{text}" if signed else text


def _scientific(value: float) -> str:
    figures, _, power = f"{value:.2e}".partition("e")
    return f"{figures}{NO_BREAK}{power_of_ten(int(power))}"


def power_of_ten(power: int) -> str:
    """``× 10⁻⁵``."""
    return f"{TIMES}{NO_BREAK}10{str(power).translate(_RAISED)}"


def _shown_decimals(value: float, digits: int | None) -> int:
    if digits is None:
        return _decimals(value)
    return digits if abs(value) < _WHOLE_FROM else 0


def _decimals(value: float) -> int:
    if value == 0:
        return 0
    return min(6, max(0, 2 - math.floor(math.log10(abs(value)))))


def compact(value: float) -> str:
    """A large number to three figures with its prefix: ``138 M``, ``4.09 G``; small ones whole."""
    for factor, prefix in _PREFIXES:
        if abs(value) >= factor and abs(value) >= 1e5:
            return f"{number(value / factor)}{NO_BREAK}{prefix}"
    return number(value, 0)


def plain(value: float) -> str:
    """A number as one would type it: 0.005, 1e-6, 1e8."""
    figures, e, power = f"{value:.6g}".partition("e")
    return f"{figures}e{int(power)}" if e else figures


def percent(fraction: float, digits: int = 1) -> str:
    """A fraction of 1 in hundredths: ``98.9 %``."""
    if math.isnan(fraction):
        return number(fraction)
    return f"{number(100 * fraction, digits)}{NO_BREAK}%"


def shape(lengths: Iterable[int]) -> str:
    """Lengths along the dimensions of an array: ``6 × 28 × 28``."""
    return f" {TIMES} ".join(number(length) for length in lengths)


def duration(seconds: float) -> str:
    """A time as people speak of it: ``9 s``, ``2 min 5 s``, ``1 h 20 min``."""
    translate = QCoreApplication.translate
    if seconds < 10:
        return translate("Numbers", "{seconds} s").format(seconds=_short_seconds(seconds))
    whole = round(seconds)
    if whole < 60:
        return translate("Numbers", "{seconds} s").format(seconds=whole)
    if whole < 3600:
        template = translate("Numbers", "{minutes} min {seconds} s")
        return template.format(minutes=whole // 60, seconds=whole % 60)
    template = translate("Numbers", "{hours} h {minutes} min")
    return template.format(hours=number(whole // 3600), minutes=whole % 3600 // 60)


def _short_seconds(seconds: float) -> str:
    return number(seconds, 0 if seconds >= 1 or seconds <= 0 else 1)


def time_left(seconds: float) -> str:
    """What a progress line says: ``about 9 s left``."""
    template = QCoreApplication.translate("Numbers", "about {duration} left")
    return template.format(duration=duration(max(1, round(seconds))))
