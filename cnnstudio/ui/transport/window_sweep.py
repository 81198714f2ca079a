"""Build's transport: the selected layer's window moves over its input, place by place."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from cnnstudio.ui.numbers import number
from cnnstudio.ui.transport.clock_driver import ClockDriver
from cnnstudio.ui.transport.driver import TransportState

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


class WindowSweep(ClockDriver):
    """Position k is the k-th place of the window, row by row, in the map that is looked at.

    `moved(Spot)` asks the picture to show a place; the picture says by `look_at` where it is.
    """

    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sweep = Sweep(0, 1, 1, False)
        self._map = 0
        self.clock.set_speed(FIRST_SPEED)

    def look_at(self, sweep: Sweep, spot: Spot) -> None:
        """What the picture shows, and the place in it."""
        position = spot.row * sweep.columns + spot.column
        if (sweep, spot.map, position) == (self._sweep, self._map, self.clock.position):
            return
        self._sweep, self._map = sweep, spot.map
        blocked = self.clock.blockSignals(True)
        self.clock.set_count(sweep.rows * sweep.columns - 1)
        self.clock.seek(position)
        self.clock.blockSignals(blocked)
        self.changed.emit()

    def describe(self) -> TransportState:
        sweep, clock = self._sweep, self.clock
        return TransportState(
            chapters=self._rows(),
            ticks=tuple(row * sweep.columns for row in range(sweep.rows)),
            title=self.tr("Window {number} of {count}").format(
                number=number(clock.position + 1), count=number(clock.count + 1)
            ),
            subtitle=self._map_text(),
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

    def _moved(self, position: int) -> None:
        row, column = divmod(position, self._sweep.columns)
        self.moved.emit(Spot(self._map, row, column))
        self.changed.emit()
