"""The spine: the network as a stack of cards, in one widget that paints them all."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cnnstudio.core.edits import Place
from cnnstudio.core.infer import Report, walk_reports
from cnnstudio.core.network import Network
from cnnstudio.ui.focus_ring import is_ring_shown
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.spine.block_painter import paint_frame, paint_head, paint_sum
from cnnstudio.ui.spine.card_painter import paint_card
from cnnstudio.ui.spine.card_text import spoken
from cnnstudio.ui.spine.commands import LayerCommands
from cnnstudio.ui.spine.drag_and_drop import DragAndDrop
from cnnstudio.ui.spine.insertion import paint_gap
from cnnstudio.ui.spine.keys import SpineKeys
from cnnstudio.ui.spine.moved_rows import MovedRows, RowLook, reached
from cnnstudio.ui.spine.notes import FixButton
from cnnstudio.ui.spine.pointer import SpinePointer
from cnnstudio.ui.spine.rows import Folds, Row, RowKind, stack_rows
from cnnstudio.ui.spine.scene import Scene, logits_id
from cnnstudio.ui.spine.slide import Slide
from cnnstudio.ui.spine.stack_layout import Placed, StackLayout
from cnnstudio.ui.spine.strips import Strips
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import stroke_focus

#: What a scroll bar takes of the cards' width: most of it lies on the margin.
_SCROLL_BAR_TAKES = 2

#: Selections that follow each other faster (ms) make no cards grow until they rest so long.
_REST = 300


class Spine(QAbstractScrollArea):
    """Shows the network, and lets it be changed by drag, click, menu and key.

    `preview_changed(report, text)`: a change is considered that would lead to `report`, and
    `text` says which ("If you drop Max pool 2×2 here"); (None, "") when it no longer is.
    `inspect_requested()`: the user wants to get at the settings of the current layer.
    `number_chosen()`: a number was clicked on the pictures of a card; it is in the session's spots.
    """

    preview_changed = Signal(object, str)
    inspect_requested = Signal()
    number_chosen = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.commands = LayerCommands(session, self)
        self.folds = Folds()
        self.rows: tuple[Row, ...] = ()
        self.layout_ = StackLayout((), self.width(), current_theme(), frozenset())
        self.hovered: FixButton | None = None
        self._preview: Report | None = None
        self._known = set(session.document.report.by_id)
        self._strips = Strips(session)
        self._moved = MovedRows()
        self._slide = Slide(self._repaint_moved, self)
        self._pointer = SpinePointer(self)
        self.keys = SpineKeys(self)
        self._drag = DragAndDrop(self)
        self._want_later = QTimer(self, singleShot=True, interval=0)
        self._want_later.timeout.connect(self._want)
        self._fresh_later = QTimer(self, singleShot=True)
        self._fresh_later.timeout.connect(self._refresh_strips)
        self._resting = QTimer(self, singleShot=True, interval=_REST)
        self._resting.timeout.connect(self._grow)
        self._dress()
        self._connect()
        follow_theme(self._restyle)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Layers of the network"))
        self.setAccessibleDescription(self.tr("Arrow keys choose a layer; Enter edits it."))

    def _connect(self) -> None:
        session = self.session
        session.document.network_changed.connect(self._network_changed)
        session.selection_changed.connect(self._selection_changed)
        session.live.probed.connect(self._probed)
        session.run.state_changed.connect(self.viewport().update)
        session.surgery.changed.connect(self.viewport().update)
        session.spots.changed.connect(lambda _layer: self.viewport().update())

    # --- what is shown ----------------------------------------------------------------------

    @property
    def scene(self) -> Scene:
        """All that painting needs to know, now."""
        document = self.session.document
        return Scene(
            theme=current_theme(),
            report=document.report,
            strips=self._strips,
            preview=self._preview,
            selection=frozenset(self.session.selection),
            logits_id=logits_id(document.network),
            dragged=self._drag.dragged,
            hovered=self.hovered,
            bad_layer=self.session.run.bad_layer,
            interventions=self.session.surgery.interventions,
        )

    @property
    def offset(self) -> int:
        """How many pixels of the stack are above the view."""
        return self.verticalScrollBar().value()

    @property
    def open_gap(self) -> Place | None:
        """The gap into which what is dragged would be dropped."""
        return self._drag.gap.place if self._drag.gap else None

    def show_preview(self, report: Report | None, text: str = "") -> None:
        """Show on all cards what would change, and tell everybody."""
        if report is not self._preview:
            self._preview = report
            self.preview_changed.emit(report, text)
            self.viewport().update()

    def set_folded(self, row: Row, folded: bool) -> None:
        self.folds.set_folded(row.key, folded)
        self.arrange("card_settle")

    def fold_entry(self) -> tuple[str, Callable[[], None]] | None:
        """The menu entry that folds or unfolds the current card, and what it does."""
        selection = self.session.selection
        row = self.row_of(selection[-1]) if selection else None
        if row is None or not row.can_fold:
            return None
        text = self.tr("Unfold") if row.folded else self.tr("Fold")
        return text, lambda: self.set_folded(row, not row.folded)

    def start_drag(self, row: Row) -> None:
        """Let the user carry the selected cards elsewhere."""
        self._drag.start(row)

    def card_rect(self, key: str) -> QRectF:
        """Where the card of a row comes to rest, in the viewport; empty where there is none."""
        placed = self.layout_.of(key)
        return QRectF() if placed is None else self._target(placed).translated(0, -self.offset)

    def row_of(self, id: str) -> Row | None:
        """The card of a layer, or the folded card that it is in."""
        placed = self.layout_.of(id)
        if placed is not None:
            return placed.row
        return next((row for row in self.rows if row.is_card and _holds(row, id)), None)

    def ensure_visible(self, row: Row) -> None:
        placed = self.layout_.of(row.key)
        if placed is None:
            return
        bar, margin = self.verticalScrollBar(), 2 * current_theme().px("unit")
        if placed.rect.top() - margin < bar.value():
            bar.setValue(math.floor(placed.rect.top() - margin))
        elif placed.rect.bottom() + margin > bar.value() + self.viewport().height():
            bar.setValue(math.ceil(placed.rect.bottom() + margin - self.viewport().height()))

    # --- changes ----------------------------------------------------------------------------

    def arrange(self, duration: str = "") -> None:
        """Work out rows and places anew; cards glide there in that time of the theme."""
        before = self.tops()
        self.rows = stack_rows(self.session.document.report, self.folds)
        self._place()
        self.glide(before, duration)

    def glide(self, before: list[tuple[str, float]], duration: str) -> None:
        """Repaint, on the way from old tops to the new ones."""
        self._begin_glide(before, duration)
        self._moved.see(self._looks())
        self.viewport().update()

    def _begin_glide(self, before: list[tuple[str, float]], duration: str) -> None:
        moving = duration and self.isVisible()
        self._slide.begin(before, current_theme().milliseconds(duration) if moving else 0)
        self._set_range()
        self._want_later.start()

    def _repaint_moved(self) -> None:
        """Repaint the rows that lie elsewhere or are marked otherwise than they were."""
        self.viewport().update(self._moved.see(self._looks()))

    def _looks(self) -> dict[str, RowLook]:
        """How the rows in view look, and the frames around opened blocks."""
        selection = self.session.selection
        current = self.row_of(selection[-1]) if selection else None
        found = {p.row.key: self._look(p, self._painted(p), current) for p in self._in_view()}
        for head, foot in self.layout_.frames:
            around = self._painted(head).united(self._painted(foot))
            found["frame/" + head.row.key] = self._look(head, around, current)
        if current is None:  # the keyboard's ring is around the whole stack
            whole = QRectF(self.viewport().rect())
            found["stack"] = RowLook(whole, selected=False, current=True)
        return found

    def _look(self, placed: Placed, rect: QRectF, current: Row | None) -> RowLook:
        selected = not set(placed.row.ids).isdisjoint(self.session.selection)
        place = rect.translated(0, -self.offset)
        return RowLook(place, selected, placed.row is current)

    def tops(self) -> list[tuple[str, float]]:
        """Where the cards in view are painted now."""
        return [(p.row.key, self._painted(p).top()) for p in self._in_view()]

    def _place(self) -> None:
        # The same width with a scroll bar and without, so that cards do not jump when it comes.
        width = self.width() - _SCROLL_BAR_TAKES
        selection = frozenset(self.session.selection)
        self.layout_ = StackLayout(self.rows, width, current_theme(), selection)

    def _set_range(self) -> None:
        height = self.layout_.height + self._drag.gap_height
        page = self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, round(height - page)))
        self.verticalScrollBar().setPageStep(page)
        self.verticalScrollBar().setSingleStep(current_theme().px("card_h") // 2)

    def _network_changed(self, network: Network, report: Report) -> None:
        known, self._known = self._known, set(report.by_id)
        self.hovered = None
        self._drag.forget_plan()
        self.show_preview(None)
        self.arrange("card_settle")
        if not known & self._known:
            self.verticalScrollBar().setValue(0)
        self._name_current()

    def _selection_changed(self, ids: tuple[str, ...]) -> None:
        """Mark the selected cards; they grow at once, or where selections follow each other fast,
        as while a forward pass plays, when that has ended: nobody could follow the others."""
        self._repaint_moved()
        self._show_current()
        self._name_current()
        if not self._resting.isActive():
            self._grow()
        self._resting.start()

    def _grow(self) -> None:
        """Selected cards are larger; the others make room."""
        before = self.tops()
        self._place()
        self._begin_glide(before, "card_select")
        self._repaint_moved()
        self._show_current()

    def _show_current(self) -> None:
        selection = self.session.selection
        row = self.row_of(selection[-1]) if selection else None
        if row is not None and not self._drag.is_active:
            self.ensure_visible(row)

    def _name_current(self) -> None:
        """Say the current card to a screen reader."""
        selection = self.session.selection
        row = self.row_of(selection[-1]) if selection else None
        words = spoken(row, logits_id(self.session.document.network) in row.ids) if row else ""
        self.setAccessibleName(words or self.tr("Layers of the network"))

    def _probed(self, probed: object) -> None:
        """The pictures follow a moment later: were they painted together with the panels that show
        the same probe, the window would wait for all of them."""
        if not self._fresh_later.isActive():
            self._fresh_later.start(current_theme().milliseconds("live_thumb_refresh"))

    def _refresh_strips(self) -> None:
        self._strips.forget()
        self.viewport().update()

    def _restyle(self, theme: Theme) -> None:
        self._strips.forget()
        self.arrange()

    def _want(self) -> None:
        """Ask for the pictures of the cards in sight, and of no others."""
        if not self.isVisible():
            return
        shown = (p for p in self._in_view() if not p.small and p.row.kind is not RowKind.SUM)
        ids = (p.row.report.layer.id for p in shown if p.row.report is not None)
        self.session.live.want(self, Wants(thumbnails=tuple(dict.fromkeys(ids))))

    # --- painting ---------------------------------------------------------------------------

    def _target(self, placed: Placed) -> QRectF:
        """Where a card belongs: its place, below an open gap."""
        rect, gap = QRectF(placed.rect), self._drag.gap
        if gap is not None and rect.top() >= gap.top - 1:
            rect.translate(0, gap.rect.height())
        return rect

    def _painted(self, placed: Placed) -> QRectF:
        """Where a card is painted, maybe on its way to where it belongs."""
        rect = self._target(placed)
        rect.moveTop(self._slide.top(placed.row.key, rect.top()))
        return rect

    def _in_view(self) -> list[Placed]:
        height, room = self.viewport().height(), self._drag.gap_height
        return list(self.layout_.between(self.offset - room, self.offset + height))

    def paintEvent(self, event: QPaintEvent) -> None:
        scene = self.scene
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), scene.theme.colour.raised)
        painter.translate(0, -self.offset)
        self._paint_frames(painter, scene)
        if self._drag.gap is not None:
            paint_gap(painter, self._drag.gap, self._drag.gap.rect, scene)
        shown = QRectF(event.rect()).translated(0, self.offset)
        for placed in self._in_view():
            if shown.intersects(reached(self._painted(placed))):
                self._paint_row(painter, placed, scene)
        if self.hasFocus() and is_ring_shown():
            self._paint_focus(painter, scene)
        painter.end()

    def _paint_focus(self, painter: QPainter, scene: Scene) -> None:
        """A ring around the current card, or around the whole stack where there is none."""
        selection = self.session.selection
        row = self.row_of(selection[-1]) if selection else None
        placed = self.layout_.of(row.key) if row else None
        if placed is None:
            painter.translate(0, self.offset)
            stroke_focus(painter, QRectF(self.viewport().rect()), scene.theme)
            return
        ring = scene.theme.colour.accent
        ring.setAlphaF(0.35)
        painter.setPen(QPen(ring, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = scene.theme.px_f("radius_selected_card") + 3
        painter.drawRoundedRect(self._painted(placed).adjusted(-4, -4, 4, 4), radius, radius)

    def _paint_frames(self, painter: QPainter, scene: Scene) -> None:
        top, bottom = self.offset, self.offset + self.viewport().height()
        for head, foot in self.layout_.frames:
            upper, lower = self._painted(head), self._painted(foot)
            if upper.top() <= bottom and lower.bottom() >= top:
                paint_frame(painter, head, upper, lower, scene)

    def _paint_row(self, painter: QPainter, placed: Placed, scene: Scene) -> None:
        rect, row = self._painted(placed), placed.row
        if row.kind is RowKind.SUM:
            paint_sum(painter, placed, rect, scene)
        elif row.kind is RowKind.BLOCK and not row.folded:
            paint_head(painter, placed, rect, scene)
        else:
            paint_card(painter, placed, rect, scene)

    # --- events -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._moved.see(self._looks())
        self._want_later.start()
        self._pointer.scrolled()
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._slide.finish()
        self.session.live.want(self, Wants())

    def stack_point(self, position: QPointF) -> QPointF:
        """A point of the viewport as a point of the stack."""
        return position + QPointF(0, self.offset)


def _holds(row: Row, id: str) -> bool:
    return any(report.layer.id == id for report in walk_reports(row.members))
