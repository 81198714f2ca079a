"""The confusion matrix: how often each digit was read as each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme, mix
from cnnstudio.ui.widgets.keys import ARROWS, ENTER
from cnnstudio.ui.widgets.painting import stroke_focus, stroke_ring, stroke_selection

Counts = npt.NDArray[np.int64]
Cell = tuple[int, int]

#: How much of the error colour the rarest error has.
_LEAST_TINT = 0.14
#: The smallest type that can be read; lower cells have no numbers, but their tooltips.
_LEAST_TYPE = 9


class ConfusionMatrix(QWidget):
    """Counts (10, 10), rows truth, columns answer. `cell_chosen` carries (truth, answer), None
    when the choice is taken back: by Escape, or by choosing the same cell again."""

    cell_chosen = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counts | None = None
        self._chosen: Cell | None = None
        self._hovered: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setMinimumSize(200, 84)
        follow_theme(self._restyle)

    def set_counts(self, counts: Counts | None) -> None:
        self._counts = counts
        self._describe()
        self.update()

    @property
    def chosen(self) -> Cell | None:
        return self._chosen

    def choose(self, cell: Cell | None) -> None:
        """Choose a cell, or none, and say so."""
        self._chosen = cell
        self._describe()
        self.update()
        self.cell_chosen.emit(cell)

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where (truth, answer) lies, in pixels."""
        room = self._room()
        wide, high = room.width() / CLASSES, room.height() / CLASSES
        truth, answer = cell
        # Whole pixels, so that all lines between cells are equally sharp.
        left, right = round(answer * wide), round((answer + 1) * wide)
        top, bottom = round(truth * high), round((truth + 1) * high)
        return QRectF(room.left() + left, room.top() + top, right - left, bottom - top)

    def cell_at(self, point: QPointF) -> Cell | None:
        room = self._room()
        if not room.contains(point):
            return None
        row = int((point.y() - room.top()) / room.height() * CLASSES)
        column = int((point.x() - room.left()) / room.width() * CLASSES)
        return min(row, CLASSES - 1), min(column, CLASSES - 1)

    def _room(self) -> QRectF:
        theme = current_theme()
        left, top = theme.font_px("label") * 1.7, theme.font_px("label") * 1.6
        return QRectF(
            round(left), round(top), self.width() - round(left) - 4, self.height() - round(top) - 4
        )

    def sizeHint(self) -> QSize:
        theme = current_theme()
        wide, high = theme.px("cell_confusion_w"), theme.px("cell_confusion_h")
        return QSize(wide * CLASSES + 28, high * CLASSES + 26)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    # Mouse and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell and self._counts is not None:
            self.choose(None if cell == self._chosen else cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._chosen:
            self.choose(None)
        elif self._counts is not None and key in ARROWS:
            self.choose(self._moved(*ARROWS[key]))
        elif self._counts is not None and key in ENTER and self._chosen is None:
            self.choose(self._worst())
        else:
            super().keyPressEvent(event)

    def _moved(self, down: int, right: int) -> Cell:
        if self._chosen is None:
            return self._worst()
        truth, answer = self._chosen
        last = CLASSES - 1
        return min(max(truth + down, 0), last), min(max(answer + right, 0), last)

    def _worst(self) -> Cell:
        """The most frequent error."""
        truth, answer = divmod(int(_errors(self._counts).argmax()), CLASSES)
        return truth, answer

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(QPointF(event.pos()))
            text = self._sentence(cell) if cell and self._counts is not None else self._hint()
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _hint(self) -> str:
        return self.tr("Each row is a true digit, each column an answer of the network.")

    def _sentence(self, cell: Cell) -> str:
        assert self._counts is not None
        count = number(int(self._counts[cell]))
        if cell[0] == cell[1]:
            text = self.tr("{count} test digits {truth} were read as {answer}: right.")
        else:
            text = self.tr("{count} test digits {truth} were read as {answer}.")
        return text.format(count=count, truth=cell[0], answer=cell[1])

    def _describe(self) -> None:
        chosen = self._chosen if self._counts is not None else None
        self.setAccessibleDescription(self._sentence(chosen) if chosen else self._hint())

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        self._paint_heads(painter, theme)
        self._paint_cells(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered and self._counts is not None:
            stroke_ring(painter, self.cell_rect(self._hovered), theme)
        if self._chosen:
            stroke_selection(painter, self.cell_rect(self._chosen), theme)
        if self.hasFocus() and not self._chosen:
            stroke_focus(painter, QRectF(self.rect()), theme)
        painter.end()

    def _paint_heads(self, painter: QPainter, theme: Theme) -> None:
        font = theme.font("label")
        high = self.cell_rect((0, 0)).height()
        every = 1 if high >= _LEAST_TYPE else 2
        font.setPixelSize(min(font.pixelSize(), max(_LEAST_TYPE, int(every * high))))
        painter.setFont(font)
        painter.setPen(theme.colour.muted)
        for index in range(0, CLASSES, every):
            row, column = self.cell_rect((index, 0)), self.cell_rect((0, index))
            side = QRectF(0, row.top(), row.left() - 6, row.height())
            side.adjust(0, -high, 0, high)  # type is higher than the lowest of cells
            top = QRectF(column.left(), 0, column.width(), column.top() - 3)
            painter.drawText(side, Qt.AlignmentFlag.AlignCenter, str(index))
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, str(index))

    def _paint_cells(self, painter: QPainter, theme: Theme) -> None:
        most = int(_errors(self._counts).max()) if self._counts is not None else 0
        painter.setFont(self._fitting_font(theme))
        has_numbers = self.cell_rect((0, 0)).height() >= _LEAST_TYPE
        for truth in range(CLASSES):
            for answer in range(CLASSES):
                rect = self.cell_rect((truth, answer))
                count = 0 if self._counts is None else int(self._counts[truth, answer])
                colour = self._colour(truth == answer, count, most, theme)
                painter.fillRect(rect, colour)
                painter.setPen(QPen(theme.colour.hairline, theme.px_f("hairline_w")))
                painter.drawRect(rect)
                if count and has_numbers:
                    painter.setPen(theme.text_on(colour))
                    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(count))

    def _fitting_font(self, theme: Theme):
        font = theme.font("axis")
        cell = self.cell_rect((0, 0))
        font.setPixelSize(
            max(
                _LEAST_TYPE,
                min(font.pixelSize(), int(cell.height() - 3), int((cell.width() - 4) / 2.5)),
            )
        )
        return font

    def _colour(self, right: bool, count: int, most: int, theme: Theme) -> QColor:
        if right:
            return theme.colour.sunken
        if not count:
            return theme.colour.surface
        share = _LEAST_TINT + (1 - _LEAST_TINT) * count / max(most, 1)
        return mix(theme.colour.confusion_from, theme.colour.confusion_to, share)


def _errors(counts: Counts | None) -> Counts:
    """The counts without those on the diagonal."""
    if counts is None:
        return np.zeros((CLASSES, CLASSES), np.int64)
    return counts * (1 - np.eye(CLASSES, dtype=np.int64))
