"""Unsaved work is kept aside, so that a crash costs at most half a minute of it."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer

from cnnstudio.core.project import ProjectError, save_project
from cnnstudio.core.resources import user_data_dir
from cnnstudio.ui.files.project_files import ProjectFiles
from cnnstudio.ui.session import Session

#: How often unsaved work is looked for (ms).
INTERVAL = 30_000

#: Weights beyond this many bytes are too slow to write again and again; the network always is.
WEIGHTS_LIMIT = 64_000_000


@dataclass(frozen=True)
class LeftOver:
    """Work that a window which ended unexpectedly had not saved."""

    path: Path
    name: str
    original: Path | None
    time: datetime


class Autosave(QObject):
    """Keeps one file for this window, under a lock that tells whether its window still lives."""

    def __init__(
        self, session: Session, files: ProjectFiles, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._files = session, files
        self._folder = user_data_dir() / "autosave"
        stem = f"{os.getpid()}-{secrets.token_hex(4)}"
        self.path = self._folder / f"{stem}.cnnstudio"
        self._lock: QLockFile | None = None
        self._kept: object = None
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self.keep)
        self._timer.start()
        files.saved.connect(self._drop)

    def keep(self) -> None:
        """Write the network on screen aside if it is unsaved and has changed since."""
        document = self._session.document
        if not document.is_unsaved:
            self._drop()
            return
        weights = self._session.weights()
        interventions = self._session.surgery.interventions
        state = (document.network, interventions, tuple(map(id, weights.values())))
        if state == self._kept:
            return
        if sum(tensor.nbytes for tensor in weights.values()) > WEIGHTS_LIMIT:
            weights = {}
        try:
            self._take_lock()
            save_project(self.path, self._files.snapshot(weights))
            _note(self.path).write_text(self._note_text(), encoding="utf-8")
        except (ProjectError, OSError):
            return  # A full disk must not disturb the work; the next turn tries again.
        self._kept = state

    def close(self) -> None:
        """The window ends as it should: nothing is left over."""
        self._timer.stop()
        self._drop()
        if self._lock is not None:
            self._lock.unlock()

    def left_over(self) -> list[LeftOver]:
        """Work of windows that are gone, the newest first."""
        others = (path for path in self._folder.glob("*.cnnstudio") if path != self.path)
        found = (_left_over(path) for path in others if not _is_locked(path))
        works = [work for work in found if work is not None]
        return sorted(works, key=lambda work: work.time, reverse=True)

    def discard(self, work: LeftOver) -> None:
        for path in (work.path, _note(work.path), _lock_path(work.path)):
            path.unlink(missing_ok=True)

    def _take_lock(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._lock is None:
            self._lock = QLockFile(str(_lock_path(self.path)))
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)

    def _note_text(self) -> str:
        original = self._session.document.path
        return json.dumps(
            {
                "name": self._session.document.network.name,
                "original": str(original) if original else None,
            }
        )

    def _drop(self) -> None:
        self._kept = None
        self.path.unlink(missing_ok=True)
        _note(self.path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_suffix(".json")


def _lock_path(path: Path) -> Path:
    return path.with_suffix(".lock")


def _is_locked(path: Path) -> bool:
    """Whether the window that keeps this file still lives. A dead process's lock is broken."""
    lock = QLockFile(str(_lock_path(path)))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        return True
    lock.unlock()
    return False


def _left_over(path: Path) -> LeftOver | None:
    """None where its window has taken it away meanwhile, as it does when it ends as it should."""
    try:
        time = datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:
        return None
    try:
        note = json.loads(_note(path).read_text(encoding="utf-8"))
        name, original = str(note["name"]), note["original"]
    except (OSError, ValueError, KeyError, TypeError):
        name, original = path.stem, None
    return LeftOver(path, name, Path(original) if original else None, time)
