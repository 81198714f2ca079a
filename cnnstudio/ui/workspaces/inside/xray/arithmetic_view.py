"""The windows that a number is made from, with what they are multiplied by and what they add."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.core.arithmetic import Arithmetic
from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, range_limit
from cnnstudio.ui.widgets.keys import ARROWS, ENTER
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.workspaces.inside.xray import words
from cnnstudio.ui.workspaces.inside.xray.row_layout import Cell, Part, RowLayout
from cnnstudio.ui.workspaces.inside.xray.row_painter import Look, RowPainter, numbers_of
from cnnstudio.ui.workspaces.inside.xray.rows import (
    SUMS,
    Rounding,
    Row,
    Rows,
    figure,
    rounding_of,
    rows_of,
)

#: Kinds that show what each number is, but for which no bar is of use.
_WITHOUT_BARS = frozenset({"MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d"})

#: What stays free at each side of a number that stands alone in its window (px).
_BESIDE_SINGLE = 6


class ArithmeticView(Painted):
    """Rows of window × filter with their sums; of many, the strongest, until all are wanted.

    `hovered(str)` says the arithmetic of the number under the mouse, "" where there is none.
    `chosen(row, line, column)`: a number was clicked, or Enter pressed on it: a Row, and the
    place in its window. `shortened(count)`: so many channels have no row of their own, or would
    have none if not all were wanted. `pointed(cell)`: that number is to be seen.
    """

    hovered = Signal(str)
    chosen = Signal(object, int, int)
    shortened = Signal(int)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arithmetic: Arithmetic | None = None
        self._kind = ""
        self._colours = ColourMap.SIGNED
        self._room = 0
        self._all = False
        self._rows = Rows(())
        self._cursor: Cell | None = None
        self._hover: Cell | None = None
        self._layout: RowLayout | None = None
        self._look: Look | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("What the number is made from"))
        follow_theme(self._restyle)

    # What is shown

    def show_arithmetic(self, arithmetic: Arithmetic, kind: str, colours: ColourMap) -> None:
        """That of a layer of this kind; `colours` are those of what it reads."""
        same = self._arithmetic is not None and _alike(self._arithmetic, arithmetic)
        self._arithmetic, self._kind, self._colours = arithmetic, kind, colours
        if not same:
            self._cursor = self._hover = None
        self._arrange()
        self._tell()

    def show_nothing(self) -> None:
        self._arithmetic, self._cursor, self._hover = None, None, None
        self._arrange()

    def set_room(self, height: int) -> None:
        """How high the part is that can be seen of it."""
        if height != self._room:
            self._room = height
            self._arrange()

    def set_all(self, every: bool) -> None:
        """Whether every channel has a row, however many there are."""
        self._all = every
        self._arrange()

    def mark(self, channel: int, line: int, column: int) -> str:
        """Put the cursor on a weight, given by the layer's input channel counted within its filter;
        its arithmetic. Empty where the weight has no row now."""
        for at, row in enumerate(self._rows.rows):
            if row.place == channel and _has_factor(row, line, column):
                self._put_cursor(Cell(at, line, column))
                return self.sentence(Cell(at, line, column))
        return ""

    @property
    def rows(self) -> Rows:
        return self._rows

    def layout_of_rows(self) -> RowLayout:
        assert self._layout is not None
        return self._layout

    @property
    def rounding(self) -> Rounding | None:
        """How the sums of the rows are rounded; None where none are shown."""
        return self._look.rounding if self._look is not None and self._look.has_bars else None

    def _arrange(self) -> None:
        arithmetic, theme = self._arithmetic, current_theme()
        self._layout = self._look = None
        self._rows = few = Rows(())
        if arithmetic is not None:
            few = rows_of(arithmetic, self._most(arithmetic, theme))
            self._rows = rows_of(arithmetic, None) if self._all else few
            self._look = self._made_look(arithmetic, self._rows)
            self._layout = self._made_layout(arithmetic, self._look, theme)
            self.setMinimumHeight(int(self._layout.height))
            self._forget_what_is_gone()
        self.shortened.emit(few.rest.count if few.rest else 0)
        self.update()

    def _most(self, arithmetic: Arithmetic, theme: Theme) -> int:
        """Rows for which there is room, besides those of the bias and of the rest."""
        room = self._room - theme.font_px("label") - 10
        has_bias = arithmetic.bias is not None
        channels = sum(len(reading.channels) for reading in arithmetic.readings)
        if (channels + has_bias) * RowLayout.least(theme) <= room:
            return channels
        return max(3, int(room // RowLayout.usual(theme)) - 1 - has_bias)

    def _forget_what_is_gone(self) -> None:
        count = len(self._rows.rows)
        if self._cursor is not None and self._cursor.row >= count:
            self._cursor = None
        if self._hover is not None and self._hover.row >= count:
            self._hover = None

    def _made_look(self, arithmetic: Arithmetic, rows: Rows) -> Look:
        extras = []
        if rows.rest is not None:
            count, one = rows.rest.count, self.tr("the other one")
            template = self.tr("{count} others together")
            label = one if count == 1 else template.format(count=number(count))
            extras.append((label, rows.rest.total))
        sums_below = self._is_large(arithmetic, rows) and rows.rows[0].factors is not None
        if sums_below:
            label = self.tr("sum of its {count} products")
            extras += [(label.format(count=row.values.size), row.total) for row in rows.rows]
        if arithmetic.bias is not None:
            extras.append((self.tr("bias"), arithmetic.bias))
        above = [] if sums_below else [row.total for row in rows.rows]
        totals = above + [total for _, total in extras]
        sums = (line.result for line in arithmetic.lines if line.code in SUMS)
        total = next(sums, arithmetic.result)
        winner = arithmetic.winner
        return Look(
            labels=tuple(self._label(row) for row in rows.rows),
            headings=words.headings(self._kind, arithmetic),
            colours=self._colours,
            limits=self._limits(arithmetic),
            rounding=rounding_of(totals, total),
            extras=tuple(extras),
            has_bars=self._kind not in _WITHOUT_BARS and arithmetic.terms > 1,
            winner=None if winner is None else Cell(*winner),
        )

    def _is_large(self, arithmetic: Arithmetic, rows: Rows) -> bool:
        extras = (rows.rest is not None) + (arithmetic.bias is not None)
        return RowLayout.has_large(rows, float(self._room), extras, current_theme())

    def _label(self, row: Row) -> str:
        if row.reading.branch == "body":
            return self.tr("layers")
        if row.reading.branch == "shortcut":
            return self.tr("shortcut")
        if self._kind == "Softmax" and len(row.reading.channels) <= 10:
            return str(row.channel)
        return number(row.channel + 1)

    def _limits(self, arithmetic: Arithmetic) -> dict[Part, float]:
        first = arithmetic.readings[0]
        limits = {Part.VALUES: range_limit(first.values, self._colours, 100)}
        if first.factors is not None:
            limits[Part.FACTORS] = range_limit(first.factors, ColourMap.SIGNED, 100)
            products = first.values * first.factors
            limits[Part.PRODUCTS] = range_limit(products, ColourMap.SIGNED, 100)
        return limits

    def _made_layout(self, arithmetic: Arithmetic, look: Look, theme: Theme) -> RowLayout:
        labels, figures = QFontMetrics(theme.font("label")), QFontMetrics(theme.font("body_strong"))
        named = look.labels if len(look.labels) > 1 else ()
        widest = max((labels.horizontalAdvance(label) + 14 for label in named), default=0)
        return RowLayout(
            rows=self._rows,
            width=float(self.width()),
            room=float(self._room),
            extras=len(look.extras),
            label=max(6.0, float(widest)),
            beside=float(
                max((labels.horizontalAdvance(text) for text, _ in look.extras), default=0)
            ),
            figure=max(map(figures.horizontalAdvance, self._sums(look))) + 8.0,
            single=self._widest_single(theme),
            heading=float(max(map(labels.horizontalAdvance, look.headings[:2]))),
            is_large=self._is_large(arithmetic, self._rows),
            theme=theme,
        )

    def _sums(self, look: Look) -> list[str]:
        """The sums of rows as they are shown, and one that is as wide as most."""
        totals = [row.total for row in self._rows.rows] + [total for _, total in look.extras]
        return ["+ 000.00", *(figure(total, look.rounding.decimals) for total in totals)]

    def _widest_single(self, theme: Theme) -> float:
        """Room for every number that stands alone in its window."""
        metrics = QFontMetrics(theme.font("body"))
        grids = [grid for row in self._rows.rows for grid in (row.values, row.factors)]
        texts = {number(float(grid[0, 0])) for grid in grids if grid is not None and grid.size == 1}
        return float(max(map(metrics.horizontalAdvance, texts), default=0)) + 2 * _BESIDE_SINGLE

    # What it says

    def sentence(self, cell: Cell) -> str:
        """The arithmetic of one number, and where it comes from: it must not be what is cut off."""
        row = self._rows.rows[cell.row]
        if self._passes_padding_over and row.reading.is_padding(cell.line, cell.column):
            return self._where(row, cell)
        value = float(row.values[cell.line, cell.column])
        factor = None if row.factors is None else float(row.factors[cell.line, cell.column])
        total = value if factor is None else float(self._product(row)[cell.line, cell.column])
        shown = words.product(value, factor, total)
        template = self.tr("{arithmetic} · {where}")
        return template.format(where=self._where(row, cell), arithmetic=shown)

    @property
    def _passes_padding_over(self) -> bool:
        """Whether it is a maximum: then padding is no number of its window."""
        return self._arithmetic is not None and self._arithmetic.winner is not None

    def _product(self, row: Row) -> Floats:
        return numbers_of(row, Part.PRODUCTS)

    def _where(self, row: Row, cell: Cell) -> str:
        reading = row.reading
        if reading.is_padding(cell.line, cell.column):
            return words.padding(self._passes_padding_over)
        if reading.size == (1, 1):
            return self.tr("number {index}").format(index=number(row.channel + 1))
        template = self.tr("map {map}, row {row}, column {column}")
        return template.format(
            map=row.channel + 1,
            row=reading.rows[cell.line] + 1,
            column=reading.columns[cell.column] + 1,
        )

    def _tell(self) -> None:
        shown = self._hover or self._cursor
        text = self.sentence(shown) if shown is not None else ""
        self.setAccessibleDescription(text)
        self.hovered.emit(text)

    # Mouse and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._rows.rows or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        elif key in ARROWS:
            self._move(*ARROWS[key])
        elif key in ENTER and self._cursor is not None:
            self._choose(self._cursor)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        if self._cursor is None and self._rows.rows:
            self._cursor = Cell(0, 0, 0)
            self._tell()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._tip(cell), self)
            return True
        return super().event(event)

    def _tip(self, cell: Cell | None) -> str:
        return "" if cell is None else self.sentence(cell)

    def _cell_at(self, point: QPointF) -> Cell | None:
        return None if self._layout is None else self._layout.cell_at(point)

    def _point_at(self, cell: Cell | None) -> None:
        if cell != self._hover:
            self._hover = cell
            hand = Qt.CursorShape.PointingHandCursor
            self.setCursor(hand if cell is not None else Qt.CursorShape.ArrowCursor)
            self._tell()
            self.update()

    def _move(self, down: int, right: int) -> None:
        layout = self.layout_of_rows()
        here = self._cursor
        self._put_cursor(Cell(0, 0, 0) if here is None else layout.moved(here, down, right))
        self._tell()

    def _put_cursor(self, cell: Cell) -> None:
        if cell != self._cursor:
            self._cursor = cell
            self.pointed.emit(cell)
            self.update()

    def _choose(self, cell: Cell) -> None:
        self._cursor = cell
        self.chosen.emit(self._rows.rows[cell.row], cell.line, cell.column)

    # Painting

    def sizeHint(self) -> QSize:
        return QSize(400, int(self._layout.height) if self._layout else 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def _restyle(self, _theme: Theme) -> None:
        self._arrange()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._layout is None or self._look is None:
            return
        rows = RowPainter(painter, self._layout, self._look, theme)
        seen = self.visibleRegion().boundingRect()
        rows.paint(seen.top(), seen.bottom())
        if self._look.winner is not None:
            rows.ring(self._look.winner, selected=True)
        for cell in (self._cursor, self._hover):
            if cell is not None:
                rows.ring(cell, selected=False)


def _has_factor(row: Row, line: int, column: int) -> bool:
    """Whether a row has a weight at that place of its window."""
    if row.factors is None:
        return False
    lines, columns = row.factors.shape
    return line < lines and column < columns


def _alike(one: Arithmetic, other: Arithmetic) -> bool:
    """Whether both are of the same number, but maybe of other weights."""
    return [(r.source, r.rows, r.columns, len(r.channels)) for r in one.readings] == [
        (r.source, r.rows, r.columns, len(r.channels)) for r in other.readings
    ]
