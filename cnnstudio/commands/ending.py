"""How a command ends where a signal asks it to."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import Any


class Ending:
    """Notes that Ctrl+C, or who else sends a signal, asks to end; for work to heed it between two
    of its pieces.

    Not by an exception at once: the bindings of Qt and torch swallow one that comes while their
    code runs, and Qt crashes where a painter is left in the middle. `told` is called within the
    signal's handler. A second Ctrl+C ends at once whatever hangs.
    """

    #: Those that the system knows: a terminal that is closed hangs up.
    SIGNALS = tuple(
        getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
    )

    def __init__(self) -> None:
        self.told: Callable[[], None] = _nothing
        self._number: int | None = None
        self._before: list[Any] = []

    def __enter__(self) -> Ending:
        self._before = [signal.signal(number, self._note) for number in self.SIGNALS]
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in zip(self.SIGNALS, self._before, strict=True):
            signal.signal(number, handler)

    def _note(self, number: int, _frame: object) -> None:
        self._number = number
        if number == signal.SIGINT:
            signal.signal(number, signal.SIG_DFL)
        self.told()

    def heed(self) -> None:
        """SystemExit with 128 and the signal's number, as shells have it, where one asks to end."""
        if self._number is not None:
            sys.exit(128 + self._number)


def _nothing() -> None:
    pass
