"""The program: application object, window and engine, put together and taken apart."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from cnnstudio.core.mnist import MnistError
from cnnstudio.core.resources import resource_path
from cnnstudio.ui.commands import Commands
from cnnstudio.ui.dialogs.preferences import chosen_theme
from cnnstudio.ui.files.autosave import Autosave, LeftOver
from cnnstudio.ui.files.project_files import ProjectFiles
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import CurrentDigit
from cnnstudio.ui.session.pretrained import trained_starter
from cnnstudio.ui.theme import apply, current_theme
from cnnstudio.ui.widgets.logo import logo_icon
from cnnstudio.ui.window_place import place, remember

#: What a first start shows.
FIRST_NETWORK = "lenet5"


class Program:
    """Everything that lives as long as the window does."""

    def __init__(self, path: Path | None = None) -> None:
        network, weights = trained_starter(FIRST_NETWORK)
        self.session = Session(network, CurrentDigit.of_test_set())
        self.session.bank.put(weights)
        self.files = ProjectFiles(self.session)
        self.autosave = Autosave(self.session, self.files)
        self.session.select((network.layers[0].id,))
        self.window = MainWindow(self.session)
        self.commands = Commands(self.window, self.session, self.files)
        if path is None and QSettings().value("start_with") == "last":
            path = next(iter(self.files.recent()), None)
        if path is not None:
            self.files.open(path)

    def show(self) -> None:
        """Show the window; the engine starts once it has been painted."""
        self.window.show()
        self.window.spine.setFocus()
        QTimer.singleShot(0, self.window, self._shown)

    def close(self) -> None:
        self.files.wait()
        self.autosave.close()
        self.session.close()

    def _shown(self) -> None:
        self.session.engine.start()
        self._offer_left_over()

    def _offer_left_over(self) -> None:
        left_over = self.autosave.left_over()
        if left_over:
            self._offer(left_over[0])

    def _offer(self, work: LeftOver) -> None:
        tr = QCoreApplication.translate
        text = tr("recovery", "CNN Studio ended unexpectedly. Unsaved work on “{name}” was kept.")
        self.window.banner.say(
            text.format(name=work.name),
            (tr("recovery", "Restore"), lambda: self._restore(work)),
            (tr("recovery", "Discard"), lambda: self.autosave.discard(work)),
            dismiss=tr("recovery", "Later"),
        )

    def _restore(self, work: LeftOver) -> None:
        if self.files.restore(work.path, work.original):
            self.autosave.keep()
            self.autosave.discard(work)


def make_application() -> QApplication:
    """The one application object, dressed and translated."""
    QCoreApplication.setOrganizationName("CNN Studio")
    QCoreApplication.setApplicationName("CNN Studio")
    app = QApplication(sys.argv[:1])
    app.setApplicationDisplayName("CNN Studio")
    _translate(app)
    apply(app, chosen_theme())
    app.setWindowIcon(logo_icon(current_theme()))
    return app


def run_window(path: Path | None = None) -> int:
    """Open the window, with a project if `path` names one; returns the exit status."""
    # Ctrl+C in the terminal ends the window at once; unsaved work is kept aside as after a crash.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = make_application()
    try:
        program = Program(path)
    except MnistError as error:
        print(f"cnnstudio: {error}", file=sys.stderr)
        return 2
    place(program.window)
    program.show()
    status = app.exec()
    remember(program.window)
    program.close()
    return status


def _translate(app: QApplication) -> None:
    """Install the translation for the user's language, where there is one, and Qt's own with it."""
    ours, qts = QTranslator(app), QTranslator(app)
    if ours.load(QLocale(), "cnnstudio", "_", str(resource_path("translations"))):
        app.installTranslator(ours)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if qts.load(QLocale(), "qtbase", "_", folder):
            app.installTranslator(qts)
