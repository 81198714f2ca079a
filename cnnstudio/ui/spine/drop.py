"""What a drag over the spine would do: the gap it opens, the edit, and the report after it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, Qt

from cnnstudio.core.edits import Edit, Insert, Move, Place
from cnnstudio.core.infer import Report
from cnnstudio.core.layers import Layer, fresh_copy
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.spine.drag import Payload
from cnnstudio.ui.spine.insertion import Gap, many_layers
from cnnstudio.ui.spine.new_layers import new_layer
from cnnstudio.ui.spine.places import roots
from cnnstudio.ui.spine.stack_layout import StackLayout
from cnnstudio.ui.theme import current_theme


@dataclass(frozen=True)
class Drop:
    """A drop that could be made now, and the report that it would lead to."""

    gap: Gap
    edit: Edit
    report: Report
    text: str


class DropPlan:
    """Follows one drag over a stack, and keeps what dropping it would mean."""

    def __init__(self, session: Session, payload: Payload, layout: StackLayout) -> None:
        self._session, self._payload, self._layout = session, payload, layout
        self._place: Place | None = None
        self._copies: tuple[Layer, ...] | None = None
        self.drop: Drop | None = None

    def follow(self, point: QPointF, action: Qt.DropAction) -> bool:
        """The pointer is at a height of the stack as it is painted; True if the gap changed."""
        copies = bool(self._payload.ids) and action == Qt.DropAction.CopyAction
        changed = copies != (self._copies is not None)
        if not changed and self._is_in_open_gap(point.y()):
            return False
        self._copies = self._copies_of_dragged() if copies else None
        place, top, depth = self._layout.gap_at(self._closed(point.y()))
        if not changed and place == self._place:
            return False
        self._place = place
        self.drop = self._plan(place, top, depth)
        return True

    def _is_in_open_gap(self, y: float) -> bool:
        gap = self.drop.gap if self.drop else None
        return gap is not None and gap.top <= y < gap.top + gap.rect.height()

    def _closed(self, y: float) -> float:
        """The height in the stack without the open gap."""
        gap = self.drop.gap if self.drop else None
        return y if gap is None or y < gap.top else max(gap.top, y - gap.rect.height())

    def _copies_of_dragged(self) -> tuple[Layer, ...]:
        network = self._session.document.network
        return tuple(fresh_copy(network.find(id)) for id in roots(network, self._payload.ids))

    def _plan(self, place: Place, top: float, depth: int) -> Drop | None:
        document = self._session.document
        edit, ids, text = self._edit(place)
        try:
            report = document.preview(edit)
        except (InvalidValue, KeyError):
            return None
        if report.network == document.network:
            return None
        height = gap_height()
        gap = Gap(place, top, self._layout.card_rect(depth, top, height), ids)
        return Drop(gap, edit, report, text)

    def _edit(self, place: Place) -> tuple[Edit, tuple[str, ...], str]:
        network = self._session.document.network
        if not self._payload.ids:
            new = new_layer(self._payload.kind, self._session.document.report, place)
            return Insert((new,), place), (new.id,), _if_dropped((new,))
        if self._copies is not None:
            ids = tuple(layer.id for layer in self._copies)
            return Insert(self._copies, place), ids, _if_dropped(self._copies)
        ids = roots(network, self._payload.ids)
        moved = tuple(network.find(id) for id in ids)
        return Move(ids, place), ids, _if_moved(moved)


def gap_height() -> float:
    """How far the cards below move to make room for what would be dropped."""
    theme = current_theme()
    return 2 * theme.px_f("card_line_h") + 4 * theme.px("unit")


def _name(layers: tuple[Layer, ...]) -> str:
    return title(layers[0].title()) if len(layers) == 1 else many_layers(len(layers))


def _if_dropped(layers: tuple[Layer, ...]) -> str:
    template = QCoreApplication.translate("Spine", "If you drop {layer} here")
    return template.format(layer=_name(layers))


def _if_moved(layers: tuple[Layer, ...]) -> str:
    template = QCoreApplication.translate("Spine", "If you move {layer} here")
    return template.format(layer=_name(layers))
