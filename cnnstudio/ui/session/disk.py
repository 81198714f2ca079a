"""Reads from the disk while the window stays in use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QCoreApplication, QObject, Signal

from cnnstudio.core.files import ProjectError, not_read
from cnnstudio.core.sentences import say

Read = Callable[[], object]


class DiskReader(QObject):
    """One question at a time, in a thread: a new one waits for that under way, whose answer is then
    not wanted any more. `answered(what was read)` or `failed(Sentence)`.

    A question may read files and compute, but touch nothing of the window's.
    """

    answered = Signal(object)
    failed = Signal(object)
    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._next: Read | None = None
        self._ended.connect(self._end)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    @property
    def is_reading(self) -> bool:
        return self._thread is not None

    def ask(self, read: Read) -> None:
        """Let `read` be called; a ProjectError or OSError of it comes by `failed`, and whatever
        else goes wrong, such as too little memory, as a reading that broke off."""
        self._next = read
        if self._thread is None:
            self._begin()

    def stop(self) -> None:
        """Wait until the thread has ended; nothing is told of what it read."""
        self._next = None
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _begin(self) -> None:
        read, self._next = self._next, None
        assert read is not None
        self._thread = threading.Thread(target=lambda: self._work(read), name="read from disk")
        self._thread.start()

    def _work(self, read: Read) -> None:
        answer: object = None
        error: ProjectError | None = None
        try:
            answer = read()
        except ProjectError as raised:
            error = raised
        except OSError as raised:
            error = not_read(raised)
        except Exception:
            error = ProjectError(say("reading_broke_off"))
            raise
        finally:
            with suppress(RuntimeError):  # whoever asked is gone
                self._ended.emit(threading.current_thread(), answer, error)

    def _end(self, thread: threading.Thread, answer: object, error: ProjectError | None) -> None:
        if thread is not self._thread:  # stopped meanwhile
            return
        self._thread = None
        thread.join()
        if self._next is not None:
            self._begin()
        elif error is not None:
            self.failed.emit(error.sentence)
        else:
            self.answered.emit(answer)
