"""A panel that lies on the window beside what opened it, and blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from cnnstudio.ui.icons import icon
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.panel import Panel

_DISTANCE = 8  # from what opened it, and from the edges of the window


class Flyout(Panel):
    """A panel with a cross; Esc closes it too. It stays within the window of its `anchor`, and can
    be dragged aside there."""

    closed = Signal()

    def __init__(self, title: str, anchor: QWidget) -> None:
        super().__init__(title, parent=anchor.window())
        self._anchor = anchor
        self._grip = QPoint()
        self._cross = QToolButton()
        self._cross.setProperty("flat", True)
        self._cross.setToolTip(self.tr("Close"))
        self._cross.setAccessibleName(self.tr("Close"))
        self._cross.clicked.connect(self.hide)
        self.set_corner(self._cross)
        self.hide()
        # Once all in it has taken its new size.
        self._fitted = QTimer(self, singleShot=True, interval=0)
        self._fitted.timeout.connect(self._fit)
        follow_theme(self._paint_cross)

    def open(self) -> None:
        """Show it beside the anchor, or at the stage's corner where that is out of sight."""
        host = self._anchor.window()
        if self.parent() is not host:
            self.setParent(host)
        host.installEventFilter(self)
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        host = self._anchor.window()
        self.resize(self._wanted())
        theme = current_theme()
        corner = QPoint(theme.px("spine_w") + _DISTANCE, theme.px("topbar_h") + _DISTANCE)
        if self._anchor.isVisible():
            corner = self._anchor.mapTo(host, QPoint(self._anchor.width() + _DISTANCE, _DISTANCE))
        self._put(corner)

    def _wanted(self) -> QSize:
        """As large as all in it asks for, within the window."""
        wanted = self.sizeHint().expandedTo(self.minimumSizeHint())
        if self.hasHeightForWidth():
            wanted.setHeight(max(wanted.height(), self.heightForWidth(wanted.width())))
        return wanted.boundedTo(self._anchor.window().size() - QSize(2 * _DISTANCE, 2 * _DISTANCE))

    def _grow(self) -> None:
        """Something in it has come to need more room, as larger type does."""
        self.resize(self.size().expandedTo(self._wanted()))
        self._put(self.pos())

    def _fit(self) -> None:
        """Be as large as it needs, after a change of the look smaller too, where it is."""
        if self.isVisible():
            self.resize(self._wanted())
            self._put(self.pos())

    def _put(self, corner: QPoint) -> None:
        """Move it there, within the window."""
        host = self._anchor.window()
        self.move(
            max(0, min(corner.x(), host.width() - self.width() - _DISTANCE)),
            max(0, min(corner.y(), host.height() - self.height() - _DISTANCE)),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
            self._fitted.start()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        # Before the window takes Esc as leaving the projector's layout.
        if event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return taken

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event):
            self.hide()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # a press between its controls is not one on the panel below
        self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What it covers can be seen if it is dragged aside."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._put(self.pos() + event.position().toPoint() - self._grip)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._anchor.window().removeEventFilter(self)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour.hairline_strong, 2))
        radius = theme.px_f("radius_panel")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()

    def _paint_cross(self, theme: Theme) -> None:
        self._cross.setIcon(icon("close", theme.colour.muted))
        side, hit = theme.px("icon_small"), theme.px("min_hit_target")
        self._cross.setIconSize(QSize(side, side))
        self._cross.setStyleSheet(f"padding: 0; min-height: {hit - 2}px;")
        self._cross.setFixedSize(hit, hit)
        self._fitted.start()


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
