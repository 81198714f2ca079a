"""“The filter does not fit”: the windows on a real map, and what they never look at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.workspaces.build.hatching import hatch_around
from cnnstudio.ui.workspaces.build.window_picture import WindowPicture, paint_windows

_LEGEND_W = 168


class MisfitView(QWidget):
    """The map at the left with the window that has no room dashed beside it; the key right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: WindowPicture | None = None
        self._caption = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    def show_picture(self, picture: WindowPicture, caption: str) -> None:
        self._picture, self._caption = picture, caption
        told = [*self._uncovered_text(), *(self._windows_text() if picture.fits else ())]
        self.setAccessibleName(" ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head, foot = theme.font_px("label") + 12, theme.font_px("label") + 12
        legend = round(_LEGEND_W * theme.font_px("label") / 14)
        room = QRectF(10, head, self.width() - legend - 24, self.height() - head - foot)
        picture = self._picture
        cell = min(
            room.width() / picture.extent(1), room.height() / picture.extent(0),
            float(theme.px("cell_problem_map")),
        )  # fmt: skip
        cell = float(int(cell)) if cell > 4 else cell
        paint_windows(painter, room.topLeft(), cell, picture, theme)
        self._paint_head(painter, room, cell, theme)
        self._paint_missing(painter, room, cell, theme)
        right = room.left() + picture.extent(1) * cell + 22
        self._paint_legend(painter, min(right, self.width() - legend), room, theme)
        self._paint_caption(painter, foot, theme)
        painter.end()

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

    def _paint_legend(self, painter: QPainter, left: float, room: QRectF, theme: Theme) -> None:
        assert self._picture is not None
        side, line = theme.px_f("icon"), theme.font_px("label") * 1.5
        top = room.top() + max(0.0, (room.height() - 4 * line - 16) * 0.6)
        colour = theme.colour
        key = QRectF(left, top, side, side)
        if self._picture.fits:
            hatch_around(painter, key, QRectF(), colour.advice, colour.advice_tint)
            painter.setPen(QPen(colour.advice, 1))
        else:
            painter.setPen(QPen(colour.warning, theme.px_f("hover_ring"), Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(key)
        self._paint_entry(painter, key, self._uncovered_text(), theme)
        if not self._picture.fits:
            return
        key.translate(0, 2 * line + 16)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour.accent, theme.px_f("selection_stroke")))
        painter.drawRoundedRect(key.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
        self._paint_entry(painter, key, self._windows_text(), theme)

    def _paint_entry(
        self, painter: QPainter, key: QRectF, texts: tuple[str, str], theme: Theme
    ) -> None:
        line = theme.font_px("label") * 1.5
        place = QRectF(key.right() + 10, key.top() - 2, self.width() - key.right() - 10, line)
        painter.setFont(theme.font("body_strong"))
        painter.setPen(theme.colour.text)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, texts[0])
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour.muted)
        painter.drawText(place.translated(0, line), Qt.AlignmentFlag.AlignVCenter, texts[1])

    def _paint_caption(self, painter: QPainter, foot: int, theme: Theme) -> None:
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour.muted)
        place = QRectF(10, self.height() - foot, self.width() - 10, foot)
        text = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideRight, round(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignBottom, text)

    def _restyle(self, theme: Theme) -> None:
        self.update()
