"""Sizes that the pictures of labs have in common."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Run, Text, Wire, runs

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def line_height(theme: Theme, role: str) -> float:
    return QFontMetricsF(theme.font(role)).height()


def text_width(theme: Theme, role: str, text: str) -> float:
    return QFontMetricsF(theme.font(role)).horizontalAdvance(text)


def fitting_cell(room: float, cells: int, most: float) -> float:
    """The largest cell, at most `most` and whole from 8 px on, of which so many fit."""
    cell = min(most, room / max(cells, 1))
    return float(int(cell)) if cell >= 8 else max(cell, 1.0)


def thinned(count: int, pitch: float, widest: float, kept: int | None = None) -> list[int]:
    """Which of `count` names have room where each has `pitch`: all, or every second, and so on;
    `kept` has in any case, and then its neighbours have not."""
    every = max(1, ceil(widest / pitch))
    found = [n for n in range(0, count, every) if kept is None or abs(n - kept) >= every]
    return sorted({*found, kept}) if kept is not None else found


def heading(
    corner: QPointF, width: float, theme: Theme, title: str, note: str = "", letter: str = ""
) -> Text:
    """“Input x  9 × 9 cells” above a grid whose top left corner this is; without the note where
    there is no room for it."""
    height = line_height(theme, "panel_title") + 6
    pieces: list[str | Run] = [Run(title, strong=True)]
    if letter:
        pieces.append(Run(f" {letter}", "accent", strong=True))
    words = f"{title} {letter}   {note}" if letter else f"{title}   {note}"
    if note and text_width(theme, "body_strong", words) <= width:
        pieces.append(Run(f"   {note}", "muted"))
    rect = QRectF(corner.x(), corner.y() - height - 2, width, height)
    return Text(rect, runs(pieces_of(pieces)), "body")


def pieces_of(pieces: list[str | Run]) -> tuple[Run, ...]:
    return runs(*pieces)


def caption(centre: QPointF, text: str, theme: Theme, width: float = 240, letter: str = "") -> Text:
    """A word, and the letter of what it names, centred above something."""
    height = line_height(theme, "label") + 2
    rect = QRectF(centre.x() - width / 2, centre.y() - height - 3, width, height)
    words = [Run(text, "muted")]
    if letter:
        words.append(Run(f" {letter}", "accent", strong=True))
    return Text(rect, tuple(words), "label", CENTRE)


def bracket(left: QPointF, right: QPointF, drop: float) -> tuple[Wire, Wire]:
    """From under two grids down to an arrow between them."""
    middle = QPointF((left.x() + right.x()) / 2, left.y() + drop * 0.3)
    bar = (
        left,
        QPointF(left.x(), middle.y()),
        QPointF(right.x(), middle.y()),
        right,
    )
    down = (middle, QPointF(middle.x(), left.y() + drop))
    return Wire(bar), Wire(down, arrow=True)


@dataclass(frozen=True)
class Room:
    """A rectangle that is handed out piece by piece."""

    rect: QRectF

    def cut_bottom(self, height: float, gap: float = 0) -> tuple[Room, QRectF]:
        """What is left, and the piece at the bottom."""
        piece = QRectF(self.rect)
        piece.setTop(self.rect.bottom() - height)
        return Room(self.rect.adjusted(0, 0, 0, -height - gap)), piece

    def cut_right(self, width: float, gap: float = 0) -> tuple[Room, QRectF]:
        piece = QRectF(self.rect)
        piece.setLeft(self.rect.right() - width)
        return Room(self.rect.adjusted(0, 0, -width - gap, 0)), piece
