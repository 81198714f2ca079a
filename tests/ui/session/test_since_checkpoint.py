"""Changes by hand outlive an engine that dies before a checkpoint holds them."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.interventions import Patch
from cnnstudio.ui.session.since_checkpoint import SinceCheckpoint


def patch(value: float) -> Patch:
    return Patch("conv.bias", np.array([0]), np.array([value], np.float32))


def values(changes: SinceCheckpoint) -> list[float]:
    return [float(patch.values[0]) for patch in changes.all()]


def test_a_checkpoint_holds_what_was_made_before_it_and_no_more() -> None:
    changes = SinceCheckpoint()
    changes.add((patch(1),))
    changes.add((patch(2), patch(3)))
    changes.made()
    changes.kept()
    assert values(changes) == [2, 3]
    changes.made()
    changes.kept()
    assert values(changes) == []


def test_after_a_loss_all_is_one_change_to_be_made_again() -> None:
    changes = SinceCheckpoint()
    changes.add((patch(1),))
    changes.add((patch(2),))
    changes.made()
    changes.lost()
    changes.kept()
    assert values(changes) == [1, 2]
    changes.made()
    changes.kept()
    assert values(changes) == []


def test_the_last_change_of_a_number_is_the_one_that_stays() -> None:
    changes = SinceCheckpoint()
    changes.add((patch(1),))
    changes.add((patch(2),))
    kept = {"conv.bias": np.zeros(3, np.float32), "other.bias": np.zeros(1, np.float32)}
    assert changes.applied(kept)["conv.bias"].tolist() == [2, 0, 0]
