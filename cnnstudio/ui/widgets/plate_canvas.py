"""Shows a lab's picture and what hangs together with the cell that is pointed at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, QSizeF, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.plates.items import Plate
from cnnstudio.ui.plates.paint import paint_plate
from cnnstudio.ui.plates.pointing import pointed_cell
from cnnstudio.ui.plates.reading import reading
from cnnstudio.ui.plates.wayfinding import place_of
from cnnstudio.ui.theme import Theme, current_theme, follow_theme

#: (hovered, linked, size in logical pixels) -> the picture; the size is at least 1 × 1.
Composer = Callable[[Cell | None, frozenset[Cell], QSizeF], Plate]

#: What a cell is linked with; nothing for cells that are no longer there.
Links = Callable[[Cell], frozenset[Cell]]


class PlateCanvas(QWidget):
    """Asks its owner for a picture of its size; rings what the mouse is over, and its links.

    A small margin, in which strokes around the outermost cells have room, is left free; the
    picture's own (0, 0) is `origin`. The tooltip reads the cell's number, also where it is too
    small to be shown.
    """

    hovered = Signal(object)  # Cell, or None where there is none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compose: Composer | None = None
        self._links: Links = _no_links
        self._plate: Plate | None = None
        self._cache = GridCache()
        self._pointed: Cell | None = None
        self._linked: frozenset[Cell] = frozenset()
        self._name = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    # What is shown

    def set_composer(self, compose: Composer | None) -> None:
        """Who makes the picture: asked whenever size, theme or what is pointed at change."""
        self._compose = compose
        self.refresh()

    def set_links(self, links: Links) -> None:
        """Who knows which cells a cell is linked with."""
        self._links = links
        self.refresh()

    def set_name(self, name: str) -> None:
        """What a screen reader calls it; the picture's own sentence where there is no name."""
        self._name = name
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
            if self._pointed is not None and not shown.holds(self._pointed):
                self._pointed, self._linked = None, frozenset()
                shown = self._plate = self._composed()
                self.hovered.emit(None)
            self._recomposed(shown)
            self._describe()
        return shown

    @property
    def hovered_cell(self) -> Cell | None:
        """The cell under the mouse, else the one with the keyboard."""
        return self._pointed

    @property
    def linked_cells(self) -> frozenset[Cell]:
        """What the hovered cell is linked with."""
        return self._linked

    def cell_at(self, point: QPointF) -> Cell | None:
        """What is named at a point of the widget: a cell, a disc, a term of a formula, a wire."""
        return pointed_cell(self.plate, point - self.origin, current_theme())

    def cell_rect(self, cell: Cell) -> QRect:
        """Where a cell lies in the widget."""
        return place_of(self.plate, cell).translated(self.origin).toAlignedRect()

    @property
    def origin(self) -> QPointF:
        """Where the picture's (0, 0) lies in the widget."""
        margin = current_theme().px_f("plate_margin")
        return QPointF(margin, margin)

    def slot_rect(self) -> QRect | None:
        """The place in the widget that the picture leaves free for a question, if it has one."""
        slot = self.plate.slot
        return None if slot is None else slot.translated(self.origin).toAlignedRect()

    def sizeHint(self) -> QSize:
        return QSize(960, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def _composed(self) -> Plate:
        if self._compose is None:
            return Plate(())
        margins = self.origin * 2
        size = QSizeF(self.width() - margins.x(), self.height() - margins.y())
        return self._compose(self._pointed, self._linked, size.expandedTo(QSizeF(1, 1)))

    def _recomposed(self, plate: Plate) -> None:
        """There is a new picture: for those who keep something about its cells."""

    def _restyle(self, theme: Theme) -> None:
        self._cache.clear()
        self.refresh()

    # Pointing

    def _resting_cell(self) -> Cell | None:
        """What is pointed at while the mouse points at nothing."""
        return None

    def _point_at(self, cell: Cell | None) -> None:
        known = self.plate
        found = cell if cell is not None and known.holds(cell) else None
        if found == self._pointed:
            return
        self._pointed = found
        self._describe_with(known)
        self.refresh()
        self.hovered.emit(found)

    def _relink(self) -> None:
        self._linked = self._links(self._pointed) if self._pointed is not None else frozenset()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.cell_at(event.position())
        self._point_at(found if found is not None else self._resting_cell())

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(self._resting_cell())

    # What it says

    def _describe(self) -> None:
        if self._plate is not None:
            self._describe_with(self._plate)

    def _describe_with(self, plate: Plate) -> None:
        name = self._name or plate.sentence
        if name != self.accessibleName():
            self.setAccessibleName(name)
        text = reading(plate, self._pointed) if self._pointed is not None else ""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        cell = self.cell_at(QPointF(event.pos()))
        text = reading(self.plate, cell) if cell is not None else ""
        where = self.cell_rect(cell) if cell is not None else QRect()
        QToolTip.showText(event.globalPos(), text, self, where)

    def hideEvent(self, event: QHideEvent) -> None:
        QToolTip.hideText()

    # Painting

    def _cursor_shown(self) -> tuple[Cell | None, str | None]:
        """The cell with the keyboard, if that is to be seen, and what is being typed into it."""
        return None, None

    def paintEvent(self, event: QPaintEvent) -> None:
        plate = self.plate
        cursor, typed = self._cursor_shown()
        painter = QPainter(self)
        painter.translate(self.origin)
        paint_plate(
            painter,
            plate,
            current_theme(),
            cache=self._cache,
            linked=self._linked,
            hovered=self._pointed,
            cursor=cursor,
            typed=typed,
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._plate = None


def _no_links(_cell: Cell) -> frozenset[Cell]:
    return frozenset()
