"""Where a lab is made into a picture or an animation: what it will look like, and the choices."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export.clipboard import copy_picture
from cnnstudio.ui.labs.export.files import write_bytes
from cnnstudio.ui.labs.export.form import ExportForm
from cnnstudio.ui.labs.export.options import Options
from cnnstudio.ui.labs.export.picture import as_png, picture
from cnnstudio.ui.labs.export.preview import Preview
from cnnstudio.ui.labs.export.progress_line import ProgressLine
from cnnstudio.ui.labs.export.svg import as_svg
from cnnstudio.ui.labs.export.work import ExportWork
from cnnstudio.ui.numbers import duration, number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.widgets.label import ElidedLabel

#: The preview follows a lab that plays no faster than this (ms).
_PREVIEW_EVERY = 120


class ExportDialog(QDialog):
    """Stays beside the window and follows the lab on show; what is exported is the lab as it is
    when that begins. Closing it gives up what is going on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._document: LabDocument | None = None
        self._folder = Path.home()
        self.setWindowTitle(self.tr("Save a picture or an animation"))
        self.form, self.preview, self.progress = ExportForm(), Preview(), ProgressLine()
        self.figures = ElidedLabel(role="label", tone="muted")
        self.work = ExportWork(self)
        self._make_buttons()
        self._arrange()
        self._soon = QTimer(self, singleShot=True, interval=_PREVIEW_EVERY)
        self._soon.timeout.connect(self._show_lab)
        self._connect()
        self._follow(session.labs.current)

    def lab(self) -> Lab | None:
        """The lab on show; None in the catalogue."""
        return None if self._document is None else self._document.lab

    def open_for(self, what: str) -> None:
        """Show the dialog, to begin with for a "picture" or a "film"."""
        if not self.work.is_running:
            self.form.choose(what)
        self.show()
        self.raise_()
        self.activateWindow()

    # Its parts

    def _make_buttons(self) -> None:
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setToolTip(self.tr("Put the picture on the clipboard"))
        self.save = QPushButton(self.tr("Save…"))
        self.save.setProperty("primary", True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.leave = QPushButton(self.tr("Close"))
        for button in (self.copy, self.cancel, self.leave):
            button.setAutoDefault(False)
        self.save.setDefault(True)

    def _arrange(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.preview)
        left.addWidget(self.figures)
        left.addStretch(1)
        left.setSpacing(8)
        right.addWidget(self.form)
        right.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(28)
        top.addLayout(left, 1)
        top.addLayout(right)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.progress, 1)
        for button in (self.copy, self.cancel, self.save, self.leave):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(20)
        column.addLayout(top, 1)
        column.addLayout(buttons)
        self._show_state()

    def _connect(self) -> None:
        self.form.changed.connect(self._options_changed)
        self.save.clicked.connect(self._ask_and_save)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self.work.cancel)
        self.leave.clicked.connect(self.close)
        self.work.advanced.connect(self._advanced)
        self.work.finished.connect(self._finished)
        self.work.failed.connect(self._failed)
        self.work.cancelled.connect(self._cancelled)
        self._session.labs.current_changed.connect(self._follow)

    # The lab on show

    def _follow(self, key: str) -> None:
        if self._document is not None:
            self._document.changed.disconnect(self._show_lab_soon)
        self._document = self._session.labs.document(key) if key else None
        if self._document is not None:
            self._document.changed.connect(self._show_lab_soon)
            self.form.show_lab(self._document.lab, afresh=True)
        self._options_changed()

    def _show_lab_soon(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _show_lab(self) -> None:
        lab = self.lab()
        if lab is not None:
            self.form.show_lab(lab, afresh=False)
        self._show_options()

    def _options_changed(self) -> None:
        if not self.work.is_running:
            self.progress.say("")
        self._show_options()

    def _show_options(self) -> None:
        lab, options = self.lab(), self.form.options()
        if lab is not None:
            self.preview.show_picture(lab, options)
            self.figures.setText(self._figures(lab, options))
        self._show_state()

    def _figures(self, lab: Lab, options: Options) -> str:
        """What it comes to, or why it cannot be."""
        if not options.is_film:
            return " · ".join(translated(line) for line in lab.where()) if lab.step else ""
        try:
            film = options.film(lab)
        except InvalidValue as invalid:
            return translated(invalid.sentence)
        template = self.tr("Steps {first} to {last} in {time}, {frames} frames")
        return template.format(
            first=film.first,
            last=film.last,
            time=duration(film.seconds),
            frames=number(film.count),
        )

    def _show_state(self) -> None:
        """Which buttons there are now."""
        busy = self.work.is_running
        self.form.setEnabled(not busy)
        self.cancel.setVisible(busy)
        if busy and self.save.hasFocus():
            self.cancel.setFocus()
        self.save.setVisible(not busy)
        self.save.setEnabled(self.lab() is not None)
        self.copy.setVisible(not busy and not self.form.options().is_film)
        self.copy.setEnabled(self.lab() is not None)

    # What the buttons do

    def _copy(self) -> None:
        lab = self.lab()
        if lab is None:
            return
        try:
            copy_picture(lab, self.form.options())
        except InvalidValue as invalid:
            self._failed(invalid.sentence)
        else:
            self.progress.say(translated(say("export_copied")))

    def _ask_and_save(self) -> None:
        lab = self.lab()
        if lab is None:
            return
        suffix = self.form.options().suffix
        proposed = self._folder / self.form.options().file_name(lab)
        filter = f"{suffix[1:].upper()} (*{suffix})"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the lab"), str(proposed), filter
        )
        if chosen:
            path = Path(chosen)
            self._folder = path.parent
            # The answer may have taken a while, and the lab may have played on meanwhile.
            self.begin(lab, path if path.suffix.lower() == suffix else Path(f"{path}{suffix}"))

    def begin(self, lab: Lab, path: Path) -> None:
        """Begin to write this lab to a file with the suffix that is chosen."""
        options = self.form.options()
        try:
            if options.is_film:
                self.work.write_film(path, options.film(lab))
            else:
                self.work.write(path, partial(write_bytes, path, _drawn(lab, options)))
        except InvalidValue as invalid:
            self._failed(invalid.sentence)
        self._show_state()

    def _advanced(self, done: int, total: int) -> None:
        self.progress.show_progress(done, total, self.work.seconds_left)

    def _finished(self, path: Path) -> None:
        self.progress.say(translated(say("export_saved", file=path.name)))
        self._show_state()

    def _failed(self, sentence: Sentence) -> None:
        self.progress.say(translated(sentence), fault=True)
        self._show_state()

    def _cancelled(self) -> None:
        self.progress.say(self.tr("Cancelled; nothing was written."))
        self._show_state()

    # Closing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up what is going on first, and closes second."""
        if event.key() == Qt.Key.Key_Escape and self.work.is_running:
            self.work.cancel()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_lab()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.work.cancel()
        super().closeEvent(event)


def _drawn(lab: Lab, options: Options) -> bytes:
    if options.suffix == ".svg":
        return as_svg(lab, options.size, options.theme, titled=options.titled)
    return as_png(picture(lab, options.size, options.theme, titled=options.titled))
