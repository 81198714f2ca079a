"""What views of the whole test set have in common: when they ask, and whose layer they are of."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.survey import Survey
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.transport.run_replay import RunReplay
from cnnstudio.ui.workspaces.inside.layer_in_view import layer_in_view

#: While one walks through the layers none is looked at for long enough to be asked about (ms).
REST = 150


class SurveyView(QWidget):
    """Columns about the chosen layer, from a survey that pauses while they are out of sight.

    Whoever inherits from it asks in `_ask`, draws in `_show`, and sees in `_moved_on` whether the
    moment on screen is another one.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.driver = RunReplay(session, self)
        self.survey = Survey(session, self)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._ask)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        session.selection_changed.connect(self._look_elsewhere)
        session.document.network_changed.connect(self._look_elsewhere)
        session.live.probed.connect(self._moved_on)
        self.survey.changed.connect(self._show)

    @property
    def report(self) -> LayerReport | None:
        return layer_in_view(self._session)

    def _put(self, *columns: tuple[QWidget, int]) -> None:
        """Columns side by side, each with its part of the width."""
        for widget, part in columns:
            self._columns.addWidget(widget, part)
        follow_theme(self._restyle)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()
        self.survey.pause()

    def _look_elsewhere(self, *_change: object) -> None:
        """Another layer is chosen, or it has changed: ask about it once somebody rests there."""
        if self.isVisible():
            self._show()
            self._rest.start()

    def _ask(self) -> None:
        raise NotImplementedError

    def _moved_on(self, *_event: object) -> None:
        raise NotImplementedError

    def _show(self) -> None:
        raise NotImplementedError

    def _restyle(self, theme: Theme) -> None:
        self._columns.setSpacing(theme.px("gutter"))
