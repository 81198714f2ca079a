"""The number that is X-rayed, and the way that led down to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.sources import owner_of
from cnnstudio.ui.session.spots import Spots


@dataclass(frozen=True)
class Stop:
    """A number of what a layer, or a block's shortcut (core/sources.py), puts out."""

    id: str
    spot: Spot

    @property
    def layer_id(self) -> str:
        """The layer on whose card the number is found."""
        return owner_of(self.id)


class Trail(QObject):
    """From the number that was looked at first, down to the present one; `changed` says that it
    is another, `wanted` that somebody elsewhere asks for its X-ray.

    Going along the trail chooses the numbers in `spots` and selects their layers, so that all
    views show them. Choosing a number in any other way begins a new trail.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(
        self,
        spots: Spots,
        select: Callable[[Sequence[str]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._spots, self._select = spots, select
        self.stops: tuple[Stop, ...] = ()

    @property
    def present(self) -> Stop | None:
        return self.stops[-1] if self.stops else None

    def look_at(self, layer_id: str, spot: Spot) -> None:
        """Begin at a number, unless the trail has just led to it."""
        present = self.present
        if present is None or (present.layer_id, present.spot) != (layer_id, spot):
            self._go((Stop(layer_id, spot),))

    def ask_for(self, layer_id: str, spot: Spot) -> None:
        """Begin at a number, and bring its X-ray into sight."""
        self.look_at(layer_id, spot)
        self.wanted.emit()

    def go_down(self, id: str, spot: Spot) -> None:
        """On to a number that the present one is made from."""
        self._go((*self.stops, Stop(id, spot)))

    def go_back(self, to: int = -2) -> None:
        """Back up to a stop, by default the one before; nothing where there is none."""
        if len(self.stops) > 1:
            self._go(self.stops[: range(len(self.stops))[to] + 1])

    def forget(self) -> None:
        """Another network is open."""
        self._go(())

    def _go(self, stops: tuple[Stop, ...]) -> None:
        if stops == self.stops:
            return
        self.stops = stops
        # First, so that the engine explains the number while the window draws its surroundings.
        self.changed.emit()
        present = self.present
        if present is not None:
            self._spots.choose(present.layer_id, present.spot)
            self._select((present.layer_id,))
