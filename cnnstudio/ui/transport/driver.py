"""The contract between the transport bar and whatever it drives."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class TransportState:
    """All that the bar shows. Positions are whole, 0 to `maximum`; speeds are in steps/s.

    `ticks` are positions with a small mark and no name; `stops`, the only ones that it can be
    taken to, where there are any. `reached`: how far it has been, where that is beyond
    `position`. `speeds` is the scale that the bar offers, slowest first; () stands for the usual
    one.
    """

    maximum: int = 0
    position: int = 0
    chapters: tuple[tuple[int, str], ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    ticks: tuple[int, ...] = ()
    stops: tuple[int, ...] = ()
    reached: int = 0
    playing: bool = False
    title: str = ""
    subtitle: str = ""
    can_play: bool = False
    can_step_back: bool = False
    can_step_forward: bool = False
    can_seek: bool = False
    can_set_speed: bool = False
    speed: float = math.inf
    speeds: tuple[float, ...] = ()
    can_loop: bool = False
    loops: bool = False
    play_hint: str = ""
    step_back_hint: str = ""
    step_forward_hint: str = ""
    to_end_hint: str = ""
    seek_hint: str = ""


class TransportDriver(QObject):
    """Something that the bar can step, play and seek; `changed` whenever `state()` would differ.

    What a driver cannot do, its state says by can_…; the bar then does not offer it.
    """

    changed = Signal()

    def state(self) -> TransportState:
        raise NotImplementedError

    def play(self, on: bool) -> None: ...

    def step_back(self) -> None: ...

    def step_forward(self) -> None: ...

    def to_start(self) -> None:
        self.seek(0)

    def to_end(self) -> None:
        self.seek(self.state().maximum)

    def seek(self, position: int) -> None: ...

    def leave(self) -> None:
        """The bar drives something else from now on."""

    def set_speed(self, steps_per_second: float) -> None: ...

    def set_loop(self, on: bool) -> None:
        """Whether playing begins anew at the end."""
