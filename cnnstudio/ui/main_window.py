"""The shell: top bar, spine, stage, transport. It arranges; it decides nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.ui.banner import Banner
from cnnstudio.ui.engine_words import chip
from cnnstudio.ui.look import projected_scale
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.rail import Rail
from cnnstudio.ui.spine.remove_drop import RemoveDropFilter
from cnnstudio.ui.spine.spine import Spine
from cnnstudio.ui.stage import Stage
from cnnstudio.ui.theme import Theme, current_theme, theme_manager
from cnnstudio.ui.top_bar import TopBar
from cnnstudio.ui.transport.binding import TransportBinding
from cnnstudio.ui.tray.tray import InputTray
from cnnstudio.ui.undo_turn import UndoTurn
from cnnstudio.ui.widgets.transport_bar import TransportBar
from cnnstudio.ui.window_place import toggle_full_screen
from cnnstudio.ui.workspaces import WORKSPACES

#: What settings are edited with.
_FIELDS = (QAbstractSpinBox, QComboBox, QCheckBox)

#: How long a window must have kept its size until projected type is fitted to it (ms).
_BEFORE_FITTING = 100


class MainWindow(QMainWindow):
    """The parts of the window and how they lie. `closing` is asked before it closes: a slot
    may refuse the event. `state_changed` when it fills the screen, or no longer does."""

    closing = Signal(object)
    files_dropped = Signal(object)
    state_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.top_bar = TopBar([(row.key, _workspace(row.label)) for row in WORKSPACES])
        for row in WORKSPACES:
            self.top_bar.tabs().tab(row.key).setToolTip(_workspace(row.hint))
        self.banner = Banner()
        self.tray = InputTray(session)
        self.spine = Spine(session)
        self.rail = Rail(session)
        self.stage = Stage(session)
        self.transport_bar = TransportBar()
        self.transport = TransportBinding(self.transport_bar, self)
        self._left = QWidget()
        self._fit = QTimer(self, singleShot=True, interval=_BEFORE_FITTING)
        self._fit.timeout.connect(self._fit_theme)
        self._arrange()
        self._connect()
        RemoveDropFilter(self.spine.commands, self.stage)
        UndoTurn(session.labs, self.stage, self.spine)
        self.setAcceptDrops(True)
        self.resize(1600, 900)
        self.setMinimumSize(1220, 680)
        self._restyle(current_theme())
        self.show_workspace("build")

    def show_workspace(self, key: str) -> None:
        self.stage.show_workspace(key)

    def show_starters(self) -> None:
        """The gallery of starter networks, in Build."""
        self.stage.show_workspace("build").palette_panel.show_gallery()

    def set_projector(self, on: bool) -> None:
        """Switch the layout for the projector on or off."""
        theme_manager().set_theme(self._fitting(replace(current_theme(), projector=on)))

    def _fitting(self, theme: Theme) -> Theme:
        """A theme with projected sizes that suit this window."""
        scale = projected_scale(self.width(), self.height()) if theme.projector else 1.0
        return replace(theme, scale=scale)

    def _fit_theme(self) -> None:
        theme = self._fitting(current_theme())
        if theme != current_theme():
            theme_manager().set_theme(theme)

    def _arrange(self) -> None:
        central = QWidget()
        # The first in the order of Tab, which goes around: so it is what comes after a workspace,
        # all of which are made later than the rest and are the last.
        self.transport_bar.setParent(central)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.tray)
        left.addWidget(self.spine, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.stage, 1)
        right.addWidget(self.transport_bar)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._left)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        whole = QVBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top_bar)
        whole.addLayout(middle, 1)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        session, document = self._session, self._session.document
        self.top_bar.workspace_chosen.connect(self.show_workspace)
        self.top_bar.projector_toggled.connect(self.set_projector)
        self.stage.shown.connect(self._workspace_shown)
        self.spine.preview_changed.connect(self._show_preview)
        self.spine.inspect_requested.connect(self._inspect)
        self.spine.number_chosen.connect(self._show_number)
        self.rail.digit_clicked.connect(lambda: session.digit.step(1))
        session.engine.state_changed.connect(self._show_engine)
        session.run.state_changed.connect(self._show_engine)
        session.history.shown_changed.connect(self._show_past)
        self.top_bar.now_requested.connect(lambda: session.history.seek(None))
        session.labs.opened.connect(lambda: self.show_workspace("learn"))
        session.trail.wanted.connect(self._show_xray)
        document.network_changed.connect(self._show_name)
        document.file_changed.connect(self._show_name)
        theme_manager().changed.connect(self._restyle)
        # Clickers send Page Up and Page Down, whatever has the focus.
        QShortcut(QKeySequence(Qt.Key.Key_PageDown), self, lambda: self.transport.step(1))
        QShortcut(QKeySequence(Qt.Key.Key_PageUp), self, lambda: self.transport.step(-1))
        self._show_engine()
        self._show_name()

    def _workspace_shown(self, key: str) -> None:
        self.top_bar.set_workspace(key)
        self.transport.drive(self.stage.workspace(key).driver)

    def _inspect(self) -> None:
        """Bring the keyboard to the first setting of the current layer."""
        inspector = self.stage.show_workspace("build").inspector
        fields = (f for f in inspector.findChildren(QWidget) if isinstance(f, _FIELDS))
        field = next((field for field in fields if field.isVisible()), None)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_number(self) -> None:
        """Where one looks inside, show where the number comes from."""
        if self.stage.key == "inside":
            self.stage.workspace("inside").show_view("xray")

    def _show_xray(self) -> None:
        self.stage.show_workspace("inside").show_view("xray")

    def _show_preview(self, report: object, text: str) -> None:
        if self.stage.key == "build":
            self.stage.workspace("build").show_preview(report, text)

    def _show_engine(self) -> None:
        run = self._session.run
        self.top_bar.set_device(*chip(self._session.engine, is_training=run.is_running))

    def _show_past(self) -> None:
        step = self._session.history.shown
        if step is None:
            self.top_bar.set_past("")
            return
        hint = self.tr("Every panel shows the run as it was then. Click to go back to now.")
        text = self.tr("Step {step} of the run").format(step=number(step))
        self.top_bar.set_past(text, hint)

    def _show_name(self) -> None:
        document = self._session.document
        self.top_bar.set_network(document.network.name, document.is_unsaved)
        self.setWindowTitle(self.tr("{name}[*] – CNN Studio").format(name=document.network.name))
        self.setWindowModified(document.is_unsaved)

    def _restyle(self, theme: Theme) -> None:
        self.top_bar.set_projector(theme.projector)
        self.menuBar().setVisible(not theme.projector)
        self._left.setVisible(not theme.projector)
        self._left.setFixedWidth(theme.px("spine_w"))
        self.rail.setVisible(theme.projector)
        self._fit.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field and no grid wanted: Space plays, arrows step, Home and End go to the
        ends, Escape leaves the projector's layout, and then the full screen."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Space:
            self.transport.toggle_play()
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.transport.step(1 if key == Qt.Key.Key_Right else -1)
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.transport.to_end(key == Qt.Key.Key_End)
        elif event.key() == Qt.Key.Key_Escape and current_theme().projector:
            self.set_projector(False)
        elif event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            toggle_full_screen(self)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.state_changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit(event)


def _workspace(label: str) -> str:
    return QCoreApplication.translate("workspace", label)
