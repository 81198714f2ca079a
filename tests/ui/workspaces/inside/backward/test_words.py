"""What is said of a step that is not the run's own, and of layers that train otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cnnstudio.core.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.backward.course import Moment
from cnnstudio.ui.workspaces.inside.backward.words import explanation, rate_notes, verdict
from tests.ui.workspaces.inside.backward.steps import made_up


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"optimizer": "sgd", "momentum": 0.0}, "Plain gradient descent with the run's"),
        ({"optimizer": "sgd", "momentum": 0.9}, "without the run's momentum"),
        ({"optimizer": "adam"}, "not the run's Adam, which also remembers earlier gradients and"),
        ({"optimizer": "adamw", "weight_decay": 0.1}, "Weight decay is left out."),
        ({"optimizer": "sgd", "momentum": 0.0, "weight_decay": 0.1}, "Weight decay is left out."),
        ({"optimizer": "adam", "schedule": "cosine"}, "The rate's schedule is left out."),
        ({"weight_decay": 0.1, "schedule": "onecycle"}, "left out. So is the rate's schedule."),
        ({"learning_rate": 0.5}, "the run's own learning rate is 0.5."),
    ],
)
def test_it_says_what_the_runs_own_steps_have_besides(settings: dict[str, Any], says: str) -> None:
    rate = settings.get("learning_rate", 0.001)
    rate = 0.001 if rate == 0.5 else rate
    whole, *_, last = rate_notes(RunSettings(**settings), rate)
    assert says in whole
    assert ("left out" in whole) == bool({"weight_decay", "schedule"} & set(settings))
    assert last == ""  # rather nothing than the beginning of a word


@pytest.mark.parametrize("loss", [np.nan, np.inf])
def test_a_loss_that_is_no_number_after_the_step_has_not_stayed(
    session: Session, loss: float
) -> None:
    answer = replace(made_up(session), losses_after=np.array([loss], np.float32))
    assert verdict(answer).endswith("the step was far too long.")


def test_it_says_where_layers_train_otherwise(session: Session) -> None:
    answer = made_up(session)
    layers = (Conv2d(2, id="c"), BatchNorm2d(id="n"), Dropout(id="d"), Flatten(id="f"))
    network = Network("", (*layers, Linear(10, id="l")))
    for chapter in ("forward", "back"):
        said = {id: explanation(network, Moment(chapter, id), answer) for id in ("c", "n", "d")}
        assert said["n"].endswith("by its running mean and spread, as in a test.")
        assert said["d"].endswith("Here, as in a test, it lets everything through.")
        assert "in a test" not in said["c"]
