"""Opening and saving: networks from and to files, weights in and out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from cnnstudio.core.layer_names import named_by_place
from cnnstudio.core.messages import Event, SendWeights, Weights, WeightsAre
from cnnstudio.core.network import Network
from cnnstudio.core.project import Project, ProjectError, load_project, save_project
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.weights_file import load_weights, save_weights
from cnnstudio.ui.session import Session

#: Files that the Open recent menu remembers.
RECENT = 10

#: How long a save waits for a training engine's newest weights (ms).
PATIENCE = 2_000


class ProjectFiles(QObject):
    """Carries out what the File menu asks for. What went wrong comes by `told`, what went well
    by `done`, and what went well only in part by `remarked`, as sentences.

    Files are written in a thread of their own; `saved(path)` comes when they are safe.
    """

    told = Signal(object)
    remarked = Signal(object)
    done = Signal(object)
    saved = Signal(object)
    recent_changed = Signal()
    _written = Signal(object, object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._threads: list[threading.Thread] = []
        self._written.connect(self._finish)
        session.run.advanced.connect(self._trained_on)

    def _trained_on(self) -> None:
        """What a run learns is not in the file, from its first step on."""
        session = self._session
        if not session.document.is_unsaved and not session.run_is_elsewhere:
            session.document.weights_changed()

    # --- open -------------------------------------------------------------------------------

    def new(self, name: str = "") -> None:
        self._session.open(Network(name or self.tr("My network")), {})

    def open(self, path: Path) -> bool:
        try:
            project = load_project(path)
        except ProjectError as error:
            self.told.emit(error.sentence)
            self._forget_recent(path)
            return False
        self._show(project, path)
        if project.settings is not None:
            self._session.settings = project.settings
        self._remember_recent(path)
        return True

    def restore(self, path: Path, original: Path | None) -> bool:
        """Open an autosaved file as what it is: unsaved work on `original`."""
        try:
            project = load_project(path)
        except ProjectError as error:
            self.told.emit(error.sentence)
            return False
        self._show(project, original)
        self._session.document.weights_changed()
        return True

    def _show(self, project: Project, path: Path | None) -> None:
        self._session.open(project.network, project.weights, path, project.interventions)

    def import_weights(self, path: Path) -> None:
        """Give the network on screen the weights of a safetensors file that fit it."""
        try:
            weights, remarks = load_weights(path, self._session.document.network)
        except ProjectError as error:
            self.told.emit(error.sentence)
            return
        self._with_fresh_weights(lambda _: self._take(path, weights, remarks))

    def _take(self, path: Path, weights: Weights, remarks: list[Sentence]) -> None:
        """What the file has nothing for stays as a run has made it by now."""
        self._session.take_weights(weights)
        if remarks:
            self.remarked.emit(remarks)
        else:
            self.done.emit(say("weights_taken", file=path.name))

    # --- save -------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        self._with_fresh_weights(lambda weights: self._write_project(path, weights))

    def export_weights(self, path: Path) -> None:
        def write(weights: Weights) -> None:
            if weights:
                named = named_by_place(self._session.document.network, weights)
                self._in_thread(path, None, lambda: save_weights(path, named))
            else:
                self.told.emit(say("no_weights_yet"))

        self._with_fresh_weights(write)

    def snapshot(self, weights: Weights) -> Project:
        session = self._session
        interventions = session.surgery.interventions
        return Project(session.document.network, weights, session.settings, interventions)

    def wait(self) -> None:
        """Until everything that is being written is written."""
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _write_project(self, path: Path, weights: Weights) -> None:
        project = self.snapshot(weights)
        self._in_thread(path, project.network, lambda: save_project(path, project))

    def _in_thread(self, path: Path, network: Network | None, write: Callable[[], None]) -> None:
        def work() -> None:
            try:
                write()
            except ProjectError as error:
                self._written.emit(path, network, error.sentence)
            else:
                self._written.emit(path, network, None)

        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, name=f"write {path.name}")
        self._threads.append(thread)
        thread.start()

    def _finish(self, path: Path, network: Network | None, fault: Sentence | None) -> None:
        if fault is not None:
            self.told.emit(fault)
            return
        if network is None:
            self.done.emit(say("weights_saved", file=path.name))
            return
        if network == self._session.document.network:
            self._session.document.saved(path)
        self._remember_recent(path)
        self.saved.emit(path)

    def _with_fresh_weights(self, then: Callable[[Weights], None]) -> None:
        """Call `then` with the newest weights: the engine's, where a run goes on."""
        session = self._session
        if not session.run.is_running or session.engine.state != "ready":
            then(session.weights())
            return
        _Fetch(session, then, self)

    # --- recent files -----------------------------------------------------------------------

    def recent(self) -> list[Path]:
        stored: object = QSettings().value("recent", [], list)
        names = stored if isinstance(stored, list) else []
        return [path for path in map(Path, map(str, names)) if path.is_file()]

    def _remember_recent(self, path: Path) -> None:
        others = [other for other in self.recent() if other != path.absolute()]
        self._store_recent([path.absolute(), *others][:RECENT])

    def _forget_recent(self, path: Path) -> None:
        self._store_recent([other for other in self.recent() if other != path.absolute()])

    def _store_recent(self, paths: list[Path]) -> None:
        QSettings().setValue("recent", [str(path) for path in paths])
        self.recent_changed.emit()


class _Fetch(QObject):
    """Asks a training engine for its weights once, and does without if it does not answer."""

    def __init__(self, session: Session, then: Callable[[Weights], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._then = session, then
        session.engine.told.connect(self._receive)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._finish)
        self._patience.start()
        session.engine.send(SendWeights(id(self)))

    def _receive(self, event: Event) -> None:
        if isinstance(event, WeightsAre) and event.request == id(self):
            self._finish()

    def _finish(self) -> None:
        """The session has put the engine's weights into the bank by now."""
        if self._then is None:
            return
        then, self._then = self._then, None  # type: ignore[assignment]
        self._session.engine.told.disconnect(self._receive)
        self._patience.stop()
        self.deleteLater()
        then(self._session.weights())
