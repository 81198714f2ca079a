"""Brings a lab another input: from its sources, from the current digit, or from an image file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue, settings_of
from cnnstudio.ui.image_reading import PATTERNS
from cnnstudio.ui.labs.image_file import read_image_file
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.workspaces.learn.input_menu import InputMenu

#: Sources that show the current digit.
OF_DIGIT = ("digit", "part")

#: Settings that ask for other numbers of the same input: how many, and in which range.
REMAKING = ("size", "scale")

#: A picture from a file is brought to this many rows and columns where the lab has fewer.
_WORTH_LOOKING = 24

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
        self._images: dict[str, NDArray[np.uint8]] = {}  # the last one of each lab
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
            self._take(lambda: self._with_file(lab, path))

    def _with_file(self, lab: Lab, path: Path) -> Lab:
        image = read_image_file(path)
        made = _roomy(lab).with_image(image)
        self._images[lab.key] = image
        return made

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

    def remade(self, name: str, value: object) -> bool:
        """Change a setting by which an input that shows the digit, or a picture from a file, is
        made anew from that: at another size, or in another range.

        False where the lab itself knows how.
        """
        lab = self._document.lab if self._document is not None else None
        source = getattr(lab, "source", "")
        if lab is None or name not in REMAKING:
            return False
        if source in OF_DIGIT:
            digit = self._session.digit.current.pixels.astype(np.float64)
            self._take(lambda: lab.change(name, value).with_source(source, 0, digit))
            return True
        image = self._images.get(lab.key) if source == "image" else None
        if image is None:
            return False
        self._take(lambda: lab.change(name, value).with_image(image))
        return True

    def _ask_for_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._page,
            self.tr("Open a picture"),
            str(Path.home()),
            self.tr("Pictures ({patterns})").format(patterns=PATTERNS),
        )
        if name:
            self.take_file(Path(name))


def _roomy(lab: Lab) -> Lab:
    """The lab with an input that is large enough to recognise a picture in, where it can be."""
    size = next((s for s in settings_of(type(lab)) if s.name == "size"), None)
    if size is None or size.maximum < _WORTH_LOOKING or min(lab.size) >= _WORTH_LOOKING:  # type: ignore[attr-defined]
        return lab
    return lab.change("size", (_WORTH_LOOKING, _WORTH_LOOKING))
