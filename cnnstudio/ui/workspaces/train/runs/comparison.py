"""Runs of the past whose curves are laid over those of the run on screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from cnnstudio.core.history import evaluations, metrics, open_run
from cnnstudio.ui.session.curves import Curves, Doubles
from cnnstudio.ui.session.disk import DiskReader
from cnnstudio.ui.theme import Theme

#: More lines than this over one another tell nothing, and there are no more colours.
MOST = 6


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """A run with its curves; `tests` has a row for each test: step, loss, accuracy. `place` is
    that of its colour."""

    folder: Path
    name: str
    place: int
    curves: Curves
    tests: Doubles

    def colour(self, theme: Theme) -> QColor:
        return colour_of(self.place, theme)


def colour_of(place: int, theme: Theme) -> QColor:
    """The colour of the run at a place of the comparison."""
    return QColor(theme.palette.identity[place])


class Comparison(QObject):
    """`changed` when other runs are compared; `failed(Sentence)` for one that cannot be."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: dict[Path, int] = {}
        self._read: dict[Path, ComparedRun] = {}
        self._reading: Path | None = None
        self._disk = DiskReader(self)
        self._disk.answered.connect(self._take)
        self._disk.failed.connect(self._give_up)

    @property
    def runs(self) -> tuple[ComparedRun, ...]:
        """Those whose curves are here, in the order in which they were asked for."""
        return tuple(self._read[folder] for folder in self._wanted if folder in self._read)

    @property
    def is_full(self) -> bool:
        return len(self._wanted) >= MOST

    def place_of(self, folder: Path) -> int | None:
        """The place of a run's colour; None for one that is not compared."""
        return self._wanted.get(folder)

    def set_compared(self, folder: Path, compared: bool) -> None:
        """Lay a run over the one on screen, or take it away."""
        if compared and folder not in self._wanted and not self.is_full:
            free = (place for place in range(MOST) if place not in self._wanted.values())
            self._wanted[folder] = next(free)
            self._read_next()
        elif not compared and folder in self._wanted:
            del self._wanted[folder]
            self._read.pop(folder, None)
        self.changed.emit()

    def rename(self, folder: Path) -> None:
        """A run has another name: read it again."""
        if self._read.pop(folder, None) is not None:
            self._read_next()

    def _read_next(self) -> None:
        missing = [folder for folder in self._wanted if folder not in self._read]
        if missing and not self._disk.is_reading:
            folder, place = missing[0], self._wanted[missing[0]]
            self._reading = folder
            self._disk.ask(lambda: _compared(folder, place))

    def _take(self, run: ComparedRun) -> None:
        if self._wanted.get(run.folder) == run.place:
            self._read[run.folder] = run
            self.changed.emit()
        self._read_next()

    def _give_up(self, sentence: object) -> None:
        if self._reading is not None and self._wanted.pop(self._reading, None) is not None:
            self.failed.emit(sentence)
            self.changed.emit()
        self._read_next()


def _compared(folder: Path, place: int) -> ComparedRun:
    record = open_run(folder)
    log, curves = metrics(record), Curves()
    curves.append(log.steps, log.losses, log.accuracies)
    tests = np.array(evaluations(record), np.float64).reshape(-1, 3)
    return ComparedRun(folder, record.name, place, curves, tests)
