"""The Inside workspace: several ways to look into the network, one of them in sight."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.transport.either import EitherDriver
from cnnstudio.ui.transport.run_replay import RunReplay
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.views import VIEWS


class InsideWorkspace(QWidget):
    """A strip with the names of the views, and the chosen one below it. The transport bar drives
    what the view itself has to play, or the run, so that any view can be taken along its past."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._made: dict[str, Any] = {}
        self._stack = QStackedWidget()
        words = [(view.key, _translated(view.label)) for view in VIEWS]
        self.choice = Segmented(words, self.tr("What to look at"))
        for view in VIEWS:
            self.choice.button(view.key).setToolTip(_translated(view.hint))
        self.choice.chosen.connect(self.show_view)
        self._strip = QHBoxLayout()
        self._strip.addWidget(self.choice)
        self._strip.addStretch()
        self.along = self._along()
        self._strip.addWidget(self.along)
        self._run_driver = RunReplay(session, self)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._strip)
        self._column.addWidget(self._stack, 1)
        self.driver = EitherDriver(self.view(VIEWS[0].key).driver, self)
        self.show_view(VIEWS[0].key)
        follow_theme(self._restyle)

    @property
    def shown(self) -> str:
        """The key of the view in sight."""
        return self.choice.key()

    def show_view(self, key: str) -> Any:
        """Bring a view into sight; KeyError for a key that the table has not."""
        widget = self.view(key)
        self.choice.set_key(key)
        self._stack.setCurrentWidget(widget)
        self._choose_driver()
        return widget

    def _along(self) -> Segmented:
        along = Segmented(self._along_words(), self.tr("What the transport bar plays"))
        along.button("view").setToolTip(
            self.tr("The transport bar goes through what this view shows, layer by layer say")
        )
        along.button("run").setToolTip(
            self.tr("The transport bar plays the run’s past; training is started in Train")
        )
        along.chosen.connect(self._choose_driver)
        return along

    def _along_words(self, short: bool = False) -> list[tuple[str, str]]:
        if short:
            return [("view", self.tr("View")), ("run", self.tr("Run"))]
        return [("view", self.tr("Play this view")), ("run", self.tr("Play the run"))]

    def _fit_words(self) -> None:
        """Short words for what is played where the names of the views need the room."""
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._strip.spacing()
        for short in (False, True):
            for key, word in self._along_words(short):
                self.along.button(key).setText(word)
            if self.choice.sizeHint().width() + self.along.sizeHint().width() <= room:
                break

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _choose_driver(self) -> None:
        along_run = self.along.key() == "run"
        self.driver.choose(self._run_driver if along_run else self.view(self.shown).driver)

    def view(self, key: str) -> Any:
        """A view, made now if it was not before."""
        if key not in self._made:
            row = next((row for row in VIEWS if row.key == key), None)
            if row is None:
                raise KeyError(key)
            self._made[key] = row.make(self._session)
            self._stack.addWidget(self._made[key])
        return self._made[key]

    def _restyle(self, theme: Theme) -> None:
        across, down = theme.px("stage_margin_x"), theme.px("stage_margin_y")
        self._column.setContentsMargins(across, down, across, down)
        self._column.setSpacing(theme.px("gutter"))
        self._fit_words()


def _translated(text: str) -> str:
    return QCoreApplication.translate("view", text)
