"""Deletes runs so that they can be had back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import delete, is_alone
from cnnstudio.core.sentences import say
from cnnstudio.ui.workspaces.train.runs import trash

#: How long a run that no trash takes can be had back (ms).
TO_UNDO = 10_000


class Deleting(QObject):
    """A run's folder goes into the system's trash, where it stays for as long as the user likes.
    Where there is none, or somebody else's files are in the folder, the run's files go from the
    disk a little later. `gone(Path)`; `back(Path)` when one that was gone, or was to go and could
    not, is there again; `failed(Sentence)`."""

    gone = Signal(object)
    back = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        #: The folder that is still there, and is to be deleted when the time is over.
        self.waiting: Path | None = None
        self._in_trash: tuple[Path, Path] | None = None
        self._time = QTimer(self, singleShot=True, interval=TO_UNDO)
        self._time.timeout.connect(self.finish)

    def delete(self, folder: Path) -> bool:
        """Whether it is in the trash, not just about to be deleted. What was about to be is now."""
        self.finish()
        place = trash.to_trash(folder) if is_alone(folder) else None
        if place is None:
            self.waiting = folder
            self._time.start()
            return False
        self._in_trash = (place, folder)
        self.gone.emit(folder)
        return True

    def undo(self) -> None:
        """Have the run back that was deleted last."""
        if self.waiting is not None:
            self.waiting = None
            self._time.stop()
        elif self._in_trash is not None:
            place, folder = self._in_trash
            self._in_trash = None
            try:
                trash.from_trash(place, folder)
            except OSError as error:
                reason = error.strerror or str(error)
                self.failed.emit(say("run_not_back", file=folder.name, reason=reason))
            else:
                self.back.emit(folder)

    def finish(self) -> None:
        """The time to undo is over."""
        folder, self.waiting = self.waiting, None
        self._time.stop()
        if folder is None:
            return
        try:
            delete(folder)
        except ProjectError as error:
            self.back.emit(folder)
            self.failed.emit(error.sentence)
        else:
            self.gone.emit(folder)
