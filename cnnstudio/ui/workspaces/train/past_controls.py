"""What can be done with the run's past: its list of runs, and the moment that is shown."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.going_on import GoingOn
from cnnstudio.ui.theme import Theme, follow_theme


class PastControls(QWidget):
    """A button for the list of runs, and a menu for the moment that is shown, or the latest."""

    def __init__(self, session: Session, going_on: GoingOn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._going_on = session, going_on
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.runs_button = QPushButton(self.tr("Runs"))
        self.runs_button.setCheckable(True)
        self.runs_button.setToolTip(
            self.tr("All runs that were kept: open one again, name, delete or compare them")
        )
        self.moment_button = QPushButton()
        self.moment_button.setToolTip(
            self.tr("Go on from this moment, keep its weights, see what changed, film the run")
        )
        self.menu = QMenu(self)
        self.moment_button.setMenu(self.menu)
        for button in (self.runs_button, self.moment_button):
            self._row.addWidget(button)
        going_on.changed.connect(self._show)
        session.history.changed.connect(self._show)
        session.history.shown_changed.connect(self._show)
        session.run.advanced.connect(self._show)
        session.document.network_changed.connect(self._show)
        follow_theme(self._restyle)
        self._show()

    def add(self, action: QAction) -> None:
        """Offer something to be done with the moment."""
        self.menu.addAction(action)

    def _show(self) -> None:
        history = self._session.history
        read, step = self._going_on.step, history.shown
        self.moment_button.setEnabled(bool(history.moments) and history.can_show)
        if read is not None:
            self.moment_button.setText(self.tr("Reading step {step}…").format(step=number(read)))
        elif step is None:
            self.moment_button.setText(self.tr("This moment"))
        else:
            self.moment_button.setText(self.tr("Step {step}").format(step=number(step)))

    def _restyle(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("control_gap") - 2)
