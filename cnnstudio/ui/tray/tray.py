"""The head of the spine: which digit everything on screen is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.ui.icons import icon
from cnnstudio.ui.numbers import number
from cnnstudio.ui.pictures import PATTERNS, PictureError, picture_of, read_picture
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import Digit
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.tray.browser import Browser, mistakes
from cnnstudio.ui.tray.drawing_flyout import DrawingFlyout
from cnnstudio.ui.tray.flyout import Flyout
from cnnstudio.ui.tray.picture_flyout import PictureFlyout
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel
from cnnstudio.ui.widgets.pixel_image import PixelImage

_Kind = TypeVar("_Kind", bound=Flyout)

#: How long a sentence on what went wrong stays (ms).
_COMPLAINT = 10_000


class InputTray(QWidget):
    """The current digit; Left and Right go through the test set, Ctrl+V pastes a picture.

    Its actions (browse, mistake, draw, open, paste) are also its context menu. Images may be
    dropped on it. The panels that it opens lie on its window and block nothing.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._flyouts: dict[object, Flyout] = {}
        self.picture = PixelImage()
        self._label = TextLabel(role="label", tone="muted")
        self._name = ElidedLabel(role="card_title")
        self._note = TextLabel(role="min", tone="muted")
        self.previous_button, self.next_button = QPushButton(), QPushButton()
        self.draw_button = QPushButton(self.tr("Draw"))
        self.open_button = QPushButton(self.tr("Open"))
        self._complained = QTimer(self, singleShot=True, interval=_COMPLAINT)
        self._complained.timeout.connect(self._show_fit)
        self._make_actions()
        self._arrange()
        self._connect()
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName(self.tr("Input"))
        follow_theme(self._restyle)
        self._show_digit(session.digit.current)
        self._show_mistakes()

    # What it can be asked for

    def browse(self) -> None:
        self._open(Browser)

    def draw(self) -> None:
        self._open(DrawingFlyout)

    def open_dialog(self) -> None:
        """Ask for an image file."""
        dialog = QFileDialog(self.window(), self.tr("Open a picture of a digit"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Images ({patterns})").format(patterns=PATTERNS))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def open_file(self, path: Path) -> bool:
        """Show an image file; False, with a sentence in the tray, where it cannot be used."""
        try:
            picture = read_picture(path)
        except PictureError as error:
            self._complain(str(error))
            return False
        self._open(PictureFlyout).show_picture(picture)
        return True

    def paste(self) -> bool:
        """Show the picture in the clipboard; False, with a sentence, where there is none."""
        data = QGuiApplication.clipboard().mimeData()
        if data is not None and _holds_picture(data):
            return self._take(data)
        self._complain(self.tr("The clipboard holds no picture."))
        return False

    def note(self) -> str:
        """The sentence below the picture: how the network's input differs, or what went wrong."""
        return self._note.text()

    # Set-up

    def _make_actions(self) -> None:
        self._action(self.tr("Browse test digits"), self.browse)
        self.mistake_action = self._action(self.tr("Next mistake"), self._session.next_mistake)
        self._action(self.tr("Draw a digit"), self.draw)
        self._action(self.tr("Open a picture…"), self.open_dialog)
        self.paste_action = self._action(self.tr("Paste a picture"), self.paste)

    def _action(self, text: str, run: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda: run())
        self.addAction(action)
        return action

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(TextLabel(self.tr("Input"), "card_title"))
        head.addStretch()
        head.addWidget(self._label)
        buttons = QGridLayout()
        buttons.setHorizontalSpacing(8)
        buttons.setVerticalSpacing(6)
        buttons.addWidget(self._name, 0, 0, 1, 2)
        buttons.addWidget(self.previous_button, 1, 0)
        buttons.addWidget(self.next_button, 1, 1)
        buttons.addWidget(self.draw_button, 2, 0)
        buttons.addWidget(self.open_button, 2, 1)
        body = QHBoxLayout()
        body.setSpacing(14)
        body.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(buttons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(body)
        column.addWidget(self._note)
        self._note.setWordWrap(True)

    def _connect(self) -> None:
        session = self._session
        self.picture.set_clickable(self.tr("Browse test digits"))
        self.picture.setToolTip(self.tr("Browse test digits"))
        self.picture.clicked.connect(self.browse)
        self.previous_button.clicked.connect(lambda: session.digit.step(-1))
        self.next_button.clicked.connect(lambda: session.digit.step(1))
        self.draw_button.clicked.connect(self.draw)
        self.open_button.clicked.connect(self.open_dialog)
        for button, name in (
            (self.previous_button, self.tr("Previous test digit")),
            (self.next_button, self.tr("Next test digit")),
            (self.draw_button, self.tr("Draw a digit by hand")),
            (self.open_button, self.tr("Open a picture of a digit")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
            leave_keys(button)
        session.digit.changed.connect(self._show_digit)
        session.document.network_changed.connect(self._show_fit)
        session.evaluation_changed.connect(self._show_mistakes)

    def _restyle(self, theme: Theme) -> None:
        side = QSize(theme.px("icon_small") + 2, theme.px("icon_small") + 2)
        for button, name in (
            (self.previous_button, "previous"),
            (self.next_button, "next"),
            (self.draw_button, "draw"),
            (self.open_button, "open"),
        ):
            button.setIcon(icon(name, theme.colour.text, theme.colour.faint))
            button.setIconSize(side)
            button.setStyleSheet(f"padding: 0 6px; min-height: {theme.px('button_h') - 4}px;")

    # What it shows

    def _show_digit(self, digit: Digit) -> None:
        self.picture.set_values(digit.pixels)
        self._name.setText(self._title(digit))
        unknown = self.tr("label unknown")
        known = self.tr("label {label}").format(label=digit.label)
        self._label.setText(unknown if digit.label is None else known)
        self._show_fit()

    def _title(self, digit: Digit) -> str:
        if digit.index is not None:
            return self.tr("Test digit {index}").format(index=number(digit.index))
        if digit.source == "drawn":
            return self.tr("Your drawing")
        return digit.name or self.tr("Pasted picture")

    def _show_fit(self, *_change: object) -> None:
        seen = self._session.document.network.input
        self._note.set_tone("muted")
        fits = seen.shape == (1, 28, 28)
        self._note.setText("" if fits else translated(seen.sentence()))
        self._note.setVisible(not fits)

    def _complain(self, sentence: str) -> None:
        """Say it for a while; the picture from before is not what was asked for."""
        if PictureFlyout in self._flyouts:
            self._flyouts[PictureFlyout].hide()
        self._note.set_tone("warning")
        self._note.setText(sentence)
        self._note.show()
        self._complained.start()

    def _show_mistakes(self) -> None:
        count, sentence = mistakes(self._session)
        self.mistake_action.setEnabled(count > 0)
        self.mistake_action.setToolTip(sentence)

    def _open(self, kind: Callable[[Session, QWidget], _Kind]) -> _Kind:
        """Show one of the panels, and only that."""
        for other in self._flyouts.values():
            other.hide()
        flyout = self._flyouts.get(kind) or kind(self._session, self)
        self._flyouts[kind] = flyout
        flyout.open()
        return cast(_Kind, flyout)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour.raised)
        painter.setPen(QPen(theme.colour.hairline, 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    # Keyboard, drops

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picture.setFocus()

    def event(self, event: QEvent) -> bool:
        # Before the window takes Ctrl+V as pasting layers.
        if event.type() == QEvent.Type.ShortcutOverride and _is_paste(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self._session.digit.step(steps[key])
        elif _is_paste(event):
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _holds_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take(event.mimeData())
        event.acceptProposedAction()

    def _take(self, data: QMimeData) -> bool:
        path = _file_in(data)
        if path is not None:
            return self.open_file(path)
        try:
            picture = picture_of(QImage(data.imageData()))
        except PictureError as error:
            self._complain(str(error))
            return False
        self._open(PictureFlyout).show_picture(picture)
        return True


def _holds_picture(data: QMimeData) -> bool:
    return data.hasImage() or _file_in(data) is not None


def _file_in(data: QMimeData) -> Path | None:
    """The image file that is dragged or copied; project files belong to the window."""
    for url in data.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix != ".cnnstudio":
            return path
    return None


def _is_paste(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
