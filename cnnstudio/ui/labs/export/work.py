"""Exports while the window stays in use: drawn bit by bit between its events, written by a thread.

Drawing belongs to Qt's own thread, as the caches of grids and letters do; packing and encoding
take longer and need nothing of Qt.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from cnnstudio.core.files import ProjectError
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export.feed import Feed, GivenUp
from cnnstudio.ui.labs.export.files import Reel, image_count, images_for, write_film

#: How long drawing goes on before the window's events have their turn (s).
_TURN = 0.008
#: How long it rests while the thread has enough to do (ms).
_REST = 4


class ExportWork(QObject):
    """Carries out one export at a time.

    `advanced(done, total)` counts images; then comes one of `finished(path)`, `failed(sentence)`
    and `cancelled()`, when the thread has ended and the file is there whole, or not at all.
    """

    advanced = Signal(int, int)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._feed = Feed()
        self._images: Iterator[QImage] = iter(())
        self._path = Path()
        self._done = self._total = 0
        self._started = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._draw)
        self._ended.connect(self._end)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    @property
    def seconds_left(self) -> float | None:
        """How long it will probably take; None before that can be told."""
        if self._done < 2:
            return None
        passed = time.monotonic() - self._started
        return passed / self._done * (self._total - self._done)

    def write_film(self, path: Path, film: Reel) -> None:
        """Begin to write a film; nothing else may be going on."""
        feed = Feed()
        self._images, self._total = images_for(path, film), image_count(path, film)
        self._begin(path, feed, lambda: write_film(path, film, iter(feed)))
        self._timer.start(0)

    def write(self, path: Path, write: Callable[[], None]) -> None:
        """Let the thread call `write`, which needs nothing of Qt's own thread."""
        self._images, self._total = iter(()), 1
        self._begin(path, Feed(), write)

    def cancel(self) -> None:
        """Give up what is going on; `cancelled` follows."""
        self._timer.stop()
        self._feed.give_up()

    def stop(self) -> None:
        """Give up and wait until the thread has ended; nothing follows."""
        thread, self._thread = self._thread, None
        self.cancel()
        if thread is not None:
            thread.join()

    def _begin(self, path: Path, feed: Feed, write: Callable[[], None]) -> None:
        assert not self.is_running
        self._path, self._feed, self._done = path, feed, 0
        self._started = time.monotonic()
        self._thread = threading.Thread(
            target=lambda: self._ended.emit(_outcome(write)), name=f"export {path.name}"
        )
        # However this object ends, the thread must not wait for images for ever.
        self.destroyed.connect(feed.give_up)
        self._thread.start()
        self.advanced.emit(0, self._total)

    def _draw(self) -> None:
        """Draw for a turn, or until the thread has enough to do."""
        until = time.monotonic() + _TURN
        while time.monotonic() < until:
            if self._feed.is_full:
                self._timer.start(_REST)
                return
            if not self._draw_one():
                self._timer.stop()
                return
        self._timer.start(0)

    def _draw_one(self) -> bool:
        """Draw the next image; False after the last one."""
        try:
            image = next(self._images, None)
        except BaseException:
            self.cancel()  # else the thread would wait for ever
            raise
        if image is None:
            self._feed.end()
            return False
        self._feed.put(image)
        self._done += 1
        self.advanced.emit(self._done, self._total)
        return True

    def _end(self, outcome: Sentence | GivenUp | None) -> None:
        """The thread has written all, or said why not."""
        thread, self._thread = self._thread, None
        if thread is None:  # stopped meanwhile
            return
        thread.join()
        self._timer.stop()
        self._images = iter(())
        if outcome is None:
            self.finished.emit(self._path)
        elif isinstance(outcome, GivenUp):
            self.cancelled.emit()
        else:
            self.failed.emit(outcome)


def _outcome(write: Callable[[], None]) -> Sentence | GivenUp | None:
    """None where all went well."""
    try:
        write()
    except GivenUp as given_up:
        return given_up
    except (ProjectError, InvalidValue) as error:
        return error.sentence
    except MemoryError:
        return say("export_no_memory")
    return None
