"""Images on their way from the window, which draws them, to the thread that writes them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress

from PySide6.QtGui import QImage

#: How many images may wait: enough for neither side to stand still, and few in memory.
_ROOM = 3


class GivenUp(Exception):  # noqa: N818 - it is wanted
    """The rest of the images is not going to come."""


class Feed:
    """One side puts images, the other iterates over them until `end`, or GivenUp."""

    def __init__(self) -> None:
        self._images: queue.Queue[QImage | None] = queue.Queue(_ROOM)
        self._given_up = threading.Event()

    @property
    def is_full(self) -> bool:
        return self._images.full()

    def put(self, image: QImage) -> None:
        """Add an image, where it is not full; queue.Full otherwise."""
        self._images.put_nowait(image)

    def end(self) -> None:
        """That was all; called where it is not full."""
        self._images.put_nowait(None)

    def give_up(self) -> None:
        """Let the other side stop at once, wherever it is."""
        self._given_up.set()
        with suppress(queue.Full):  # then there is something to wake up for
            self._images.put_nowait(None)

    def __iter__(self) -> Iterator[QImage]:
        while True:
            image = self._images.get()
            if self._given_up.is_set():
                raise GivenUp
            if image is None:
                return
            yield image
