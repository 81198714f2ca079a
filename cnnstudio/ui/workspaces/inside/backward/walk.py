"""The transport of one backward step: play goes from the input to the loss, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from cnnstudio.ui.transport.clock_driver import ClockDriver
from cnnstudio.ui.transport.driver import TransportState


class Stops(NamedTuple):
    """What the bar shows: title and subtitle of each position, and named chapters."""

    titles: Sequence[tuple[str, str]]
    chapters: tuple[tuple[int, str], ...]


class BackwardWalk(ClockDriver):
    """Position k is the k-th moment; `moved(k)` asks for its picture."""

    moved = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stops = Stops((), ())

    def show(self, stops: Stops) -> None:
        """Walk along these from now on; of as many as before, the position stays."""
        if len(stops.titles) != len(self._stops.titles):
            self.clock.leave()
            self.clock.seek(0)
        self._stops = stops
        self.clock.set_count(max(0, len(stops.titles) - 1))
        self.changed.emit()

    def describe(self) -> TransportState:
        stops, clock = self._stops, self.clock
        if not stops.titles:
            return TransportState(title=self.tr("Backward step"))
        title, subtitle = stops.titles[clock.position]
        return TransportState(
            chapters=stops.chapters,
            ticks=tuple(range(clock.count + 1)),
            title=title,
            subtitle=subtitle,
            play_hint=self.tr("Pause") if clock.playing else self.tr("Play the backward step"),
            step_back_hint=self.tr("One moment back"),
            step_forward_hint=self.tr("One moment on"),
        )

    def _moved(self, position: int) -> None:
        self.moved.emit(position)
        self.changed.emit()
