"""Widgets side by side that go on in a second row where they do not fit into one."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, follow_theme


class Tail(QWidget):
    """What stands at the end of the last row and takes all the room that is left there.

    Where less than `wanted_width` is left it is put below, as a line of its own: `set_inline`.
    It tells when that width is another one: of what is hidden Qt does not say so.
    """

    wanted_changed = Signal()

    def wanted_width(self) -> int:
        """What it needs beside the others; 0 while it has nothing to show."""
        raise NotImplementedError

    def line_height(self) -> int:
        """What it needs as a line of its own."""
        raise NotImplementedError

    def set_inline(self, inline: bool) -> None:
        """Whether it has a line of its own, which is lower."""
        raise NotImplementedError


class _Plan(NamedTuple):
    """Where the widgets belong, how high that is, and where the tail belongs."""

    places: list[tuple[QWidget, QRect]]
    height: int
    tail: QRect | None = None
    inline: bool = True


#: A width, and the widgets that are shown at it.
_Row = tuple[int, tuple[QWidget, ...]]


class FlowRow(QWidget):
    """Rows of widgets, each as wide as it would like to be; in a row their feet are level."""

    def __init__(self, tail: Tail | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QWidget] = []
        self._tail = tail
        self._gap, self._row_gap = 0, 0
        # Where the tail once was below it stays there: it does not jump with every word.
        self._below: _Row | None = None
        if tail is not None:
            tail.setParent(self)
            tail.wanted_changed.connect(self._changed)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        follow_theme(self._restyle)

    def add(self, widget: QWidget) -> None:
        widget.setParent(self)
        self._items.append(widget)
        widget.show()
        self._changed()

    def clear(self) -> None:
        """Forget all widgets but the tail."""
        for widget in self._items:
            widget.hide()
            widget.deleteLater()
        self._items = []
        self._changed()

    def place_anew(self) -> None:
        """Put the tail beside the others if it fits, though it was below them."""
        self._below = None
        self._changed()

    def items(self) -> tuple[QWidget, ...]:
        return tuple(self._items)

    def room_beside(self) -> int:
        """The width that is left in the last row."""
        shown = self._shown()
        return self.width() - (shown[-1].geometry().right() + 1 + self._gap if shown else 0)

    # Sizes

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._plan(width).height

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        widest = max((_wanted(item).width() for item in self._shown()), default=0)
        return QSize(widest, 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._changed()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()  # the hint that it was given its height by was for another width

    def _changed(self) -> None:
        self.updateGeometry()
        self._place()

    def _shown(self) -> list[QWidget]:
        return [item for item in self._items if not item.isHidden()]

    # Places

    def _plan(self, width: int) -> _Plan:
        """Where everything belongs at that width."""
        shown = self._shown()
        sizes = {item: _wanted(item) for item in shown}
        places: list[tuple[QWidget, QRect]] = []
        bottom = right = height = 0
        for row in _rows(shown, sizes, width, self._gap):
            top = bottom + (self._row_gap if bottom else 0)
            height = max(sizes[item].height() for item in row)
            bottom, right = top + height, 0
            for item in row:
                size = sizes[item]
                corner = QPoint(right, bottom - size.height())
                places.append((item, QRect(corner, size)))
                right += size.width() + self._gap
        return self._with_tail(_Plan(places, bottom), width, right, height)

    def _with_tail(self, plan: _Plan, width: int, right: int, height: int) -> _Plan:
        tail, bottom = self._tail, plan.height
        wanted = tail.wanted_width() if tail is not None else 0
        if tail is None or not wanted:
            return plan
        if right and right + wanted <= width and self._below != self._row_of(plan, width):
            place = QRect(right, bottom - height, width - right, height)
            return plan._replace(tail=place, inline=False)
        top = bottom + (self._row_gap if bottom else 0)
        line = tail.line_height()
        return plan._replace(tail=QRect(0, top, width, line), height=top + line)

    @staticmethod
    def _row_of(plan: _Plan, width: int) -> _Row:
        return width, tuple(item for item, _ in plan.places)

    def _place(self) -> None:
        plan = self._plan(self.width())
        self._below = (
            self._row_of(plan, self.width()) if plan.tail is not None and plan.inline else None
        )
        for item, place in plan.places:
            item.setGeometry(place)
        if self._tail is not None:
            if plan.tail is not None:
                self._tail.set_inline(plan.inline)
                self._tail.setGeometry(plan.tail)
            self._tail.setVisible(plan.tail is not None)

    def _restyle(self, theme: Theme) -> None:
        self._gap, self._row_gap = 3 * theme.px("unit"), 2 * theme.px("unit")
        self._changed()


def _wanted(item: QWidget) -> QSize:
    return item.sizeHint().expandedTo(item.minimumSizeHint()).expandedTo(item.minimumSize())


def _rows(
    items: list[QWidget], sizes: dict[QWidget, QSize], width: int, gap: int
) -> list[list[QWidget]]:
    """The items in rows, each filled as far as it goes."""
    rows: list[list[QWidget]] = []
    left = 0
    for item in items:
        if rows and left + sizes[item].width() <= width:
            rows[-1].append(item)
        else:
            rows.append([item])
            left = 0
        left += sizes[item].width() + gap
    return rows
