"""Moments of runs saved as files of weights, while the window stays in use."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import RunRecord, load_moment
from cnnstudio.core.layer_names import named_by_place
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.weights_file import save_weights


class MomentFiles(QObject):
    """Each file is written by a thread that ends with it; `saved(Sentence)` or
    `failed(Sentence)` follows."""

    saved = Signal(object)
    failed = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended.connect(self._end)

    def save(self, record: RunRecord, step: int, path: Path) -> None:
        """Write the weights of a kept moment, under names that other programs understand."""
        work = lambda: self._work(record, step, path)  # noqa: E731
        threading.Thread(target=work, name=f"write {path.name}").start()

    def _work(self, record: RunRecord, step: int, path: Path) -> None:
        fault: Sentence | None = None
        try:
            save_weights(path, named_by_place(record.network, load_moment(record, step)))
        except ProjectError as error:
            fault = error.sentence
        with suppress(RuntimeError):  # the window is gone
            self._ended.emit(path, fault)

    def _end(self, path: Path, fault: Sentence | None) -> None:
        if fault is not None:
            self.failed.emit(fault)
        else:
            self.saved.emit(say("weights_saved", file=path.name))
