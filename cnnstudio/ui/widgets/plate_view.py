"""Shows a lab's picture, to be pointed at, walked over and typed into."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.items import PixelGrid, Plate
from cnnstudio.ui.plates.wayfinding import first_cell, has_place
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.number_typing import NumberTyping, typing_of
from cnnstudio.ui.widgets.painting import stroke_focus
from cnnstudio.ui.widgets.plate_canvas import PlateCanvas
from cnnstudio.ui.widgets.plate_keys import Move, is_own, move_of

_ZERO_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
#: What a wheel turns at a time, in the unit of Qt's events.
_NOTCH = 120


class PlateView(PlateCanvas):
    """A canvas that tells what the user does with its cells; its owner changes the numbers.

    Mouse: what the pointer is over is ringed together with all that it is linked with. A click
    puts the cursor on a cell; a double click edits its number; the wheel with Ctrl adds or takes
    1 (`wheel_step`) where numbers can be edited.

    Keys, while it has the keyboard and a cursor (Tab into it puts one on the first cell): arrows
    go from cell to cell, Home and End to the ends of the row, with Ctrl to those of the grid, Ctrl
    and an arrow to the next grid that way. Digits, minus and the decimal sign type over the number,
    Enter and moving on take it over, Escape gives it up; F2 edits the present number, Delete and
    Backspace make it 0. Enter on a cell is a click. Escape drops the cursor. All other keys, Space,
    Page Up and Page Down among them, are the window's; without a cursor all are but Enter, which
    puts one on the first cell. Tab goes on to the next widget.
    """

    clicked = Signal(object)  # Cell
    edited = Signal(object, float)  # Cell, and the number that it is to have
    refused = Signal(str)  # why something that was typed is not taken

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cursor: Cell | None = None
        self._typing: NumberTyping | None = None
        self._turned = 0
        #: What a notch of the wheel adds, and whether it does so without Ctrl too.
        self.wheel_step, self.wheel_needs_control = 1.0, True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def cursor_cell(self) -> Cell | None:
        return self._cursor

    def set_cursor_cell(self, cell: Cell | None) -> None:
        """Put the keyboard's cursor on a cell, or take it away; what is being typed is given up.

        There is none on what is only named, by a term or a wire, and lies nowhere.
        """
        self._typing = None
        self._cursor = cell if cell is not None and has_place(self.plate, cell) else None
        self._point_at(cell)
        self.update()

    @property
    def is_typing(self) -> bool:
        return self._typing is not None

    def _recomposed(self, plate: Plate) -> None:
        if self._cursor is not None and not has_place(plate, self._cursor):
            self._cursor = self._typing = None

    def _resting_cell(self) -> Cell | None:
        return self._cursor if self.hasFocus() else None

    def _cursor_shown(self) -> tuple[Cell | None, str | None]:
        return self._resting_cell(), self._typing.text if self._typing else None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._cursor is None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            stroke_focus(painter, self.rect().toRectF(), current_theme())
            painter.end()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._take_typed()
        cell = self.cell_at(event.position())
        self.set_cursor_cell(cell)
        if cell is not None:
            self.clicked.emit(cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._cursor is not None and event.button() == Qt.MouseButton.LeftButton:
            self._edit_present(self._cursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        cell = self.cell_at(event.position())
        grid = self._editable_grid(cell) if cell is not None else None
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        meant = bool(control) or not self.wheel_needs_control
        if cell is None or grid is None or not meant or not self.hasFocus():
            event.ignore()
            return
        event.accept()
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self._set_typing(None)
            self.edited.emit(cell, grid.value(cell) + notches * self.wheel_step)

    # Keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in _BY_KEYS and self._cursor is None:
            self._cursor = first_cell(self.plate)
        if self._pointed is None:
            self._point_at(self._cursor)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._take_typed()
        if self._pointed == self._cursor:
            self._point_at(None)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._wants(event):
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
        first = first_cell(self.plate)
        if self._cursor is not None:
            event.setAccepted(self._pressed(event, self._cursor))
        elif event.key() in _ENTER and first is not None:
            self.set_cursor_cell(first)
        else:
            event.ignore()

    def _pressed(self, event: QKeyEvent, cell: Cell) -> bool:
        """Whether a key was one for the cell with the cursor."""
        key, move = Qt.Key(event.key()), move_of(event)
        if move is not None:
            self._move(move, cell)
        elif not self._wants(event):
            return False
        elif key == Qt.Key.Key_Escape:
            self._give_up()
        elif key in _ENTER:
            self._enter(cell)
        elif key == Qt.Key.Key_F2:
            self._edit_present(cell)
        elif key in _ZERO_KEYS:
            self._erase(cell)
        else:
            self._type(event.text(), cell)
        return True

    def _move(self, move: Move, cell: Cell) -> None:
        self._take_typed()
        self.set_cursor_cell(move(self.plate, cell))

    def _give_up(self) -> None:
        """What is being typed, else the cursor."""
        if self._typing is not None:
            self._set_typing(None)
        else:
            self.set_cursor_cell(None)

    def _enter(self, cell: Cell) -> None:
        if self._typing is None:
            self.clicked.emit(cell)
        elif self._typing.value is None:
            self._refuse_letter()
        else:
            self._take_typed()

    def _erase(self, cell: Cell) -> None:
        if self._typing is not None:
            self._set_typing(self._typing.without_last())
        elif self._grid_to_edit(cell) is not None:
            self.edited.emit(cell, 0.0)

    # Typing

    def _edit_present(self, cell: Cell) -> None:
        grid = self._grid_to_edit(cell)
        if grid is not None:
            self._set_typing(typing_of(grid.value(cell)))

    def _type(self, letter: str, cell: Cell) -> None:
        """Take a letter, unless it cannot be part of a number. Spaces are passed over."""
        if letter.isspace() or self._grid_to_edit(cell) is None:
            return
        longer = (self._typing or NumberTyping()).with_letter(letter)
        if longer is None:
            self._refuse_letter()
        else:
            self._set_typing(longer)

    def _take_typed(self) -> None:
        """Hand over what was typed, if it is a number."""
        typing, cell = self._typing, self._cursor
        self._set_typing(None)
        if typing is not None and cell is not None and typing.value is not None:
            self.edited.emit(cell, typing.value)

    def _set_typing(self, typing: NumberTyping | None) -> None:
        self._typing = typing
        self.update()

    def _refuse_letter(self) -> None:
        sentence = self.tr("Only a number goes here: digits, a minus sign, a decimal point.")
        self.refused.emit(sentence)

    def _grid_to_edit(self, cell: Cell) -> PixelGrid | None:
        """The grid of a cell that can be changed; None, and why, of one that cannot."""
        found = self._editable_grid(cell)
        if found is None:
            self.refused.emit(self._why_fixed(cell))
        return found

    def _why_fixed(self, cell: Cell) -> str:
        grid = self.plate.grid(cell.grid)
        if grid is None:
            return self.tr("There is no number to change here.")
        if grid.editable:
            return self.tr("The numbers of the padding follow from the others.")
        template = self.tr("{name}: these numbers follow from others and cannot be typed over.")
        return template.format(name=grid.name)

    def _editable_grid(self, cell: Cell) -> PixelGrid | None:
        grid = self.plate.grid(cell.grid)
        if grid is None or not grid.editable or grid.is_padding(cell):
            return None
        return grid
