"""The moments of one backward step, in the order in which they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cnnstudio.core.messages import BackwardStepTaken, Flow

Chapter = Literal["forward", "loss", "softmax", "back", "update", "after"]


@dataclass(frozen=True)
class Moment:
    """What is looked at: a chapter, and in most of them a layer ("" for the input)."""

    chapter: Chapter
    layer_id: str | None = None


def course(answer: BackwardStepTaken) -> tuple[Moment, ...]:
    """Forwards through every layer, the loss, its gradient at the softmax, back through every
    layer to the input, the update of every layer with weights, and the loss after it."""
    ids = [flow.layer_id for flow in answer.flows]
    return (
        *(Moment("forward", id) for id in ids),
        Moment("loss"),
        Moment("softmax"),
        *(Moment("back", id) for id in reversed(ids)),
        *(Moment("update", id) for id in ids if id in answer.nudges),
        Moment("after"),
    )


def beginnings(moments: Sequence[Moment]) -> dict[Chapter, int]:
    """The place of each chapter's first moment."""
    places: dict[Chapter, int] = {}
    for place, moment in enumerate(moments):
        places.setdefault(moment.chapter, place)
    return places


def place_of_layer(moments: Sequence[Moment], layer_id: str, now: int) -> int | None:
    """The moment of a layer in the chapter of the moment `now`, or else in the nearest one."""
    places = [place for place, moment in enumerate(moments) if moment.layer_id == layer_id]
    if not places:
        return None
    chapter = moments[now].chapter
    return min(places, key=lambda place: (moments[place].chapter != chapter, abs(place - now)))


def flow_of(answer: BackwardStepTaken, layer_id: str | None) -> Flow | None:
    return next((flow for flow in answer.flows if flow.layer_id == layer_id), None)
