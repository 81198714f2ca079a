"""Drags out of the spine and drops into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from cnnstudio.ui.kinds import family, icon_name
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.spine.drag import Payload, drag, from_mime
from cnnstudio.ui.spine.drop import DropPlan
from cnnstudio.ui.spine.insertion import Gap, many_layers
from cnnstudio.ui.spine.rows import Row
from cnnstudio.ui.theme import current_theme

if TYPE_CHECKING:
    from cnnstudio.ui.spine.spine import Spine

#: How near to an edge the stack scrolls by itself (px), how far each time, and how often (ms).
EDGE, STRIDE, EVERY = 40, 12, 25


class DragAndDrop(QObject):
    """Watches drags over a spine's viewport, and starts those of its cards."""

    def __init__(self, spine: Spine) -> None:
        super().__init__(spine)
        self._spine = spine
        self._plan: DropPlan | None = None
        self._position = QPointF()
        self._action = Qt.DropAction.IgnoreAction
        self.dragged: frozenset[str] = frozenset()
        self._scroll = QTimer(self, interval=EVERY)
        self._scroll.timeout.connect(self._scroll_at_edge)
        spine.viewport().installEventFilter(self)

    @property
    def is_active(self) -> bool:
        return self._plan is not None

    @property
    def gap(self) -> Gap | None:
        drop = self._plan.drop if self._plan else None
        return drop.gap if drop else None

    @property
    def gap_height(self) -> float:
        return self.gap.rect.height() if self.gap else 0.0

    def start(self, row: Row) -> None:
        """Drag the selected cards; `row` is the one under the pointer."""
        spine = self._spine
        ids = spine.commands.roots
        self.dragged = frozenset(spine.session.selection)
        layer = spine.session.document.network.find(ids[0])
        text = title(layer.title()) if len(ids) == 1 else many_layers(len(ids))
        hue = current_theme().kind_colour(family(layer))
        spine.viewport().update()
        drag(spine, Payload(ids=ids), text, icon_name(layer), hue)
        self.dragged = frozenset()
        self._leave()
        spine.viewport().update()

    def forget_plan(self) -> None:
        """The network has changed: a drag that goes on is planned anew."""
        self._plan = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDragMoveEvent():
                return self._follow(event)
            case QDropEvent() if event.type() == QEvent.Type.Drop:
                return self._drop(event)
        if event.type() == QEvent.Type.DragLeave:
            self._leave()
            return True
        return False

    def _follow(self, event: QDragMoveEvent) -> bool:
        payload = from_mime(event.mimeData())
        if payload is None or (payload.ids and event.source() is not self._spine):
            return False
        if self._plan is None:
            self._plan = DropPlan(self._spine.session, payload, self._spine.layout_)
        self._position, self._action = event.position(), event.proposedAction()
        self._replan()
        self._scroll.start()
        event.acceptProposedAction()
        return True

    def _replan(self) -> None:
        spine, plan = self._spine, self._plan
        if plan is None:
            return
        before = spine.tops()
        if plan.follow(spine.stack_point(self._position), self._action):
            drop = plan.drop
            spine.show_preview(drop.report if drop else None, drop.text if drop else "")
            spine.glide(before, "insertion_gap_open")

    def _drop(self, event: QDropEvent) -> bool:
        if self._plan is None:
            return False
        drop = self._plan.drop
        self._leave()
        event.acceptProposedAction()
        if drop is not None:
            self._spine.session.edit(drop.edit)
            self._spine.session.select(drop.gap.layer_ids)
            self._spine.setFocus(Qt.FocusReason.MouseFocusReason)
        return True

    def _leave(self) -> None:
        self._scroll.stop()
        if self._plan is not None:
            before = self._spine.tops()
            self._plan = None
            self._spine.show_preview(None)
            self._spine.glide(before, "insertion_gap_open")

    def _scroll_at_edge(self) -> None:
        height, y = self._spine.viewport().height(), self._position.y()
        by = -STRIDE if y < EDGE else STRIDE if y > height - EDGE else 0
        bar = self._spine.verticalScrollBar()
        old = bar.value()
        bar.setValue(old + by)
        if bar.value() != old:
            self._replan()
