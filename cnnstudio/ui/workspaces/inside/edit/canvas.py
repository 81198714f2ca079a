"""The bench on screen: cells to type into, turn with the wheel, copy and paste."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSizeF, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.items import Plate
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.plate_view import PlateView
from cnnstudio.ui.workspaces.inside.edit.bench import KERNEL, MAKES, READS, Bench, compose

#: What a notch of the wheel adds to a weight.
WHEEL_STEP = 0.05


class BenchCanvas(PlateView):
    """Ctrl+C copies the kernel, Ctrl+V pastes one: `copied()` and `pasted()` ask for it."""

    copied = Signal()
    pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = Bench()
        self.wheel_step, self.wheel_needs_control = WHEEL_STEP, False
        self.set_composer(self._made)
        self.set_links(self._linked_with)

    def show_bench(self, bench: Bench) -> None:
        self.bench = bench
        self.refresh()

    def _made(self, _hovered: Cell | None, _linked: frozenset[Cell], size: QSizeF) -> Plate:
        return compose(self.bench, size, current_theme())

    def _linked_with(self, cell: Cell) -> frozenset[Cell]:
        """A weight, and the number of the input that it meets for the chosen cell of the map."""
        window = self.bench.window
        if window is None or cell.grid not in (KERNEL, READS):
            return frozenset()
        top, left, rows, columns = window
        down, across = self.bench.dilation
        if cell.grid == KERNEL:
            return frozenset({Cell(READS, top + cell.row * down, left + cell.column * across)})
        row, between_rows = divmod(cell.row - top, down)
        column, between_columns = divmod(cell.column - left, across)
        inside = 0 <= row * down < rows and 0 <= column * across < columns
        met = inside and not between_rows and not between_columns
        return frozenset({Cell(KERNEL, row, column)}) if met else frozenset()

    def is_map(self, cell: Cell) -> bool:
        """Whether a cell is one of the map that the filter makes."""
        return cell.grid == MAKES

    def event(self, event: QEvent) -> bool:
        # Before the window takes them for layers, or for a digit from the clipboard.
        if event.type() == QEvent.Type.ShortcutOverride and self._asked(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = self._asked(event)
        if asked is None:
            super().keyPressEvent(event)
        else:
            asked.emit()

    def _asked(self, event: QEvent) -> SignalInstance | None:
        if not isinstance(event, QKeyEvent):
            return None
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copied
        return self.pasted if event.matches(QKeySequence.StandardKey.Paste) else None
