"""“The filter does not fit”: the windows on a real map, and what they never look at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.hatching import hatch_around
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.workspaces.build.window_picture import WindowPicture, paint_windows

#: The key's texts get so much of the width at most, and wrap in it.
_LEGEND_SHARE = 0.48

#: Below this height, in sizes of the label type, the words around the map give it their room.
_LOW = 11

#: The type of an entry's first text and of its second.
_ENTRY_ROLES = ("body_strong", "label")

_WRAPPED = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class MisfitView(Painted):
    """The map at the left with the window that has no room dashed beside it; the key right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: WindowPicture | None = None
        self._caption = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, picture: WindowPicture, caption: str) -> None:
        self._picture, self._caption = picture, caption
        self.setAccessibleName(" ".join(text for entry in self._entries() for text in entry))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._picture is None:
            return
        label = theme.font_px("label")
        is_low = self.height() < _LOW * label
        margin = 4 if is_low else label + 12
        legend = self._legend_width(theme)
        room = QRectF(10, margin, self.width() - legend - 40, self.height() - 2 * margin)
        picture = self._picture
        cell = min(
            room.width() / picture.extent(1), room.height() / picture.extent(0),
            float(theme.px("cell_problem_map")),
        )  # fmt: skip
        cell = float(int(cell)) if cell > 4 else cell
        paint_windows(painter, room.topLeft(), cell, picture, theme)
        self._paint_missing(painter, room, cell, theme)
        left = room.left() + picture.extent(1) * cell + 22
        self._paint_legend(painter, QRectF(left, room.top(), legend, room.height()), theme)
        if not is_low:
            self._paint_head(painter, room, cell, theme)
            self._paint_caption(painter, margin, theme)

    def _paint_head(self, painter: QPainter, room: QRectF, cell: float, theme: Theme) -> None:
        assert self._picture is not None
        if not self._picture.fits:
            return
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour.muted)
        stride = self._picture.window.stride[1]
        text = self.tr("moves {stride} each time").format(stride=stride)
        painter.drawText(QPointF(room.left() + 6, room.top() - 12), text)
        start = room.left() + 6 + painter.fontMetrics().horizontalAdvance(text) + 10
        end = room.left() + self._picture.size[1] * cell
        if end - start > 20:
            y = room.top() - 16
            painter.setPen(QPen(theme.colour.muted, 1.5))
            painter.drawLine(QPointF(start, y), QPointF(end, y))
            painter.drawLine(QPointF(end - 6, y - 5), QPointF(end, y))
            painter.drawLine(QPointF(end - 6, y + 5), QPointF(end, y))

    def _paint_missing(self, painter: QPainter, room: QRectF, cell: float, theme: Theme) -> None:
        """The next window of the first row, which would reach beyond the map."""
        picture = self._picture
        assert picture is not None
        columns = picture.positions(1)
        if not picture.fits or picture.covered(1) == picture.size[1] or cell < 4:
            return
        window = picture.window
        left = room.left() + columns * window.stride[1] * cell
        box = QRectF(left, room.top(), window.reach(1) * cell, window.reach(0) * cell)
        tone = theme.colour.advice_text
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tone, theme.px_f("hover_ring"), Qt.PenStyle.DashLine))
        painter.drawRect(box)
        text = self._missing_text(picture.missing(1))
        beyond = QRectF(box)
        beyond.setLeft(room.left() + (picture.size[1] + window.padding[1]) * cell)
        painter.setPen(tone)
        wrap = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        for role in ("body_strong", "label"):
            painter.setFont(theme.font(role))
            if beyond.adjusted(2, 0, -2, 0).contains(painter.boundingRect(beyond, wrap, text)):
                painter.drawText(beyond, wrap, text)
                return

    def _missing_text(self, count: int) -> str:
        template = self.tr("1 column missing") if count == 1 else self.tr("{count} columns missing")
        return template.format(count=number(count))

    # The key

    def _entries(self) -> list[tuple[str, str]]:
        assert self._picture is not None
        return [self._uncovered_text(), *([self._windows_text()] if self._picture.fits else [])]

    def _uncovered_text(self) -> tuple[str, str]:
        picture = self._picture
        assert picture is not None
        if not picture.fits:
            window = shape(picture.window.kernel_size).replace(" ", "")
            size = shape(picture.size).replace(" ", "")
            return (
                self.tr("{window} window").format(window=window),
                self.tr("larger than the {size} map").format(size=size),
            )
        total = picture.size[0] * picture.size[1]
        left_out = total - picture.pixels_read
        text = self.tr("{count} of {total} pixels").format(
            count=number(left_out), total=number(total)
        )
        return text, self.tr("never looked at")

    def _windows_text(self) -> tuple[str, str]:
        picture = self._picture
        assert picture is not None
        windows = picture.positions(0) * picture.positions(1)
        template = self.tr("1 window fits") if windows == 1 else self.tr("{count} windows fit")
        seen = self.tr("{count} pixels covered")
        read = seen.format(count=number(picture.pixels_read))
        return template.format(count=number(windows)), read

    def _legend_width(self, theme: Theme) -> float:
        """What the key's texts need, or the share of the width in which they wrap."""
        wide = max(
            QFontMetricsF(theme.font(role)).horizontalAdvance(text)
            for texts in self._entries()
            for role, text in zip(_ENTRY_ROLES, texts, strict=True)
        )
        return min(theme.px_f("icon") + 10 + wide + 2, self.width() * _LEGEND_SHARE)

    def _paint_legend(self, painter: QPainter, place: QRectF, theme: Theme) -> None:
        """The entries below each other, a little under the middle of the place."""
        side, gap = theme.px_f("icon"), 16.0
        told = self._entries()
        words = place.adjusted(side + 10, 0, 0, 0)
        heights = [self._entry_height(words.width(), texts, theme) for texts in told]
        free = place.height() - sum(heights) - gap * (len(heights) - 1)
        top = place.top() + max(0.0, free * 0.6)
        for texts, height in zip(told, heights, strict=True):
            key = QRectF(place.left(), top, side, side)
            self._paint_key(painter, key, texts is told[0], theme)
            self._paint_entry(painter, QRectF(words.left(), top, words.width(), height), texts)
            top += height + gap

    def _paint_key(self, painter: QPainter, key: QRectF, for_uncovered: bool, theme: Theme) -> None:
        assert self._picture is not None
        colour = theme.colour
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not for_uncovered:
            painter.setPen(QPen(colour.accent, theme.px_f("selection_stroke")))
            painter.drawRoundedRect(key.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
            return
        if self._picture.fits:
            hatch_around(painter, key, QRectF(), colour.advice, colour.advice_tint)
            painter.setPen(QPen(colour.advice, 1))
        else:
            painter.setPen(QPen(colour.warning, theme.px_f("hover_ring"), Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(key)

    def _entry_height(self, width: float, texts: tuple[str, str], theme: Theme) -> float:
        return sum(
            _wrapped_height(theme.font(role), text, width)
            for role, text in zip(_ENTRY_ROLES, texts, strict=True)
        )

    def _paint_entry(self, painter: QPainter, place: QRectF, texts: tuple[str, str]) -> None:
        theme = current_theme()
        colours = (theme.colour.text, theme.colour.muted)
        for role, text, colour in zip(_ENTRY_ROLES, texts, colours, strict=True):
            painter.setFont(theme.font(role))
            painter.setPen(colour)
            painter.drawText(place, _WRAPPED, text)
            place = place.adjusted(0, _wrapped_height(theme.font(role), text, place.width()), 0, 0)

    def _paint_caption(self, painter: QPainter, foot: int, theme: Theme) -> None:
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour.muted)
        place = QRectF(10, self.height() - foot, self.width() - 10, foot)
        text = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideRight, round(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignBottom, text)


def _wrapped_height(font: QFont, text: str, width: float) -> float:
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 1000), _WRAPPED, text).height()
