"""What the menus do: file dialogs and questions around the session's own intentions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.device_menu import DeviceMenu
from cnnstudio.ui.dialogs.about import AboutDialog
from cnnstudio.ui.dialogs.preferences import PreferencesDialog, set_mode
from cnnstudio.ui.dialogs.shortcuts import ShortcutsDialog
from cnnstudio.ui.files.project_files import ProjectFiles
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.menu_bar import MenuBar
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import theme_manager
from cnnstudio.ui.window_place import toggle_full_screen
from cnnstudio.ui.workspaces.train.past_pages import PastPages

SUFFIX = ".cnnstudio"
WEIGHTS_SUFFIX = ".safetensors"

Answer = QMessageBox.StandardButton


class Commands(QObject):
    """Ties menus, dropped files and the window's closing to the session and its files."""

    def __init__(self, window: MainWindow, session: Session, files: ProjectFiles) -> None:
        super().__init__(window)
        self._window, self._session, self._files = window, session, files
        self._dialogs: dict[type[QDialog], QDialog] = {}
        self._after_save: Callable[[], object] | None = None
        self._told_of_run = ("", "")
        self.menu = MenuBar(window, session.labs.undo_group, self._handlers())
        self.menu.recent.aboutToShow.connect(self._fill_recent)
        window.closing.connect(self._close)
        window.files_dropped.connect(self.open_dropped)
        window.top_bar.theme_toggled.connect(self._toggle_theme)
        window.top_bar.network_menu_requested.connect(self._popup_file_menu)
        self.devices = DeviceMenu(session, window)
        window.top_bar.device_clicked.connect(self._popup_devices)
        session.engine.lost.connect(self._tell_of_lost_engine)
        session.engine.state_changed.connect(self._forget_lost_engine)
        session.run_interrupted.connect(self._ask_about_run)
        session.history.failed.connect(self._tell_of_moment)
        session.history.changed.connect(self._forget_moment)
        session.history.kept.connect(self._tell_shortly)
        files.told.connect(self._tell)
        files.remarked.connect(self._tell_all)
        files.done.connect(self._tell_shortly)
        files.saved.connect(self._saved)
        theme_manager().changed.connect(self._show_checks)
        window.state_changed.connect(self._show_checks)
        self._show_checks()

    @property
    def dialogs(self) -> tuple[QDialog, ...]:
        """The dialogs that were shown so far."""
        return tuple(self._dialogs.values())

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            **self._file_handlers(),
            **self._window_handlers(),
            **self._run_handlers(),
        }

    def _file_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "new": lambda: self._unless_unsaved(self._files.new),
            "starters": self._window.show_starters,
            "open": lambda: self._unless_unsaved(self._ask_and_open),
            "save": self.save,
            "save_as": self.save_as,
            "import_weights": self._import_weights,
            "export_weights": self._export_weights,
            "preferences": lambda: self._show(PreferencesDialog),
            "quit": self._window.close,
        }

    def _window_handlers(self) -> dict[str, Callable[[], object]]:
        window, layers, tray = self._window, self._window.spine.commands, self._window.tray
        return {
            "cut": layers.cut,
            "copy": layers.copy,
            "paste": layers.paste,
            "duplicate": layers.duplicate,
            "delete": layers.remove,
            "select_all": layers.select_all,
            "wrap": layers.wrap,
            "dissolve": layers.dissolve,
            "move_up": lambda: layers.step(-1),
            "move_down": lambda: layers.step(1),
            "learn": lambda: window.show_workspace("learn"),
            "build": lambda: window.show_workspace("build"),
            "train": lambda: window.show_workspace("train"),
            "inside": lambda: window.show_workspace("inside"),
            "projector": lambda: window.set_projector(not theme_manager().current.projector),
            "full_screen": lambda: toggle_full_screen(window),
            "theme": self._toggle_theme,
            "previous_digit": lambda: self._session.digit.step(-1),
            "next_digit": lambda: self._session.digit.step(1),
            "next_mistake": self._session.next_mistake,
            "draw": tray.draw,
            "open_image": tray.open_dialog,
            "paste_image": tray.paste,
            "shortcuts": lambda: self._show(ShortcutsDialog),
            "about": lambda: self._show(AboutDialog),
        }

    def _run_handlers(self) -> dict[str, Callable[[], object]]:
        session = self._session
        return {
            "play": session.toggle_run,
            "step": session.step_run,
            "epoch": session.run_to_epoch_end,
            "stop": session.run.stop,
            "now": lambda: session.history.seek(None),
            "runs": lambda: self._past().toggle_runs(),
            "go_on": lambda: self._past().go_on_from_here(),
            "changes": lambda: self._past().show_changes(),
            "film": lambda: self._past().film(),
            "keep_moment": lambda: self._past().keep_this_moment(),
            "test": session.test,
            "reset": session.reset_weights,
        }

    def _past(self) -> PastPages:
        """The pages about runs and their moments, in Train."""
        past: PastPages = self._window.stage.show_workspace("train").past
        return past

    # --- files ------------------------------------------------------------------------------

    def save(self) -> None:
        path = self._session.document.path
        if path is None:
            self.save_as()
        else:
            self._files.save(path)

    def save_as(self) -> None:
        name = self._session.document.network.name + SUFFIX
        path = self._ask_where(self.tr("Save the project"), name, self._project_filter(), SUFFIX)
        if path is not None:
            self._files.save(path)
        else:
            self._after_save = None

    def open_dropped(self, paths: list[str]) -> None:
        """A project opens, weights are imported, anything else is taken for a picture."""
        path = Path(paths[0])
        if path.suffix == SUFFIX:
            self._unless_unsaved(lambda: self._files.open(path))
        elif path.suffix == WEIGHTS_SUFFIX:
            self._files.import_weights(path)
        else:
            self._window.tray.open_file(path)

    def _ask_and_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a project"), self._folder(), self._project_filter()
        )
        if name:
            self._files.open(Path(name))

    def _import_weights(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Import weights"), self._folder(), self._weights_filter()
        )
        if name:
            self._files.import_weights(Path(name))

    def _export_weights(self) -> None:
        name = self._session.document.network.name + WEIGHTS_SUFFIX
        path = self._ask_where(
            self.tr("Export the weights"), name, self._weights_filter(), WEIGHTS_SUFFIX
        )
        if path is not None:
            self._files.export_weights(path)

    def _ask_where(self, caption: str, name: str, filter: str, suffix: str) -> Path | None:
        proposed = str(Path(self._folder(), name.replace("/", "-")))
        chosen, _ = QFileDialog.getSaveFileName(self._window, caption, proposed, filter)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == suffix else path.with_name(path.name + suffix)

    def _folder(self) -> str:
        path = self._session.document.path
        return str(path.parent if path else Path.home())

    def _project_filter(self) -> str:
        return self.tr("CNN Studio projects (*.cnnstudio)")

    def _weights_filter(self) -> str:
        return self.tr("Weights (*.safetensors)")

    def _fill_recent(self) -> None:
        menu = self.menu.recent
        menu.clear()
        for path in self._files.recent():
            action = menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(
                lambda _=False, path=path: self._unless_unsaved(lambda: self._files.open(path))
            )
        if menu.isEmpty():
            menu.addAction(self.tr("No project opened yet")).setEnabled(False)

    # --- questions --------------------------------------------------------------------------

    def _unless_unsaved(self, then: Callable[[], object]) -> None:
        """Do `then`, but first ask what to do with unsaved work."""
        if not self._session.document.is_unsaved:
            then()
            return
        answer = self._ask_about_unsaved()
        if answer == Answer.Discard:
            then()
        elif answer == Answer.Save:
            self._after_save = then
            self.save()

    def _ask_about_unsaved(self) -> Answer:
        document = self._session.document
        name = document.path.name if document.path else document.network.name
        box = QMessageBox(self._window)
        box.setText(self.tr("Save the changes to “{name}”?").format(name=name))
        box.setInformativeText(self._what_is_lost())
        box.setStandardButtons(Answer.Save | Answer.Discard | Answer.Cancel)
        box.setDefaultButton(Answer.Save)
        return Answer(box.exec())

    def _what_is_lost(self) -> str:
        run = self._session.run
        if not run.is_running or self._session.run_is_elsewhere:
            return self.tr("What is not saved is lost.")
        return self.tr(
            "It is being trained: its weights as they are when you save go into the file. What it "
            "has learned is also in the list of runs, in Train."
        )

    def _ask_about_run(self) -> None:
        """An edit has just paused a run: ask what is meant. Train itself says so in its header."""
        session = self._session
        if session.run.is_running and self._window.stage.key != "train":
            self._window.banner.say(
                self.tr("You changed the network: the run is paused."),
                (self.tr("Train the changed network"), session.start_run),
                (self.tr("Back to the run's network"), session.go_back_to_run),
                dismiss=self.tr("Later"),
            )

    def _close(self, event: QCloseEvent) -> None:
        """Refuse to close while there is unsaved work, until it is saved or given up."""
        if not self._session.document.is_unsaved:
            return
        answer = self._ask_about_unsaved()
        if answer == Answer.Discard:
            self._session.document.forget_unsaved()
            return
        event.ignore()
        if answer == Answer.Save:
            self._after_save = self._close_as_saved
            self.save()

    def _close_as_saved(self) -> None:
        """What a run that goes on has learned since is no reason to ask once more."""
        self._session.document.forget_unsaved()
        self._window.close()

    def _saved(self, path: Path) -> None:
        then, self._after_save = self._after_save, None
        if then is not None:
            then()

    def _tell_of_lost_engine(self) -> None:
        self._window.banner.say(self._engine_is_lost)

    def _forget_lost_engine(self) -> None:
        if self._session.engine.state != "starting":
            self._window.banner.take_back(self._engine_is_lost)

    @property
    def _engine_is_lost(self) -> str:
        return self.tr("The engine ended and is being started again. Your network is safe.")

    def _tell(self, sentence: Sentence) -> None:
        self._tell_all((sentence,))

    def _tell_all(self, sentences: Sequence[Sentence]) -> None:
        self._after_save = None
        self._window.banner.say(" ".join(map(translated, sentences)), fault=True)

    def _tell_shortly(self, sentence: Sentence) -> None:
        self._window.banner.say_shortly(translated(sentence))

    def _tell_of_moment(self, sentence: Sentence) -> None:
        self._told_of_run = self._session.run.id, translated(sentence)
        self._tell(sentence)

    def _forget_moment(self) -> None:
        """What was said of a run's moments is over when another run is on screen."""
        run_id, text = self._told_of_run
        if run_id != self._session.run.id:
            self._window.banner.take_back(text)

    def _popup_file_menu(self, corner: QPoint) -> None:
        self.menu.file.popup(corner)

    def _popup_devices(self) -> None:
        self.devices.popup(self._window.top_bar.device_corner())

    # --- the look ---------------------------------------------------------------------------

    def _toggle_theme(self) -> None:
        set_mode("light" if theme_manager().current.mode == "dark" else "dark")

    def _show_checks(self) -> None:
        theme = theme_manager().current
        self.menu.actions["theme"].setChecked(theme.mode == "dark")
        self.menu.actions["projector"].setChecked(theme.projector)
        self.menu.actions["full_screen"].setChecked(self._window.isFullScreen())

    def _show(self, kind: type[QDialog]) -> None:
        """Show a dialog beside the window, without stopping anything."""
        if kind not in self._dialogs:
            self._dialogs[kind] = kind(self._window)
        dialog = self._dialogs[kind]
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
