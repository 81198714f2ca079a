"""A GPU computes behind the thread that launches its work: how far behind, and how fast."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Seconds of work that may be launched before the thread waits for all of it: a pause, a stop
#: and a report have to wait for it too.
_FAR = 0.1
_MOST_STEPS = 1_000


class Leash:
    """Lets steps be launched ahead, but not far. `catch_up` waits for the device."""

    def __init__(self, catch_up: Callable[[], object]) -> None:
        self.catch_up = catch_up
        #: How long a step takes, launched and computed.
        self.seconds_of_step = math.inf
        self._allowed = 1
        self._steps = 0
        self._seconds = 0.0

    @property
    def is_taut(self) -> bool:
        """Whether the device has computed all that was launched: the last step waited for it."""
        return self._steps == 0

    @contextmanager
    def step(self) -> Iterator[None]:
        """Around each step. One that raises does not count."""
        started = time.perf_counter()
        yield
        self._steps += 1
        is_far = self._steps >= self._allowed
        if is_far:
            self.catch_up()
        self._seconds += time.perf_counter() - started
        if is_far:
            self._measure()

    def _measure(self) -> None:
        self.seconds_of_step = self._seconds / self._steps
        self._allowed = min(_MOST_STEPS, max(1, int(_FAR / max(1e-9, self.seconds_of_step))))
        self._steps, self._seconds = 0, 0.0
