"""Build's transport: the selected layer's window moves over its input, place by place."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from cnnstudio.ui.numbers import number
from cnnstudio.ui.transport.driver import TransportDriver, TransportState
from cnnstudio.ui.transport.step_clock import StepClock
from cnnstudio.ui.widgets.speed_slider import LAB_SPEEDS

#: Labels on the track; of more rows only every n-th has one.
LABELS = 4

#: A first sweep is quick enough to be watched to its end.
FIRST_SPEED = 10.0


class Spot(NamedTuple):
    """A cell of one of the maps that a layer puts out."""

    map: int
    row: int
    column: int


class Sweep(NamedTuple):
    """What is swept over: maps of so many rows and columns, read by filters or by one window."""

    maps: int
    rows: int
    columns: int
    has_filters: bool


class WindowSweep(TransportDriver):
    """Position k is the k-th place of the window, row by row, in the map that is looked at.

    `moved(Spot)` asks the picture to show a place; the picture says by `look_at` where it is.
    """

    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sweep = Sweep(0, 1, 1, False)
        self._map = 0
        self._clock = StepClock(self)
        self._clock.set_speed(FIRST_SPEED)
        self._clock.moved.connect(self._show)
        self._clock.playing_changed.connect(self.changed)

    @property
    def clock(self) -> StepClock:
        return self._clock

    def look_at(self, sweep: Sweep, spot: Spot) -> None:
        """What the picture shows, and the place in it."""
        position = spot.row * sweep.columns + spot.column
        if (sweep, spot.map, position) == (self._sweep, self._map, self._clock.position):
            return
        self._sweep, self._map = sweep, spot.map
        blocked = self._clock.blockSignals(True)
        self._clock.set_count(sweep.rows * sweep.columns - 1)
        self._clock.seek(position)
        self._clock.blockSignals(blocked)
        self.changed.emit()

    def state(self) -> TransportState:
        sweep, clock = self._sweep, self._clock
        return TransportState(
            maximum=clock.count,
            position=clock.position,
            chapters=self._rows(),
            ticks=tuple(row * sweep.columns for row in range(sweep.rows)),
            playing=clock.playing,
            title=self.tr("Window {number} of {count}").format(
                number=number(clock.position + 1), count=number(clock.count + 1)
            ),
            subtitle=self._map_text(),
            can_play=clock.count > 0,
            can_step_back=clock.position > 0,
            can_step_forward=clock.position < clock.count,
            can_seek=clock.count > 0,
            can_set_speed=True,
            speed=clock.speed,
            speeds=LAB_SPEEDS,
            can_loop=True,
            loops=clock.loops,
            play_hint=self.tr("Move the window over the input"),
            step_back_hint=self.tr("One window back"),
            step_forward_hint=self.tr("One window on"),
        )

    def _rows(self) -> tuple[tuple[int, str], ...]:
        every = -(-self._sweep.rows // LABELS)
        return tuple(
            (row * self._sweep.columns, self.tr("row {row}").format(row=row + 1))
            for row in range(0, self._sweep.rows, every)
        )

    def _map_text(self) -> str:
        template = self.tr("map {map} of {maps}")
        if self._sweep.has_filters:
            template = self.tr("filter {map} of {maps}")
        return template.format(map=number(self._map + 1), maps=number(self._sweep.maps))

    def play(self, on: bool) -> None:
        self._clock.play(on)

    def step_back(self) -> None:
        self._clock.step(-1)

    def step_forward(self) -> None:
        self._clock.step(1)

    def seek(self, position: int) -> None:
        self._clock.seek(position)

    def set_speed(self, steps_per_second: float) -> None:
        self._clock.set_speed(steps_per_second)
        self.changed.emit()

    def set_loop(self, on: bool) -> None:
        self._clock.set_loop(on)
        self.changed.emit()

    def leave(self) -> None:
        self._clock.leave()

    def _show(self, position: int) -> None:
        row, column = divmod(position, self._sweep.columns)
        self.moved.emit(Spot(self._map, row, column))
        self.changed.emit()
