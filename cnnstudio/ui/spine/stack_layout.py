"""How high every row is and where it lies, in pixels from the top of the stack."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.edits import Place
from cnnstudio.core.layers import is_maps
from cnnstudio.ui.spine.kinds import is_small
from cnnstudio.ui.spine.notes import Notes, lay_out_notes
from cnnstudio.ui.spine.rows import Row, RowKind
from cnnstudio.ui.theme import Theme

#: Blocks in blocks are indented up to this depth, so that the innermost card keeps its width.
DEEPEST_INDENT = 4

#: A selected card shows its maps larger if they are no more than this.
FEW_MAPS = 6


NO_NOTES = Notes()


@dataclass(frozen=True)
class Placed:
    """A row and where it is. `head` is the height of the card above its notes."""

    row: Row
    rect: QRectF
    head: float
    notes: Notes = NO_NOTES
    small: bool = False

    def notes_corner(self, theme: Theme) -> QPointF:
        left = self.rect.left() + theme.px("kind_stripe_w") + theme.px("card_padding")
        return QPointF(left, self.rect.top() + self.head)


class StackLayout:
    """Rows one below the other. `width` is that of the viewport."""

    def __init__(
        self, rows: Sequence[Row], width: float, theme: Theme, selection: frozenset[str]
    ) -> None:
        self._theme, self._width, self._selection = theme, width, selection
        self.placed: list[Placed] = []
        top = float(theme.px("unit"))
        for row in rows:
            placed = self._place(row, top)
            self.placed.append(placed)
            top = placed.rect.bottom() + theme.px("card_gap")
        self.height = top + theme.px("unit")
        self._tops = [placed.rect.top() for placed in self.placed]
        self._index = {placed.row.key: index for index, placed in enumerate(self.placed)}

    @property
    def frames(self) -> Iterator[tuple[Placed, Placed]]:
        """Head and foot of every opened block, an outer block before those in it."""
        for placed in self.placed:
            foot = self.of("sum/" + placed.row.key)
            if foot is not None:
                yield placed, foot

    def between(self, top: float, bottom: float) -> Iterator[Placed]:
        """The rows of which something is between two heights."""
        start = max(0, bisect_right(self._tops, top) - 1)
        for placed in self.placed[start:]:
            if placed.rect.top() > bottom:
                return
            yield placed

    def at(self, point: QPointF) -> Placed | None:
        index = bisect_right(self._tops, point.y()) - 1
        if index >= 0 and self.placed[index].rect.contains(point):
            return self.placed[index]
        return None

    def of(self, key: str) -> Placed | None:
        index = self._index.get(key)
        return None if index is None else self.placed[index]

    def gap_at(self, y: float) -> tuple[Place, float, int]:
        """The gap nearest to a height, the height at which it opens, and its depth."""
        if not self.placed:
            return Place(0), float(self._theme.px("unit")), 0
        index = max(0, bisect_right(self._tops, y) - 1)
        placed = self.placed[index]
        half = self._theme.px("card_gap") / 2
        if y < placed.rect.center().y():
            above = self.placed[index - 1].rect.bottom() + half if index else placed.rect.top()
            return placed.row.above, above, self._depth_above(placed.row)
        return placed.row.below, placed.rect.bottom() + half, self._depth_below(placed.row)

    def _depth_above(self, row: Row) -> int:
        return row.depth + 1 if row.kind is RowKind.SUM else row.depth

    def _depth_below(self, row: Row) -> int:
        opens = row.kind is RowKind.BLOCK and not row.folded
        return row.depth + 1 if opens else row.depth

    def card_rect(self, depth: int, top: float, height: float) -> QRectF:
        """Where a card of that depth lies."""
        theme = self._theme
        margin, level = theme.px("spine_margin"), min(depth, DEEPEST_INDENT)
        left = margin + level * theme.px("block_indent")
        right = self._width - margin - level * theme.px("unit")
        return QRectF(left, top, right - left, height)

    def _place(self, row: Row, top: float) -> Placed:
        rect = self.card_rect(row.depth, top, 0)
        small = self._is_small(row)
        head = self._head_height(row, small)
        notes = self._notes(row, rect)
        below = notes.height + 2 * self._theme.px("unit") if notes.notes else 0
        rect.setHeight(head + below)
        return Placed(row, rect, head, notes, small)

    def _notes(self, row: Row, rect: QRectF) -> Notes:
        if not row.findings or row.kind is RowKind.SUM:
            return NO_NOTES
        theme = self._theme
        width = rect.width() - theme.px("kind_stripe_w") - 2 * theme.px("card_padding")
        in_full = row.kind is RowKind.FINDING or bool(self._selection & set(row.ids))
        return lay_out_notes(row.findings, width, theme, in_full=in_full)

    def _is_small(self, row: Row) -> bool:
        if row.kind in (RowKind.INPUT, RowKind.SUM):
            return True
        if row.kind is RowKind.REPEAT:
            return not row.folded
        report = row.report
        return report is not None and (
            is_small(report.layer) or (report.input is None and report.output is None)
        )

    def _head_height(self, row: Row, small: bool) -> float:
        theme = self._theme
        line = theme.px_f("card_line_h")
        match row.kind:
            case RowKind.SUM:
                return theme.px_f("block_sum_h")
            case RowKind.FINDING:
                return line + 2.5 * theme.px("unit")
            case RowKind.HINT:
                return theme.px_f("card_h")
        if small:
            return theme.px_f("card_compact_h") + 2
        opened = row.kind is RowKind.BLOCK and not row.folded
        if opened or row.report is None or row.report.output is None:
            return 2 * line + 1.5 * theme.px("unit")
        if self._is_large(row):
            return theme.px_f("card_h_selected")
        is_list = not is_maps(row.report.output) and row.report.output != (CLASSES,)
        return theme.px_f("card_h") - (theme.px("unit") if is_list else 0)

    def _is_large(self, row: Row) -> bool:
        shape = row.report.output if row.report else None
        return (
            shape is not None
            and is_maps(shape)
            and shape[0] <= FEW_MAPS
            and bool(self._selection & set(row.ids))
        )
