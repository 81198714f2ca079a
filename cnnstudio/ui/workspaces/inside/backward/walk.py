"""The transport of one backward step: play goes from the input to the loss, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from cnnstudio.ui.transport.driver import TransportDriver, TransportState
from cnnstudio.ui.transport.step_clock import StepClock
from cnnstudio.ui.widgets.speed_slider import LAB_SPEEDS


class Stops(NamedTuple):
    """What the bar shows: title and subtitle of each position, and named chapters."""

    titles: Sequence[tuple[str, str]]
    chapters: tuple[tuple[int, str], ...]


class BackwardWalk(TransportDriver):
    """Position k is the k-th moment; `moved(k)` asks for its picture."""

    moved = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stops = Stops((), ())
        self.clock = StepClock(self)
        self.clock.moved.connect(self._moved)
        self.clock.playing_changed.connect(self.changed)

    def show(self, stops: Stops) -> None:
        """Walk along these from now on; of as many as before, the position stays."""
        if len(stops.titles) != len(self._stops.titles):
            self.clock.leave()
            self.clock.seek(0)
        self._stops = stops
        self.clock.set_count(max(0, len(stops.titles) - 1))
        self.changed.emit()

    def state(self) -> TransportState:
        stops, clock = self._stops, self.clock
        if not stops.titles:
            return TransportState(title=self.tr("Backward step"))
        title, subtitle = stops.titles[clock.position]
        return TransportState(
            maximum=clock.count,
            position=clock.position,
            chapters=stops.chapters,
            ticks=tuple(range(clock.count + 1)),
            playing=clock.playing,
            title=title,
            subtitle=subtitle,
            can_play=clock.count > 0,
            can_step_back=clock.position > 0,
            can_step_forward=clock.position < clock.count,
            can_seek=clock.count > 0,
            can_set_speed=True,
            speed=clock.speed,
            speeds=LAB_SPEEDS,
            can_loop=True,
            loops=clock.loops,
            play_hint=self.tr("Pause") if clock.playing else self.tr("Play the backward step"),
            step_back_hint=self.tr("One moment back"),
            step_forward_hint=self.tr("One moment on"),
        )

    def play(self, on: bool) -> None:
        self.clock.play(on)

    def step_back(self) -> None:
        self.clock.step(-1)

    def step_forward(self) -> None:
        self.clock.step(1)

    def seek(self, position: int) -> None:
        self.clock.seek(position)

    def set_speed(self, steps_per_second: float) -> None:
        self.clock.set_speed(steps_per_second)
        self.changed.emit()

    def set_loop(self, on: bool) -> None:
        self.clock.set_loop(on)
        self.changed.emit()

    def leave(self) -> None:
        self.clock.leave()

    def _moved(self, position: int) -> None:
        self.moved.emit(position)
        self.changed.emit()
