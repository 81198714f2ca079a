"""A place outside the spine where dragged cards are let go to remove them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.spine.commands import LayerCommands
from cnnstudio.ui.spine.drag import Payload, from_mime
from cnnstudio.ui.theme import current_theme


class RemoveDropFilter(QObject):
    """Lets `target` take cards that are dragged out of the spine: they are removed.

    Other drags pass through to whoever else wants them.
    """

    def __init__(self, commands: LayerCommands, target: QWidget) -> None:
        super().__init__(target)
        self._commands, self._target = commands, target
        self._hint = RemoveHint(self.tr("Release to remove"), target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDragEnterEvent() | QDragMoveEvent() if _cards(event):
                event.setDropAction(Qt.DropAction.MoveAction)
                event.accept()
                self._hint.cover(self._target)
                return True
            case QDropEvent() if event.type() == QEvent.Type.Drop and (cards := _cards(event)):
                self._hint.hide()
                event.setDropAction(Qt.DropAction.MoveAction)
                event.accept()
                self._commands.remove_layers(cards.ids)
                return True
        if event.type() == QEvent.Type.DragLeave:
            self._hint.hide()
        return False


def _cards(event: QDropEvent) -> Payload | None:
    """The cards of this window's spine that are dragged, if it is them."""
    payload = from_mime(event.mimeData())
    return payload if payload and payload.ids and event.source() is not None else None


class RemoveHint(QWidget):
    """A veil over the target that says what letting go does."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(text)
        self.hide()

    def cover(self, target: QWidget) -> None:
        self.setGeometry(target.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = theme.colour.background
        veil.setAlphaF(0.72)
        painter.fillRect(self.rect(), veil)
        box = QRectF(0, 0, 260, 64)
        box.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(theme.colour.warning, 2))
        painter.setBrush(theme.colour.warning_tint)
        painter.drawRoundedRect(box, theme.px_f("radius_panel"), theme.px_f("radius_panel"))
        side = theme.px_f("icon")
        sign = QRectF(box.left() + 24, box.center().y() - side / 2, side, side)
        paint_icon(painter, sign, "trash", theme.colour.warning)
        painter.setFont(theme.font("body_strong"))
        painter.setPen(theme.colour.text)
        words = box.adjusted(24 + side, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
