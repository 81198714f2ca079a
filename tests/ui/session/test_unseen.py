"""What the engine tells of weights is mended until it tells of weights that were changed."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.interventions import Patch
from cnnstudio.ui.session.unseen import Unseen

OLD = {"conv.weight": np.zeros(4, np.float32), "other.bias": np.zeros(2, np.float32)}


def patch(index: int, value: float) -> Patch:
    return Patch("conv.weight", np.array([index]), np.array([value], np.float32))


def shown(unseen: Unseen) -> list[float]:
    return unseen.applied(OLD)["conv.weight"].tolist()


def test_changes_are_made_to_older_weights_in_their_order() -> None:
    unseen = Unseen()
    unseen.add((patch(1, 5), patch(2, 6)), 1)
    unseen.add((patch(1, 7),), 1)
    assert shown(unseen) == [0, 7, 6, 0]
    assert OLD["conv.weight"].tolist() == [0, 0, 0, 0]


def test_a_change_is_forgotten_only_when_a_probe_asked_for_after_it_has_come() -> None:
    unseen = Unseen()
    unseen.add((patch(1, 5),), 1)
    unseen.seen(7)
    assert shown(unseen) == [0, 5, 0, 0]
    assert unseen.acknowledge(10)
    unseen.seen(9)
    assert shown(unseen) == [0, 5, 0, 0]
    unseen.seen(11)
    assert shown(unseen) == [0, 0, 0, 0]


def test_all_is_made_only_when_every_answer_is_there() -> None:
    unseen = Unseen()
    unseen.add((patch(1, 5),), 2)
    unseen.add((patch(0, 1),), 1)
    assert [unseen.acknowledge(n) for n in (3, 4, 5)] == [False, False, True]


def test_a_lost_engine_owes_nothing() -> None:
    unseen = Unseen()
    unseen.add((patch(1, 5),), 1)
    unseen.clear()
    assert shown(unseen) == [0, 0, 0, 0]
