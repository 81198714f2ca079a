"""What a test of the window must not leave behind."""

from __future__ import annotations

import gc
import threading

import psutil
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget


def empty_undo_stacks() -> None:
    """Documents of tests are given up without a word (see `forget_steps`)."""
    for wrapper in shiboken6.getAllValidWrappers():
        if isinstance(wrapper, QUndoStack):
            wrapper.clear()


class Watch:
    """Compares what lives now with what lived when it was made."""

    def __init__(self) -> None:
        self._wrappers = {id(wrapper) for wrapper in shiboken6.getAllValidWrappers()}
        self._threads = set(threading.enumerate())
        self._children = {child.pid for child in psutil.Process().children(recursive=True)}

    def left_behind(self) -> list[str]:
        """Names of new widgets, timers that tick, threads and processes; [] is what is wanted."""
        found = self._found()
        if found:
            # Cycles between Python and Qt are not leaks: only what survives a collection is.
            gc.collect()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            found = self._found()
        return found

    def _found(self) -> list[str]:
        return [*self._qt_objects(), *self._running_threads(), *self._processes()]

    def _qt_objects(self) -> list[str]:
        new = [w for w in shiboken6.getAllValidWrappers() if id(w) not in self._wrappers]
        widgets = [w for w in new if isinstance(w, QWidget) and w.parent() is None]
        timers = [t for t in new if isinstance(t, QTimer) and t.isActive()]
        return [repr(thing) for thing in (*widgets, *timers)]

    def _running_threads(self) -> list[str]:
        return [t.name for t in threading.enumerate() if t not in self._threads]

    def _processes(self) -> list[str]:
        """Python's own resource tracker, which a spawn starts once, stays."""
        new = [
            child
            for child in psutil.Process().children(recursive=True)
            if child.pid not in self._children and child.status() != psutil.STATUS_ZOMBIE
        ]
        return [repr(c) for c in new if "resource_tracker" not in " ".join(c.cmdline())]
