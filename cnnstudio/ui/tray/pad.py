"""The square that is drawn on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.centring import Floats
from cnnstudio.ui.theme import current_theme, follow_theme
from cnnstudio.ui.tray.strokes import SIDE, Drawing, Stroke
from cnnstudio.ui.widgets.colormap import ColourMap, colourise

#: How wide the lightest stroke of a pen is, as a share of the brush, and the hardest.
_LIGHTEST, _HARDEST = 0.35, 1.35

#: Width of the brush to begin with, in pixels of the drawing: MNIST's strokes are about as wide.
BRUSH = 22

_SIDE = 392
_PROJECTED_SIDE = 476


class DrawingPad(QWidget):
    """Draw with the left button or a pen, erase with the right button or the pen's other end;
    Ctrl+Z takes a stroke back. The harder a pen is pressed, the wider is its line.

    `changed` follows every change of what is drawn.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = Drawing()
        self._is_drawing = False
        self._mouse: QPointF | None = None
        self.width_of_brush = float(BRUSH)
        self.erasing = False
        self.setMouseTracking(True)
        # Else all that lies below it is painted anew with every move of the mouse.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Drawing pad"))
        follow_theme(self._restyle)

    def ink(self) -> Floats:
        return self._drawing.ink()

    @property
    def is_blank(self) -> bool:
        return self._drawing.is_blank

    @property
    def can_undo(self) -> bool:
        return bool(self._drawing.strokes)

    def clear(self) -> None:
        self._drawing.wipe()
        self._tell()

    def undo(self) -> None:
        self._drawing.undo()
        self._tell()

    def sizeHint(self) -> QSize:
        side = _PROJECTED_SIDE if current_theme().projector else _SIDE
        return QSize(side, side)

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        right = event.button() == Qt.MouseButton.RightButton
        if event.button() == Qt.MouseButton.LeftButton or right:
            self._begin(event.position(), self.width_of_brush, right)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._lead(event.position(), self.width_of_brush)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_drawing = False

    def tabletEvent(self, event: QTabletEvent) -> None:
        width = self.width_of_brush * _share_of(event)
        match event.type():
            case QEvent.Type.TabletPress:
                eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
                second = event.button() == Qt.MouseButton.RightButton
                self._begin(event.position(), width, eraser or second)
            case QEvent.Type.TabletMove:
                self._lead(event.position(), width)
            case _:
                self._is_drawing = False
        event.accept()  # else Qt makes a mouse event of it

    def _begin(self, at: QPointF, width: float, erasing: bool) -> None:
        self._is_drawing = True
        self._drawing.begin(Stroke(self.erasing or erasing), self._point(at), width)
        self._tell()

    def _lead(self, to: QPointF, width: float) -> None:
        self._mouse = to
        if self._is_drawing:
            self._drawing.extend(self._point(to), width)
            self._tell()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self.update()

    def event(self, event: QEvent) -> bool:
        # Before the window takes Ctrl+Z as undo of the network's edits.
        if event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_undo(event):
            self.undo()
        else:
            super().keyPressEvent(event)

    def _point(self, at: QPointF) -> QPointF:
        return at * (SIDE / self.width())

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, colourise(self._drawing.ink(), ColourMap.PIXEL, 1.0, theme))
        painter.setPen(QPen(theme.colour.hairline_strong, 1))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._mouse is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_brush(painter, self._mouse)
        painter.end()

    def _paint_brush(self, painter: QPainter, at: QPointF) -> None:
        radius = self.width_of_brush * self.width() / SIDE / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(current_theme().colour.faint, 1.5))
        painter.drawEllipse(at, radius, radius)

    def _restyle(self, _theme: object) -> None:
        self.updateGeometry()
        self.update()


def _share_of(event: QTabletEvent) -> float:
    """How much of the brush's width a pen draws; all of it where it cannot feel pressure."""
    if not event.pointingDevice().capabilities() & QPointingDevice.Capability.Pressure:
        return 1.0
    return _LIGHTEST + (_HARDEST - _LIGHTEST) * min(max(event.pressure(), 0.0), 1.0)


def _is_undo(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
