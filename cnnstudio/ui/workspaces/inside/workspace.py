"""The Inside workspace: several ways to look into the network, one of them in sight."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.transport.either import EitherDriver
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.views import VIEWS


class InsideWorkspace(QWidget):
    """A strip with the names of the views, and the chosen one below it."""

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
        self.driver.choose(widget.driver)
        return widget

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


def _translated(text: str) -> str:
    return QCoreApplication.translate("view", text)
