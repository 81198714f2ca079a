"""One kind of layer in the palette: drag it, double-click it, or press Enter on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from cnnstudio.core.layers import KINDS
from cnnstudio.ui.kinds import family, icon_name
from cnnstudio.ui.spine.drag import Payload, drag
from cnnstudio.ui.spine.kinds import palette_word
from cnnstudio.ui.spine.pens import paint_box, paint_elided, paint_sign, paint_stripe
from cnnstudio.ui.spine.tips import kind_tip
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import stroke_focus

_AWAY_OPACITY = 0.45


class PaletteRow(QWidget):
    """`chosen(kind)`: insert a layer of this kind at the place that makes sense."""

    chosen = Signal(str)

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._pressed: QPointF | None = None
        self._away = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(kind_tip(KINDS[kind]))
        self.setAccessibleName(palette_word(kind))
        self.setAccessibleDescription(kind_tip(KINDS[kind]))
        follow_theme(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(160, current_theme().px("palette_row_h"))

    def minimumSizeHint(self) -> QSize:
        """Rows give way a little before the palette has to scroll."""
        return QSize(80, current_theme().px("chip_h"))

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        layer = KINDS[self.kind]
        hue = theme.kind_colour(family(layer))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() and not self._away
        paint_box(painter, rect, theme, theme.colour.raised if lit else theme.colour.surface)
        if self._away:
            self._paint_hole(painter, rect, theme)
            painter.setOpacity(_AWAY_OPACITY)
        paint_stripe(painter, rect, theme, hue)
        left = theme.px("kind_stripe_w") + 2 * theme.px("unit")
        side = theme.px_f("icon")
        paint_sign(painter, left + side / 2, rect.center().y(), side - 2, icon_name(layer), hue)
        words = rect.adjusted(left + side + 2 * theme.px("unit"), 0, -theme.px("unit"), 0)
        paint_elided(
            painter, words, palette_word(self.kind), theme.font("button"), theme.colour.text
        )
        if self.hasFocus():
            stroke_focus(painter, rect, theme, theme.px_f("radius_card"))
        painter.end()

    def _paint_hole(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """Where the row was taken from, while it is dragged."""
        pen = QPen(theme.colour.accent, 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(theme.colour.sunken)
        radius = theme.px_f("radius_card")
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        if (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.kind)

    def _drag(self) -> None:
        layer = KINDS[self.kind]
        self._away = True
        self.update()
        hue = current_theme().kind_colour(family(layer))
        drag(self, Payload(kind=self.kind), palette_word(self.kind), icon_name(layer), hue)
        self._away = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.chosen.emit(self.kind)
            case Qt.Key.Key_Down:
                self.focusNextChild()
            case Qt.Key.Key_Up:
                self.focusPreviousChild()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
