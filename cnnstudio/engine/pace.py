"""How fast a run is let go, so that each step can be watched."""

from __future__ import annotations

import math
import time


class Pace:
    """When the next step may begin. Knows the time, but waits for nothing itself."""

    def __init__(self) -> None:
        self._started = -math.inf
        #: Seconds from the start of a step to the start of the next, at least.
        self.interval = 0.0

    def set(self, steps_per_second: float) -> None:
        self.interval = 1 / steps_per_second

    @property
    def rest(self) -> float:
        """Seconds until the next step may begin; 0 or less if it may now."""
        return self._started + self.interval - time.monotonic()

    def begin_step(self) -> None:
        """A step begins. What it is late by, waking up, the next rest makes good."""
        now = time.monotonic()
        late = now - (self._started + self.interval)
        self._started = now - late if late < self.interval else now

    def begin_anew(self) -> None:
        """The next step may begin at once: somebody has just asked for it."""
        self._started = -math.inf
