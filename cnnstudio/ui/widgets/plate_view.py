"""Shows a lab's picture: what is pointed at, walked to and typed into."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.plates.items import PixelGrid, Plate
from cnnstudio.ui.plates.paint import paint_plate
from cnnstudio.ui.plates.reading import reading
from cnnstudio.ui.plates.wayfinding import first_cell, place_of
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.number_typing import NumberTyping, typing_of
from cnnstudio.ui.widgets.painting import stroke_focus
from cnnstudio.ui.widgets.plate_keys import Move, is_own, move_of

#: (hovered, linked, size in logical pixels) -> the picture.
Composer = Callable[[Cell | None, frozenset[Cell], QSizeF], Plate]
Links = Callable[[Cell], frozenset[Cell]]

_ZERO_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: What a wheel turns at a time, in the unit of Qt's events.
_NOTCH = 120


class PlateView(QWidget):
    """Asks its owner for a picture of its size, and tells what the user does with its cells.

    Mouse: what the pointer is over is ringed together with all that it is linked with. A click
    puts the cursor on a cell; a double click edits its number; the wheel with Ctrl adds or takes
    1 where numbers can be edited.

    Keys, while it has the keyboard and a cursor (Tab puts one on the first cell): arrows go from
    cell to cell, Home and End to the ends of the row, with Ctrl to those of the grid, Ctrl and an
    arrow to the next grid that way. Digits, minus and the decimal sign type over the number, Enter
    and the arrows take it over, Escape gives it up; F2 edits the present number, Delete and
    Backspace make it 0. Enter is a click. Escape drops the cursor. All other keys, Space, Page Up
    and Page Down among them, are the window's; without a cursor all keys but Enter are. Tab always
    goes on to the next widget.
    """

    hovered = Signal(object)  # Cell, or None where there is none
    clicked = Signal(object)  # Cell
    edited = Signal(object, float)  # Cell, and the number that it is to have
    refused = Signal(str)  # why something that was typed is not taken

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compose: Composer | None = None
        self._links: Links = lambda _cell: frozenset()
        self._plate: Plate | None = None
        self._cache = GridCache()
        self._pointed: Cell | None = None
        self._linked: frozenset[Cell] = frozenset()
        self._cursor: Cell | None = None
        self._typing: NumberTyping | None = None
        self._turned = 0
        self._fixed_name = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    # What is shown

    def set_composer(self, compose: Composer | None) -> None:
        """Who makes the picture: asked for it whenever size, theme or what is pointed at change."""
        self._compose = compose
        self.refresh()

    def set_links(self, links: Links) -> None:
        """Who knows which cells a cell is linked with."""
        self._links = links
        self._relink()

    def set_name(self, name: str) -> None:
        """What a screen reader calls it; the plate's own sentence where there is none."""
        self._fixed_name = name
        self._describe()

    def refresh(self) -> None:
        """Ask for the picture anew, since what it shows has changed."""
        self._plate = None
        self._relink()
        self.update()

    @property
    def plate(self) -> Plate:
        """The picture as it is shown; an empty one where nobody makes any."""
        shown = self._plate
        if shown is None:
            shown = self._plate = self._composed()
            if self._drops_what_is_gone(shown):
                shown = self._plate = self._composed()
                self.hovered.emit(None)
            self._describe()
        return shown

    @property
    def hovered_cell(self) -> Cell | None:
        """The cell under the mouse, else the one with the keyboard."""
        return self._pointed

    @property
    def cursor_cell(self) -> Cell | None:
        return self._cursor

    @property
    def is_typing(self) -> bool:
        return self._typing is not None

    def set_cursor_cell(self, cell: Cell | None) -> None:
        """Put the keyboard's cursor on a cell, or take it away."""
        self._typing = None
        self._cursor = cell
        self._point_at(cell)
        self._describe()
        self.update()

    def cell_rect(self, cell: Cell) -> QRect:
        """Where a cell lies in the widget."""
        return place_of(self.plate, cell).toAlignedRect()

    def sizeHint(self) -> QSize:
        return QSize(960, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def _composed(self) -> Plate:
        if self._compose is None:
            return Plate(())
        return self._compose(self._pointed, self._linked, QSizeF(self.size()))

    def _drops_what_is_gone(self, plate: Plate) -> bool:
        """Whether the picture no longer has what was pointed at."""
        if self._cursor is not None and not plate.holds(self._cursor):
            self._cursor = self._typing = None
        if self._pointed is None or plate.holds(self._pointed):
            return False
        self._pointed, self._linked = None, frozenset()
        return True

    def _restyle(self, theme: Theme) -> None:
        self._cache.clear()
        self.refresh()

    # Pointing

    def _point_at(self, cell: Cell | None) -> None:
        if cell == self._pointed:
            return
        self._pointed = cell
        self._plate = None
        self._relink()
        self._describe()
        self.update()
        self.hovered.emit(cell)

    def _relink(self) -> None:
        self._linked = self._links(self._pointed) if self._pointed is not None else frozenset()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.plate.cell_at(event.position())
        self._point_at(found if found is not None else self._shown_cursor())

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(self._shown_cursor())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._take_typed()
        cell = self.plate.cell_at(event.position())
        self.set_cursor_cell(cell)
        if cell is not None:
            self.clicked.emit(cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._cursor is not None and event.button() == Qt.MouseButton.LeftButton:
            self._edit_present()

    def wheelEvent(self, event: QWheelEvent) -> None:
        cell = self.plate.cell_at(event.position())
        wanted = event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.hasFocus()
        if cell is None or not wanted or self._editable_grid(cell) is None:
            event.ignore()
            return
        event.accept()
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self._typing = None
            grid = self._editable_grid(cell)
            assert grid is not None
            self.edited.emit(cell, grid.value(cell) + notches)

    # Keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        by_keys = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if by_keys and self._cursor is None:
            self._cursor = first_cell(self.plate)
        if self._pointed is None:
            self._point_at(self._cursor)
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._take_typed()
        if self._pointed == self._cursor:
            self._point_at(None)
        self.update()

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        if kind == QEvent.Type.ShortcutOverride and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QEvent) -> bool:
        """Whether a key is for the cell with the cursor rather than a shortcut of the window."""
        cell = self._cursor
        if cell is None or not isinstance(event, QKeyEvent):
            return False
        return is_own(event, self.is_typing, self._editable_grid(cell) is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._cursor is None:
            if key in _ENTER and first_cell(self.plate) is not None:
                self.set_cursor_cell(first_cell(self.plate))
            else:
                event.ignore()
        elif not self._pressed(key, event):
            event.ignore()

    def _pressed(self, key: Qt.Key, event: QKeyEvent) -> bool:
        """Whether a key was one for the cell with the cursor."""
        move = move_of(event)
        if move is not None:
            self._move(move)
        elif key == Qt.Key.Key_Escape:
            self._give_up()
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_F2:
            self._edit_present()
        elif key in _ZERO_KEYS:
            self._erase()
        else:
            return self._typed(event)
        return True

    def _move(self, move: Move) -> None:
        if self._take_typed() and self._cursor is not None:
            self.set_cursor_cell(move(self.plate, self._cursor))

    def _give_up(self) -> None:
        """Escape: what is being typed, else the cursor."""
        if self._typing is None:
            self.set_cursor_cell(None)
        self._set_typing(None)

    def _enter(self) -> None:
        if self._typing is not None:
            self._take_typed(insist=True)
        elif self._cursor is not None:
            self.clicked.emit(self._cursor)

    def _erase(self) -> None:
        if self._typing is not None:
            self._set_typing(self._typing.without_last())
        elif self._cursor is not None and self._may_edit(self._cursor):
            self.edited.emit(self._cursor, 0.0)

    def _edit_present(self) -> None:
        if self._cursor is not None and self._may_edit(self._cursor):
            grid = self._editable_grid(self._cursor)
            assert grid is not None
            self._set_typing(typing_of(grid.value(self._cursor)))

    # Typing

    def _typed(self, event: QKeyEvent) -> bool:
        """Take a letter for a number; letters that cannot be one are refused, where one is due."""
        if not self._wants(event):
            return False
        letter = event.text()
        if letter.isspace():
            return True
        cell = self._cursor
        assert cell is not None
        if not self._may_edit(cell):
            return True
        longer = (self._typing or NumberTyping()).with_letter(letter)
        if longer is None:
            self._refuse_letter()
        else:
            self._set_typing(longer)
        return True

    def _take_typed(self, *, insist: bool = False) -> bool:
        """Hand over what was typed, if anything was. False: it is no number, and `insist` keeps
        it there to be mended; else it is given up."""
        typing, cell = self._typing, self._cursor
        if typing is None or cell is None:
            return True
        value = typing.value
        if value is None and insist:
            self._refuse_letter()
            return False
        self._set_typing(None)
        if value is not None:
            self.edited.emit(cell, value)
        return True

    def _set_typing(self, typing: NumberTyping | None) -> None:
        self._typing = typing
        self._describe()
        self.update()

    def _refuse_letter(self) -> None:
        self.refused.emit(
            self.tr("Only a number goes here: digits, a minus sign, a decimal point.")
        )

    def _may_edit(self, cell: Cell) -> bool:
        """Whether a cell can be typed into; says why if it cannot."""
        if self._editable_grid(cell) is not None:
            return True
        grid = self.plate.grid(cell.grid)
        if grid is None:
            sentence = self.tr("There is no number to change here.")
        elif grid.editable:
            sentence = self.tr("The padding's numbers follow from the others.")
        else:
            sentence = self.tr("The numbers of “{name}” follow from the others.").format(
                name=grid.name
            )
        self.refused.emit(sentence)
        return False

    def _editable_grid(self, cell: Cell) -> PixelGrid | None:
        grid = self.plate.grid(cell.grid)
        good = grid is not None and grid.editable and not grid.is_padding(cell)
        return grid if good else None

    # What it says

    def _shown_cursor(self) -> Cell | None:
        return self._cursor if self.hasFocus() else None

    def _describe(self) -> None:
        plate = self._plate
        if plate is None:
            return
        self.setAccessibleName(self._fixed_name or plate.sentence)
        text = reading(plate, self._pointed) if self._pointed is not None else ""
        self.setAccessibleDescription(text)

    def _show_tip(self, event: QHelpEvent) -> None:
        cell = self.plate.cell_at(QPointF(event.pos()))
        text = reading(self.plate, cell) if cell is not None else ""
        where = self.cell_rect(cell) if cell is not None else QRect()
        QToolTip.showText(event.globalPos(), text, self, where)

    def hideEvent(self, event: QHideEvent) -> None:
        QToolTip.hideText()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        plate = self.plate
        focused = self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_plate(
            painter,
            plate,
            theme,
            cache=self._cache,
            linked=self._linked,
            hovered=self._pointed,
            cursor=self._cursor if focused else None,
            typed=self._typing.text if self._typing is not None else None,
        )
        if focused and self._cursor is None:
            stroke_focus(painter, self.rect().toRectF(), theme)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._plate = None
