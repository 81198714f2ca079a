"""A lab in the catalogue: its little picture, its title, and what there is to see."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import draw_box, stroke_focus
from cnnstudio.ui.workspaces.learn.little_pictures import LittlePictures

#: Lines that a lab's sentence may have on a card.
_LINES = 2

#: The least height of the picture, as a share of the card's width.
_LEAST_PICTURE = 0.37


class LabCard(QAbstractButton):
    """Pressed with the mouse, Enter or Space."""

    def __init__(
        self, kind: type[Lab], pictures: LittlePictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.key = kind.key
        self._title, self._summary = translated(kind.title), translated(kind.summary)
        self._pictures = pictures
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(self._summary)
        self.setToolTip(self._summary)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pictures.painted.connect(self._painted)
        follow_theme(self._restyle)

    def least_height(self, width: int) -> int:
        """What a card of that width needs for its words and a picture that can be recognised."""
        return round(width * _LEAST_PICTURE) + self._words_height()

    def picture_rect(self) -> QRect:
        """Where the picture is: all but the words at the foot."""
        gap = 2 * current_theme().px("unit")
        return self.rect().adjusted(gap, gap, -gap, -self._words_height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the page knows which card lies where
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.isDown()
        radius = theme.px_f("radius_panel")
        edge = theme.colour.faint if lit else theme.colour.hairline
        draw_box(painter, rect, theme.colour.surface, edge, radius)
        self._paint_picture(painter, theme, lit)
        self._paint_words(painter, theme)
        if self.hasFocus():
            stroke_focus(painter, rect, theme, radius)
        painter.end()

    def _paint_picture(self, painter: QPainter, theme: Theme, lit: bool) -> None:
        place = self.picture_rect()
        painter.save()
        path = QPainterPath()
        radius = theme.px_f("radius_card")
        path.addRoundedRect(QRectF(place), radius, radius)
        painter.fillPath(path, theme.colour.sunken if lit else theme.colour.raised)
        frame = 2 * theme.px("unit")
        inner = place.adjusted(frame, frame, -frame, -frame)
        picture = self._pictures.picture(self.key, inner.size(), theme, self.devicePixelRatioF())
        if picture is not None:
            painter.setClipPath(path)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(inner, picture)
        painter.restore()

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        unit = theme.px("unit")
        left, width = 4 * unit, self.width() - 8 * unit
        top = self.picture_rect().bottom() + 1 + 2 * unit
        metrics = QFontMetrics(theme.font("card_title"))
        painter.setFont(theme.font("card_title"))
        painter.setPen(theme.colour.text)
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(left, top + metrics.ascent(), title)
        top += metrics.height() + unit // 2
        metrics = QFontMetrics(theme.font("label"))
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour.muted)
        for line in _lines(self._summary, theme, width):
            painter.drawText(left, top + metrics.ascent(), line)
            top += metrics.lineSpacing()

    def _words_height(self) -> int:
        theme = current_theme()
        unit = theme.px("unit")
        title = QFontMetrics(theme.font("card_title")).height() + unit // 2
        lines = _LINES * QFontMetrics(theme.font("label")).lineSpacing()
        return 2 * unit + title + lines + 3 * unit

    def _painted(self, key: str) -> None:
        if key == self.key:
            self.update()

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, self.least_height(280))


def _lines(text: str, theme: Theme, width: int) -> list[str]:
    """The text in lines of at most that width; the last one ends in “…” if there is more."""
    font = theme.font("label")
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    starts = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:], len(text)]
    lines = [text[a:b].rstrip() for a, b in zip(starts, ends, strict=True)]
    if len(lines) <= _LINES:
        return lines
    rest = text[starts[_LINES - 1] :]
    elided = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return [*lines[: _LINES - 1], elided]
