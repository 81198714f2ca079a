"""Where the runs of a text stand: lines, sizes and dots where there is no room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from PySide6.QtGui import QFont, QFontMetricsF

from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import NO_BREAK
from cnnstudio.ui.plates.items import Run

STRONG = 700
_DOTS = "…"
_PART = re.compile(rf"[^\S{NO_BREAK}]*[\S{NO_BREAK}]+|\s+$")
#: Of a text's size: that of subscripts, and how far those stand below the line.
LOWERED, _LOWERED_BY = 0.72, 0.2
#: Rounding must not push what just fits into the next line.
_SLACK = 0.5


@dataclass(frozen=True)
class Piece:
    """A part of a run: `text` at `x` from the line's start, with `width` kept free for it."""

    run: Run
    text: str
    x: float
    width: float


@dataclass(frozen=True)
class Line:
    pieces: tuple[Piece, ...]

    @property
    def width(self) -> float:
        return self.pieces[-1].x + self.pieces[-1].width if self.pieces else 0.0


@dataclass(frozen=True)
class Laid:
    """Lines of a text in one size; `ascent` is from a line's top to where its letters stand."""

    lines: tuple[Line, ...]
    px: int
    line_height: float
    ascent: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.line_height


def laid_out(
    runs: tuple[Run, ...], width: float, height: float, role: str, wraps: bool, theme: Theme
) -> Laid:
    """Runs in a space: in the size of the role if they fit, else in the largest that does.

    In the theme's smallest type what does not fit is left out, with dots in its place.
    """
    return _laid_out(runs, round(width, 2), round(height, 2), role, wraps, theme)


@lru_cache(maxsize=512)
def _laid_out(
    runs: tuple[Run, ...], width: float, height: float, role: str, wraps: bool, theme: Theme
) -> Laid:
    smallest = theme.font_px("min")
    for px in range(max(theme.font_px(role), smallest), smallest - 1, -1):
        pen = Pen(theme, role, px)
        laid = _lines(runs, width, wraps, pen)
        fits = all(line.width <= width + _SLACK for line in laid.lines)
        if fits and laid.height <= max(height, laid.line_height) + _SLACK:
            return laid
    return _shortened(laid, width, height, pen)


@lru_cache(maxsize=256)
def font_of(theme: Theme, role: str, px: int, strong: bool) -> QFont:
    """The font of a role in another size. It is kept: whoever gets it must not change it."""
    font = theme.font(role)
    font.setPixelSize(px)
    if strong:
        font.setWeight(QFont.Weight(max(STRONG, theme.font_weight(role))))
    return font


@lru_cache(maxsize=128)
def _metrics(theme: Theme, role: str, px: int, strong: bool) -> QFontMetricsF:
    return QFontMetricsF(font_of(theme, role, px, strong))


@dataclass(frozen=True)
class Pen:
    """Measures text in a role's type of some size."""

    theme: Theme
    role: str
    px: int

    @property
    def metrics(self) -> QFontMetricsF:
        return _metrics(self.theme, self.role, self.px, False)

    def width(self, run: Run, text: str) -> float:
        """Runs that may be ringed have room to become bold, so that nothing moves when they do."""
        strong = run.strong or run.cell is not None
        return self._width(run, text, strong)

    def plain_width(self, run: Run, text: str) -> float:
        """How wide a text is while it is not ringed."""
        return self._width(run, text, run.strong)

    def px_of(self, run: Run) -> int:
        return round(self.px * LOWERED) if run.lowered else self.px

    def drop_of(self, run: Run) -> float:
        """How far below the line a run stands."""
        return self.px * _LOWERED_BY if run.lowered else 0.0

    def _width(self, run: Run, text: str, strong: bool) -> float:
        return _metrics(self.theme, self.role, self.px_of(run), strong).horizontalAdvance(text)


