"""What a picture of a lab depends on besides the lab itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSizeF

from cnnstudio.core.labs.base import Cell, Lab
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Plate


@dataclass(frozen=True)
class Moment:
    """`phase`: how far the move within the lab's step is, 0 to 1 (at rest). `asked`: a number
    is asked for, so it is not shown yet: that of the lab's next step, or where a lab is
    `while_asked` at that step already, that of its step, whose move has not begun. `hovered` is
    the cell under the mouse or the keyboard, `linked` what it is connected with; the picture may
    use them to emphasise terms of a formula, the rings themselves are drawn by the view.
    """

    phase: float = 1.0
    asked: bool = False
    hovered: Cell | None = None
    linked: frozenset[Cell] = frozenset()

    def part(self, start: float, end: float) -> float:
        """How far a part of the move is that lasts from `start` to `end` of the whole."""
        return min(1.0, max(0.0, (self.phase - start) / (end - start)))


REST = Moment()

#: The picture of a lab at a moment, laid out for a size in pixels at 100 %.
Compose = Callable[[Lab, Moment, QSizeF, Theme], Plate]
