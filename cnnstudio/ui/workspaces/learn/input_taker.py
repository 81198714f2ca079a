"""Brings a lab another input: from its sources, from the current digit, or from an image file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.image_file import read_image_file
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.workspaces.learn.input_menu import InputMenu

#: Sources that show the current digit.
OF_DIGIT = ("digit", "part")

_LARGEST_SEED = 2**31 - 1


class InputTaker(QObject):
    """What the input's menu does. `refused(sentence)` where an input cannot be had.

    A lab that shows the current digit goes on to show it when that becomes another one.
    """

    refused = Signal(object)

    def __init__(self, session: Session, menu: InputMenu, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        self._document: LabDocument | None = None
        menu.chosen.connect(self.take)
        menu.file_wanted.connect(self._ask_for_file)
        session.digit.changed.connect(self._digit_changed)

    def show_document(self, document: LabDocument | None) -> None:
        self._document = document

    def take(self, source: str) -> None:
        """Take the input from one of the lab's sources; random numbers are others each time."""
        if self._document is None:
            return
        lab = self._document.lab
        seed = getattr(lab, "seed", 0)
        if source == "random" and getattr(lab, "source", "") == "random":
            seed = (seed + 1) % _LARGEST_SEED
        digit = self._session.digit.current.pixels.astype(np.float64)
        self._take(lambda: lab.with_source(source, seed, digit))

    def take_file(self, path: Path) -> None:
        """Take the input from an image file."""
        if self._document is not None:
            lab = self._document.lab
            self._take(lambda: lab.with_image(read_image_file(path)))

    def _take(self, make: Callable[[], Lab]) -> None:
        try:
            lab = make()
        except InvalidValue as invalid:
            self.refused.emit(invalid.sentence)
            return
        if self._document is not None:
            self._document.take(lab, say("edit_lab_input"))

    def _digit_changed(self) -> None:
        lab = self._document.lab if self._document is not None else None
        if lab is not None and getattr(lab, "source", "") in OF_DIGIT:
            self.take(lab.source)  # type: ignore[attr-defined]

    def resized(self, size: object) -> bool:
        """Bring an input that shows the digit to another size: made anew, as it was made before.

        False where the input is no digit's, so that the lab itself knows how.
        """
        lab = self._document.lab if self._document is not None else None
        source = getattr(lab, "source", "")
        if lab is None or source not in OF_DIGIT:
            return False
        digit = self._session.digit.current.pixels.astype(np.float64)
        self._take(lambda: lab.change("size", size).with_source(source, 0, digit))
        return True

    def _ask_for_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._page,
            self.tr("Open a picture"),
            str(Path.home()),
            self.tr("Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.webp)"),
        )
        if name:
            self.take_file(Path(name))