def _lines(runs: tuple[Run, ...], width: float, wraps: bool, pen: Pen) -> Laid:
    page = _Page(width if wraps else float("inf"), pen)
    for run, after in zip_longest(runs, runs[1:]):
        for place, text in enumerate(run.text.split("\n")):
            if place:
                page.new_line()
            tied = after is not None and text.endswith(NO_BREAK)
            page.put(run, text, pen.width(after, after.text) if tied else 0.0)
    metrics = pen.metrics
    return Laid(page.finished(), pen.px, metrics.height(), metrics.ascent())


class _Page:
    """Takes texts one after the other and breaks them into lines."""

    def __init__(self, width: float, pen: Pen) -> None:
        self._width, self._pen = width, pen
        self._lines: list[list[Piece]] = [[]]

    def new_line(self) -> None:
        self._lines.append([])

    def put(self, run: Run, text: str, tied: float = 0.0) -> None:
        """`tied`: how wide is what may not stand on another line than the end of the text."""
        if self._fits(run, text, tied):
            self._add(run, text)
        elif self._pen.width(run, text.strip()) <= self._width:
            self.new_line()
            self._add(run, text)
        else:
            for word in _parts(text):
                self._put_part(run, word)

    def _put_part(self, run: Run, part: str) -> None:
        if not self._fits(run, part) and self._x:
            self.new_line()
        if self._fits(run, part) or len(part) == 1:
            self._add(run, part)
        else:
            for letter in part:
                self._put_part(run, letter)

    def finished(self) -> tuple[Line, ...]:
        return tuple(Line(tuple(_without_end(line, self._pen))) for line in self._lines)

    @property
    def _x(self) -> float:
        line = self._lines[-1]
        return line[-1].x + line[-1].width if line else 0.0

    def _fits(self, run: Run, text: str, tied: float = 0.0) -> bool:
        text = text if tied else text.rstrip()
        return self._x + self._pen.width(run, text) + tied <= self._width + _SLACK

    def _add(self, run: Run, text: str) -> None:
        line = self._lines[-1]
        if not line and len(self._lines) > 1:
            text = text.lstrip()
        if line and line[-1].run is run:
            last = line.pop()
            text = last.text + text
            line.append(Piece(run, text, last.x, self._pen.width(run, text)))
        elif text:
            line.append(Piece(run, text, self._x, self._pen.width(run, text)))


def _parts(text: str) -> Iterator[str]:
    """Words, each with the space before it; a no-break space is part of one."""
    return (found.group() for found in _PART.finditer(text))


def _without_end(line: list[Piece], pen: Pen) -> list[Piece]:
    """A line without the space at its end, so that it stands right where it is centred."""
    if not line:
        return line
    *most, last = line
    text = last.text.rstrip() or last.text[:1]
    return [*most, Piece(last.run, text, last.x, pen.width(last.run, text))]


def _shortened(laid: Laid, width: float, height: float, pen: Pen) -> Laid:
    count = max(1, int((height + _SLACK) / laid.line_height))
    kept = [_within(line, width, pen) for line in laid.lines[:count]]
    if len(laid.lines) > count:
        kept[-1] = _with_dots(kept[-1].pieces, width, pen)
    return Laid(tuple(kept), laid.px, laid.line_height, laid.ascent)


def _within(line: Line, width: float, pen: Pen) -> Line:
    return line if line.width <= width + _SLACK else _with_dots(line.pieces, width, pen)


def _with_dots(pieces: tuple[Piece, ...], width: float, pen: Pen) -> Line:
    """As much of a line as fits together with dots behind it."""
    kept = list(pieces)
    while kept:
        last = kept.pop()
        for end in range(len(last.text), 0, -1):
            text = last.text[:end].rstrip().removesuffix(_DOTS) + _DOTS
            wide = pen.width(last.run, text)
            if last.x + wide <= width + _SLACK:
                return Line((*kept, Piece(last.run, text, last.x, wide)))
    return Line(())
