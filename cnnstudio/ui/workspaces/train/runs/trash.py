"""The system's trash: folders put there, and had back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile


def to_trash(folder: Path) -> Path | None:
    """Where the folder is now; None where the system has no trash that takes it."""
    file = QFile(str(folder))
    return Path(file.fileName()) if file.moveToTrash() and not folder.exists() else None


def from_trash(place: Path, folder: Path) -> None:
    """Put a folder back where it was. OSError where that cannot be done."""
    place.rename(folder)
    # What the trash of a Linux desktop has noted of it (freedesktop.org, Trash specification 1.0).
    note = place.parent.with_name("info") / f"{place.name}.trashinfo"
    note.unlink(missing_ok=True)
