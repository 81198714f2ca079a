"""Whose turn it is when Ctrl+Z is pressed: the network's, or the lab's that is on show."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from cnnstudio.ui.session.labs import Labs
from cnnstudio.ui.stage import Stage


class UndoTurn(QObject):
    """A lab has its turn when it comes into sight and when its page takes the keyboard; the
    network has it in every other workspace, and when the spine takes the keyboard. Whatever is
    edited has it from then on (see `Labs`)."""

    def __init__(self, labs: Labs, stage: Stage, spine: QWidget) -> None:
        super().__init__(stage)
        self._labs, self._stage, self._spine = labs, stage, spine
        stage.shown.connect(self._look)
        labs.current_changed.connect(self._look)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def _look(self) -> None:
        if self._stage.key == "learn":
            self._labs.use_current()
        else:
            self._labs.use_network()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        if self._spine.isAncestorOf(now):
            self._labs.use_network()
        elif self._stage.isAncestorOf(now):
            self._look()
