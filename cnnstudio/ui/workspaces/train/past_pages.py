"""The pages about the run's past in the drawer of Train, and what its menu does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.going_on import GoingOn
from cnnstudio.ui.workspaces.train.changes.panel import ChangesPanel
from cnnstudio.ui.workspaces.train.drawer import Drawer
from cnnstudio.ui.workspaces.train.films.dialog import RunFilmDialog
from cnnstudio.ui.workspaces.train.past_controls import PastControls
from cnnstudio.ui.workspaces.train.runs.comparison import Comparison
from cnnstudio.ui.workspaces.train.runs.panel import RunsPanel

_SUFFIX = ".safetensors"


class PastPages(QObject):
    """`controls` opens the pages and offers what can be done with the moment that is shown, or,
    at now, with the latest one that was kept."""

    def __init__(
        self, session: Session, going_on: GoingOn, drawer: Drawer, comparison: Comparison
    ) -> None:
        super().__init__(drawer)
        self._session, self._drawer = session, drawer
        self.going_on = going_on
        self.going_on.failed.connect(session.history.failed)
        self.controls = PastControls(session, self.going_on)
        self._comparison = comparison
        self._film: RunFilmDialog | None = None
        drawer.add_page("runs", self._make_runs)
        drawer.add_page("changes", self._make_changes)
        drawer.changed.connect(self._show_open_page)
        self.controls.runs_button.clicked.connect(self.toggle_runs)
        go_on = self._offer(
            self.tr("Go on from here"),
            self.tr("Start a new run from this moment’s weights, with the settings on screen"),
            self.go_on_from_here,
        )
        self.controls.menu.aboutToShow.connect(lambda: go_on.setEnabled(self.going_on.is_possible))
        self._offer(
            self.tr("What changed…"),
            self.tr("Weights and answers at this moment beside those of another"),
            self.show_changes,
        )
        self._offer(
            self.tr("Keep this moment…"),
            self.tr("Save this moment’s weights as a file"),
            self.keep_this_moment,
        )
        self._offer(
            self.tr("Film of the run…"),
            self.tr(
                "Save how filters, feature maps or the map of digits came to be, as GIF or MP4"
            ),
            self.film,
        )

    def film(self) -> None:
        """The dialog that saves a film, beside the window."""
        if self._film is None:
            self._film = RunFilmDialog(self._session, self._drawer.window())
        self._film.show()
        self._film.raise_()

    def _offer(self, words: str, hint: str, do: Callable[[], object]) -> QAction:
        action = QAction(words, self.controls)
        action.setToolTip(hint)
        action.triggered.connect(lambda: do())
        self.controls.add(action)
        return action

    def _make_runs(self) -> RunsPanel:
        panel = RunsPanel(self._session, self._comparison)
        panel.closed.connect(lambda: self._drawer.show_page(""))
        return panel

    def _make_changes(self) -> ChangesPanel:
        panel = ChangesPanel(self._session)
        panel.closed.connect(lambda: self._drawer.show_page(""))
        return panel

    def show_changes(self) -> None:
        """What changed between a moment and the one that is shown."""
        self._drawer.show_page("changes")

    def toggle_runs(self) -> None:
        self._drawer.toggle("runs")

    def _show_open_page(self) -> None:
        self.controls.runs_button.setChecked(self._drawer.open_page == "runs")

    def step(self) -> int | None:
        """The moment that is meant: the one shown, or the latest that was kept; None where none is,
        or the network on screen is another one."""
        history = self._session.history
        if not history.can_show:
            return None
        if history.shown is not None:
            return history.shown
        return history.moments[-1] if history.moments else None

    def go_on_from_here(self) -> None:
        """Start a new run from the moment, once it has been read."""
        step = self.step()
        if step is not None:
            self.going_on.start(step)

    def keep_this_moment(self) -> None:
        """Ask for a file and save the moment's weights in it."""
        step, record = self.step(), self._session.history.record
        if step is None or record is None:
            return
        name = self.tr("{name} step {step}").format(name=record.name, step=step)
        proposed = Path.home() / f"{name.replace('/', '-')}{_SUFFIX}"
        title = self.tr("Keep the weights of step {step}").format(step=number(step))
        filter = self.tr("Weights (*.safetensors)")
        chosen, _ = QFileDialog.getSaveFileName(self.controls, title, str(proposed), filter)
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix == _SUFFIX else path.with_name(path.name + _SUFFIX)
        self._session.history.keep_moment(step, path)
