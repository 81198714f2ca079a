"""Which start is meant: a run's, that of shipped weights, or a seed's."""

from __future__ import annotations

import numpy as np
import pytest

from cnnstudio.core.messages import AskFirstWeights, FirstWeights, Floats
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.beginning import Origin
from cnnstudio.ui.session.pretrained import shipped_origin, trained_starter, under_fresh_ids
from tests.ui.workspaces.inside.answering import Answering


@pytest.fixture
def engine(session: Session) -> Answering:
    engine = Answering(session)
    engine.at(0, "")
    return engine


def seeded(session: Session, value: float) -> dict[str, Floats]:
    report = session.document.report.by_id["conv1"]
    shapes = report.layer.weight_shapes(report.input or ())
    return {name: np.full(shape, value, np.float32) for name, shape in shapes.items()}


def answer(session: Session, engine: Answering, value: float) -> None:
    look = engine.asked(AskFirstWeights)[-1]
    engine.answer(look, FirstWeights(0, "", 0, look.layer_id, seeded(session, value)))


def test_shipped_weights_are_known_under_any_id() -> None:
    network, weights = under_fresh_ids(*trained_starter("mlp"))
    key = next(name for name in weights if name.endswith(".weight"))
    seed, named = shipped_origin(weights[key]) or (0, "")
    assert seed >= 0
    assert f"{named}.weight" in trained_starter("mlp")[1]
    assert named not in {layer.id for layer in network.layers}
    assert shipped_origin(weights[key] + 1) is None
    assert shipped_origin(None) is None


def test_weights_that_nobody_knows_began_with_the_seed(session: Session, engine: Answering) -> None:
    session.reset_weights()
    assert session.beginning.of("conv1") is None
    assert engine.asked(AskFirstWeights)[-1].seed == session.settings.seed
    answer(session, engine, 0.5)
    start = session.beginning.of("conv1")
    assert start is not None
    assert start.origin == Origin("seed", session.settings.seed, "conv1")
    assert float(start.tensors["weight"].max()) == 0.5


def test_a_run_that_began_with_no_weights_began_with_its_seed(
    session: Session, engine: Answering
) -> None:
    session.reset_weights()
    session.start_run()
    session.bank.put({"conv1.weight": np.ones((6, 1, 5, 5), np.float32)})
    assert session.beginning.of("conv1") is None
    answer(session, engine, 0.25)
    start = session.beginning.of("conv1")
    assert start is not None
    assert start.origin.kind == "run"
    assert float(start.tensors["weight"].max()) == 0.25


def test_the_first_moment_of_a_run_that_was_opened_again_is_its_start(
    session: Session, engine: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.run.id = "past"
    session.run.network = session.document.network
    first = np.full((6, 1, 5, 5), 2.0, np.float32)
    monkeypatch.setattr(
        session.history, "weights", lambda step: {"conv1.weight": first * (step + 1)}
    )
    session.run.state_changed.emit()
    session.history.moments = (0, 5)
    session.beginning.of("conv1")
    answer(session, engine, 0.25)
    start = session.beginning.of("conv1")
    assert start is not None
    assert np.array_equal(start.tensors["weight"], first)
