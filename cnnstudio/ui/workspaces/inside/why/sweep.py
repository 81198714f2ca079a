"""Occlusion on the transport bar: the square moves over the digit, place by place."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cnnstudio.ui.numbers import number
from cnnstudio.ui.transport.driver import TransportState
from cnnstudio.ui.transport.growing import GrowingTransport

#: Labels on the track; of more rows of places only every n-th has one.
LABELS = 4

#: Places a second: quick enough to be watched to the end.
FIRST_SPEED = 20.0


class OcclusionSweep(GrowingTransport):
    """Position k has covered the first k places. It begins with all that are known."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(FIRST_SPEED, parent)
        self._grid = (0, 0)

    def follow(self, grid: tuple[int, int], known: int) -> None:
        """How many places there are (down, across), and how many are known."""
        moves = self.is_at_the_front or grid != self._grid
        self._grid = grid
        self.set_steps(grid[0] * grid[1], known)
        if moves and self.position != known:
            self.seek(known)

    def describe(self) -> TransportState:
        down, across = self._grid
        every = -(-down // LABELS) or 1
        chapters = tuple(
            (row * across, self.tr("row {row}").format(row=row + 1))
            for row in range(0, down, every)
        )
        return TransportState(
            chapters=chapters,
            title=self.tr("Place {number} of {count}").format(
                number=number(self.position), count=number(down * across)
            ),
            subtitle=self._where(down * across),
            play_hint=self.tr("Slide the square over the digit"),
            step_back_hint=self.tr("One place back"),
            step_forward_hint=self.tr("One place on"),
        )

    def _where(self, count: int) -> str:
        if not self.position:
            return self.tr("nothing is covered")
        return self.tr("the square is here") if self.position < count else self.tr("all places")
