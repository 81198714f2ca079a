"""The digits of one ranking: each whole, with the box that was seen, and that part enlarged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, to_image
from cnnstudio.ui.widgets.keys import ARROWS, ENTER
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import draw_box, stroke_focus, stroke_selection
from cnnstudio.ui.workspaces.inside.seen import fitted_cell, patch_pixels
from cnnstudio.ui.workspaces.inside.top_images.ranked import Pick

_COLUMNS = 3
_PADDING = 8
_BETWEEN = 8
_GAP = 8
#: Pixels across a picture below which fewer cards are shown, on the desk and projected.
_LEGIBLE, _LEGIBLE_PROJECTED = 54, 72


class PickCards(Painted):
    """Cards in three columns, as many as are legible.

    `picked` brings the place of one that was clicked, or chosen with the arrow keys and Enter.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picks: Sequence[Pick] = ()
        self._shows_parts = True
        self._current: int | None = None
        self._place = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Top images"))

    def show_picks(self, picks: Sequence[Pick], shows_parts: bool) -> None:
        """`shows_parts`: whether the part that was seen is less than the digit."""
        self._picks, self._shows_parts = picks, shows_parts
        self._place = min(self._place, max(0, len(picks) - 1))
        self._describe()
        self.update()

    def picks(self) -> Sequence[Pick]:
        return self._picks

    def set_current(self, digit: int | None) -> None:
        """Mark the test digit that every panel looks at."""
        self._current = digit
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(460, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)

    def card_rect(self, place: int) -> QRectF:
        line, column = divmod(place, _COLUMNS)
        lines, wide = self._lines(), self._card_width()
        high = (self.height() - (lines - 1) * _GAP) / lines
        return QRectF(column * (wide + _GAP), line * (high + _GAP), wide, high)

    def shown(self) -> Sequence[Pick]:
        """Those for which there is room."""
        return self._picks[: self._lines() * _COLUMNS]

    def _card_width(self) -> float:
        return (self.width() - (_COLUMNS - 1) * _GAP) / _COLUMNS

    def _lines(self) -> int:
        theme = current_theme()
        pictures = 2 if self._shows_parts else 1
        by_width = (self._card_width() - 2 * _PADDING - (pictures - 1) * _BETWEEN) / pictures
        side = min(by_width, _LEGIBLE_PROJECTED if theme.projector else _LEGIBLE)
        least = side + 2 * _PADDING + _line(theme)
        wanted = -(-max(len(self._picks), 1) // _COLUMNS)
        return max(1, min(wanted, int((self.height() + _GAP) // (least + _GAP))))

    # Mouse and keyboard

    def _place_at(self, point: QPoint) -> int | None:
        places = range(len(self.shown()))
        return next((p for p in places if self.card_rect(p).contains(QPointF(point))), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(place)
            self.picked.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS and self._picks:
            down, right = ARROWS[key]
            self._go_to(min(max(self._place + down * _COLUMNS + right, 0), len(self.shown()) - 1))
        elif key in ENTER and self._picks:
            self.picked.emit(self._place)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(event.pos())
            text = "" if place is None else self.sentence(place)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def sentence(self, place: int) -> str:
        pick = self._picks[place]
        template = self.tr("Test digit {digit}, a {label}: {value} at row {row}, column {column}")
        return template.format(
            digit=number(pick.digit),
            label=pick.label,
            value=number(pick.value),
            row=pick.spot.row + 1,
            column=pick.spot.column + 1,
        )

    def _go_to(self, place: int) -> None:
        self._place = place
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.sentence(self._place) if self._picks else "")

    # Painting

    def paint(self, painter: QPainter, theme: Theme) -> None:
        for place, pick in enumerate(self.shown()):
            rect = self.card_rect(place)
            self._paint_card(painter, rect, pick, theme)
            if self.hasFocus() and place == self._place:
                stroke_focus(painter, rect, theme, theme.px_f("radius_card"))

    def _paint_card(self, painter: QPainter, rect: QRectF, pick: Pick, theme: Theme) -> None:
        current = pick.digit == self._current
        edge = theme.colour.accent if current else theme.colour.hairline
        fill = theme.colour.accent_tint if current else theme.colour.surface
        width = theme.px_f("selected_card_stroke") if current else 1.0
        draw_box(painter, rect, fill, edge, theme.px_f("radius_card"), width)
        line = _line(theme)
        pictures = 2 if self._shows_parts else 1
        room = (rect.width() - 2 * _PADDING - (pictures - 1) * _BETWEEN) / pictures
        side = int(min(room, rect.height() - 2 * _PADDING - line))
        if side < 4:
            return
        across = pictures * side + (pictures - 1) * _BETWEEN
        left = rect.left() + (rect.width() - across) / 2
        top = rect.top() + (rect.height() - side - line) / 2
        whole = QRectF(round(left), round(top), side, side)
        _paint_digit(painter, whole, pick, self._shows_parts, theme)
        if self._shows_parts:
            part = whole.translated(side + _BETWEEN, 0)
            _paint_part(painter, part, pick, self.devicePixelRatioF(), theme)
        below = QRectF(rect.left(), whole.bottom() + 2, rect.width(), line)
        _paint_words(painter, below.adjusted(_PADDING + 2, 0, -_PADDING - 2, 0), pick, theme)


def _line(theme: Theme) -> int:
    return theme.font_px("card_title") + 10


def _paint_digit(painter: QPainter, place: QRectF, pick: Pick, has_box: bool, theme: Theme) -> None:
    rows, columns = pick.picture.shape
    unit = place.width() / max(rows, columns)
    picture = QRectF(0, 0, columns * unit, rows * unit)
    picture.moveCenter(place.center())
    painter.drawImage(picture, colourise(pick.picture, ColourMap.PIXEL, 1.0, theme))
    if not has_box:
        return
    top, left, height, width = pick.box
    box = QRectF(left * unit, top * unit, width * unit, height * unit)
    seen = box.translated(picture.topLeft()).intersected(picture)
    painter.save()
    painter.setClipRect(place.adjusted(-3, -3, 3, 3))
    stroke_selection(painter, seen.adjusted(2, 2, -2, -2), theme)
    painter.restore()


def _paint_part(painter: QPainter, place: QRectF, pick: Pick, ratio: float, theme: Theme) -> None:
    wide, high = fitted_cell(pick.box, round(place.width() * ratio))
    image = to_image(patch_pixels(pick.patch, (wide, high), theme))
    image.setDevicePixelRatio(ratio)
    painter.drawImage(
        QPointF(
            place.left() + (place.width() - wide / ratio) / 2,
            place.top() + (place.height() - high / ratio) / 2,
        ),
        image,
    )


def _paint_words(painter: QPainter, room: QRectF, pick: Pick, theme: Theme) -> None:
    """The number at the left, what the digit is at the right."""
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.font("card_title"))
    painter.setPen(theme.colour.text)
    painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, number(pick.value))
    painter.setFont(theme.font("label"))
    painter.setPen(theme.colour.muted)
    label = QCoreApplication.translate("PickCards", "a {label}").format(label=pick.label)
    painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, label)
