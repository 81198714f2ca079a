"""The runs that were kept: opened again, named, deleted, laid over one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import (
    ListedRun,
    PastRun,
    is_run,
    list_runs,
    read_run,
    rename,
    runs_folder,
)
from cnnstudio.core.history.run_file import State
from cnnstudio.core.network import same_layers
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.disk import DiskReader
from cnnstudio.ui.session.history import history_budget
from cnnstudio.ui.session.past_runs import find_moments, show_run
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.train.runs.comparison import MOST, Comparison
from cnnstudio.ui.workspaces.train.runs.deleting import Deleting
from cnnstudio.ui.workspaces.train.runs.message_line import MessageLine
from cnnstudio.ui.workspaces.train.runs.table import RunTable
from cnnstudio.ui.workspaces.train.runs.words import total_words

#: How often the list is read anew while it is in sight and a run goes on (ms).
_REFRESH = 3_000


class RunsPanel(Panel):
    """Reads the folder of runs while it is in sight. `closed` by its button."""

    closed = Signal()

    def __init__(
        self, session: Session, comparison: Comparison, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Runs"))
        self._session, self._comparison = session, comparison
        self._deleting = Deleting(self)
        self._said_of: Path | None = None
        self._waits = False
        self.table = RunTable(comparison)
        self.message = MessageLine()
        self.setFocusProxy(self.table)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.message)
        self._make_buttons()
        self._followed: Path | None = None
        self._disk = DiskReader(self)
        self._disk.answered.connect(self._show)
        self._opening = DiskReader(self)
        self._opening.answered.connect(self._opened)
        self._opening.failed.connect(self._refuse)
        self._later = QTimer(self, interval=_REFRESH)
        self._later.timeout.connect(self.refresh)
        self._connect()

    def _make_buttons(self) -> None:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        self.open_button = self._button(
            row, self.tr("Open"), self.tr("Show this run again, with all its moments (Enter)")
        )
        self.rename_button = self._button(row, self.tr("Rename"), self.tr("Another name (F2)"))
        self.delete_button = self._button(
            row, self.tr("Delete"), self.tr("Put this run into the trash (Delete)")
        )
        self.close_button = self._button(
            row, self.tr("Close"), self.tr("Back to settings, filters and digits (Escape)")
        )
        self.set_corner(corner)

    def _button(self, row: QHBoxLayout, words: str, hint: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("chip", True)
        button.setToolTip(hint)
        row.addWidget(button)
        return button

    def _connect(self) -> None:
        table = self.table
        table.opened.connect(self.open)
        table.renamed.connect(self.rename)
        table.delete_wanted.connect(self.delete)
        table.compared.connect(self._compare)
        table.chosen_changed.connect(self._show_buttons)
        self._comparison.failed.connect(self._refuse)
        self._deleting.gone.connect(self._gone)
        self._deleting.back.connect(self._back)
        self._deleting.failed.connect(self._refuse)
        self.open_button.clicked.connect(lambda: self._with_chosen(self.open))
        self.rename_button.clicked.connect(table.rename_chosen)
        self.delete_button.clicked.connect(lambda: self._with_chosen(self.delete))
        self.close_button.clicked.connect(self.closed)
        self._session.run.state_changed.connect(self._run_changed)
        self._session.history.changed.connect(self._forget_message)
        self._session.document.network_changed.connect(self._forget_message)

    def _with_chosen(self, action: Callable[[ListedRun], None]) -> None:
        run = self.table.chosen()
        if run is not None:
            action(run)

    # The list

    def refresh(self) -> None:
        """Read the list anew, where it is in sight."""
        if self.isVisible():
            root = runs_folder()
            self._disk.ask(lambda: list_runs(root))

    def _show(self, runs: tuple[ListedRun, ...]) -> None:
        kept = (run for run in runs if run.folder != self._deleting.waiting)
        shown = [self._up_to_now(run) for run in kept]
        self.table.set_runs(shown, self._open_folder())
        self._follow_the_run_on_screen()
        size = sum(run.size_bytes for run in shown)
        self.set_subtitle(total_words(len(shown), size, history_budget()))
        self._show_buttons()

    def _follow_the_run_on_screen(self) -> None:
        """It is chosen when the list comes into sight, and when it becomes another one."""
        folder = self._open_folder()
        if folder != self._followed and any(run.folder == folder for run in self.table.runs()):
            self._followed = folder
            self.table.choose(folder)

    def _up_to_now(self, listed: ListedRun) -> ListedRun:
        """A run that goes on is further than what it last wrote to the disk."""
        run = self._session.run
        if not run.is_active or listed.folder != self._open_folder():
            return listed
        accuracies = [accuracy for _, _, accuracy in run.evaluations]
        best = max(accuracies, default=listed.accuracy)
        state: State = "running" if run.is_running else "paused"
        return replace(listed, step=run.step, accuracy=best, state=state)

    def _open_folder(self) -> Path | None:
        record = self._session.history.record
        return record.folder if record else None

    def _is_on_screen(self, folder: Path) -> bool:
        """Whether the current run is this one, and its network has not made way for another."""
        return folder == self._open_folder() and self._session.history.can_show

    def _show_buttons(self) -> None:
        run = self.table.chosen()
        sound = run is not None and run.sentence is None
        is_other = run is not None and not self._is_on_screen(run.folder)
        self.open_button.setEnabled(sound and is_other)
        self.rename_button.setEnabled(sound)
        self.delete_button.setEnabled(run is not None)

    # What is done with a run

    def open(self, run: ListedRun) -> None:
        """Show a run of the past; unsaved work that it would take the place of is asked about."""
        if self._is_on_screen(run.folder):
            self._said_of = run.folder
            self.message.say(self.tr("This run is on screen."))
        elif run.sentence is not None:
            self._refuse(run.sentence)
        elif self._session.run.is_active and run.folder == self._open_folder():
            self._session.go_back_to_run()
        elif self._session.run.is_running:
            self._ask_to_wait(run.name)
        elif self._would_lose_work():
            name = self._session.document.network.name
            text = self.tr("“{name}” has changes that were not saved. Opening the run drops them.")
            self.message.ask(
                text.format(name=name), self.tr("Open all the same"), lambda: self._open(run)
            )
        else:
            self._open(run)

    def _run_changed(self) -> None:
        """What was said of a run that trains is over when it no longer does."""
        if self._waits and not self._session.run.is_running:
            self._waits = False
            self.message.say("")
        self.refresh()

    def _forget_message(self) -> None:
        """What was said of the run on screen is over when another one is."""
        if self._said_of is not None and not self._is_on_screen(self._said_of):
            self._said_of = None
            self.message.say("")
        self._show_buttons()

    def _would_lose_work(self) -> bool:
        """What was trained is in its own run's history; what was edited since is nowhere else."""
        session = self._session
        record = session.history.record
        kept = record is not None and same_layers(session.document.network, record.network)
        return session.document.is_unsaved and not kept

    @property
    def is_opening(self) -> bool:
        """Whether a run is being read, to be put on screen then."""
        return self._opening.is_reading

    def _ask_to_wait(self, name: str) -> None:
        text = self.tr("A run is training: pause or stop it first, then open “{name}”.")
        self._waits = True
        self.message.say(text.format(name=name))

    def _open(self, run: ListedRun) -> None:
        folder = run.folder
        self._opening.ask(lambda: read_run(folder))

    def _opened(self, past: PastRun) -> None:
        record = past.record
        if self._session.run.is_running:  # it began while the other was read
            self._ask_to_wait(record.name)
            return
        show_run(self._session, past)
        self._comparison.set_compared(record.folder, False)
        self.message.say(" ".join(translated(sentence) for sentence in record.sentences))
        self.refresh()

    def rename(self, run: ListedRun, name: str) -> None:
        try:
            rename(run.folder, name)
        except ProjectError as error:
            self._refuse(error.sentence)
        self._comparison.rename(run.folder)
        self.refresh()

    def delete(self, run: ListedRun) -> None:
        """Take a run from the list and the disk, so that it can be had back."""
        active = self._session.run.is_active and run.folder == self._open_folder()
        if active or run.state in ("running", "paused"):
            self.message.say(self.tr("This run is being trained: stop it, then delete it."))
            return
        if not is_run(run.folder):
            self._refuse(say("not_a_run", file=run.folder.name))
            return
        in_trash = self._deleting.delete(run.folder)
        self._comparison.set_compared(run.folder, False)
        text = self.tr("“{name}” is in the trash.") if in_trash else self.tr("“{name}” is deleted.")
        self.message.ask(text.format(name=run.name), self.tr("Undo"), self._undo)
        self._show(tuple(other for other in self.table.runs() if other != run))

    def _undo(self) -> None:
        self._deleting.undo()
        self.refresh()  # also where it was never gone

    def _gone(self, folder: Path) -> None:
        """A run is not in the folder of runs any more."""
        if folder == self._open_folder():
            self._session.history.forget()
        self.message.say("")
        self.refresh()

    def _back(self, folder: Path) -> None:
        """A run is in the folder of runs again."""
        find_moments(self._session, folder)
        self.refresh()

    def _compare(self, run: ListedRun, compared: bool) -> None:
        if compared and self._comparison.is_full:
            text = self.tr("{count} runs are the most that can be told apart.")
            self.message.say(text.format(count=MOST))
        self._comparison.set_compared(run.folder, compared)

    def _refuse(self, sentence: object) -> None:
        self.message.say(translated(sentence), fault=True)  # type: ignore[arg-type]

    # Ctrl+Z

    def event(self, event: QEvent) -> bool:
        """While a deletion can be undone, the key that undoes it is not the network's."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_undo(event):
            self.message.button.click()
        else:
            super().keyPressEvent(event)

    def _is_undo(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        return is_key and self.message.offers(self._undo)

    # In sight

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._followed = None
        self.refresh()
        self._later.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._later.stop()
        self._deleting.finish()
        self._disk.stop()
