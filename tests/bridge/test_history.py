"""A run's history in the real engine process: looked at while it trains, and after a kill."""

from __future__ import annotations

import math
import os
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.core import history, messages
from cnnstudio.core.history import open_run
from cnnstudio.core.history.plan import place
from cnnstudio.core.layers import Flatten, Linear
from cnnstudio.core.messages import (
    EngineLost,
    Evaluated,
    Failed,
    Finished,
    HistorySettings,
    Metrics,
    MomentsAre,
    MomentShown,
    OpenNetwork,
    Probe,
    Probed,
    Ready,
    RunStarted,
    SendWeights,
    ShowMoment,
    ShowNow,
    StartRun,
    Stop,
    WeightsAre,
)
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import english
from tests.bridge.test_link import BLANK, LENET, Engine


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = Engine()
    engine.link.start()
    engine.wait(Ready)
    yield engine
    engine.link.close()


def start(
    engine: Engine,
    root: Path,
    run_id: str,
    network: Network = LENET,
    budget: int = 10**9,
    **settings,
) -> None:
    chosen = RunSettings(**{"precision": "float32", "epochs": 50, **settings})
    keep = HistorySettings(str(root), budget, "A run")
    engine.ask(StartRun(run_id, network, chosen, {}, history=keep), RunStarted)


def wait_for_moments(engine: Engine, run_id: str, count: int) -> MomentsAre:
    """Wait until so many are kept; the run before may still tell of its own."""
    while True:
        moments = engine.wait(MomentsAre)
        if moments.run_id == run_id and len(moments.steps) >= count:
            return moments


def probe(engine: Engine, request: int) -> Probed:
    return engine.ask(Probe(request, BLANK, filters=("conv1",)), Probed)


def test_a_past_moment_is_shown_while_the_run_goes_on(engine: Engine, tmp_path: Path) -> None:
    start(engine, tmp_path, "first")
    moments = wait_for_moments(engine, "first", 20)
    folder = str(tmp_path / "first")
    for request, step in ((1, 0), (2, 5), (3, moments.steps[-1])):
        shown = engine.ask(ShowMoment(request, folder, step), MomentShown)
        assert (shown.request, shown.run_id, shown.step) == (request, "first", step)
        probed = probe(engine, request)
        assert (probed.run_id, probed.step) == ("first", step)
        kept = history.load_moment(open_run(Path(folder)), step)
        assert np.array_equal(probed.filters["conv1"]["weight"], kept["conv1.weight"])
    before = engine.wait(Metrics).steps[-1]
    assert engine.wait(Metrics).steps[-1] > before
    assert probe(engine, 4).step == moments.steps[-1]
    assert engine.ask(SendWeights(5), WeightsAre).step > moments.steps[-1]
    engine.link.send(ShowNow())
    assert probe(engine, 6).step > moments.steps[-1]


def test_a_moment_is_tested_as_any_network(engine: Engine, tmp_path: Path) -> None:
    start(engine, tmp_path, "tested")
    wait_for_moments(engine, "tested", 3)
    engine.ask(ShowMoment(1, str(tmp_path / "tested"), 0), MomentShown)
    tested = engine.ask(messages.Test(2), Evaluated)
    assert (tested.request, tested.step) == (2, 0)
    assert tested.accuracy < 0.4
    engine.link.send(ShowNow())


def test_a_moment_that_is_not_there_is_refused_and_what_was_shown_stays(
    engine: Engine, tmp_path: Path
) -> None:
    start(engine, tmp_path, "refused")
    wait_for_moments(engine, "refused", 3)
    engine.ask(ShowMoment(1, str(tmp_path / "refused"), 2), MomentShown)
    failed = engine.ask(ShowMoment(2, str(tmp_path / "refused"), 10**9), Failed)
    assert failed.request == 2
    assert "cannot be read" in english(failed.sentence)
    failed = engine.ask(ShowMoment(3, str(tmp_path / "nowhere"), 1), Failed)
    assert failed.request == 3
    assert probe(engine, 4).step == 2


def test_another_network_is_shown_in_the_place_of_a_moment(engine: Engine, tmp_path: Path) -> None:
    start(engine, tmp_path, "replaced")
    wait_for_moments(engine, "replaced", 3)
    engine.ask(ShowMoment(1, str(tmp_path / "replaced"), 2), MomentShown)
    engine.link.send(OpenNetwork(LENET, {}))
    probed = probe(engine, 2)
    assert (probed.run_id, probed.step) == ("", 0)


def test_a_small_budget_is_kept_to_and_what_is_kept_stays_evenly_spaced(
    engine: Engine, tmp_path: Path
) -> None:
    budget, fitting = 3_200_000, 12
    start(engine, tmp_path, "thinned", budget=budget, batch_size=32)
    told = engine.wait(MomentsAre)
    while told.steps[-1] < 400:
        told = engine.wait(MomentsAre)
        assert told.size_bytes <= budget
    assert told.note is not None
    assert english(told.note) == "The history has filled its 3 MB: moments are thinned evenly."
    engine.ask(Stop("thinned"), Finished)
    ended = wait_for_end_of_history(tmp_path / "thinned")
    assert fitting - 1 <= len(ended.moments) <= fitting
    assert (ended.moments[0], ended.moments[-1]) == (0, ended.step)
    assert history.size_bytes(ended.folder) <= budget
    # As on the plan's own scale: every step at first, then ever wider.
    gaps = [place(b) - place(a) for a, b in pairwise(ended.moments)]
    assert max(gaps) <= 4 * place(ended.step) / (fitting - 1)
    for step in ended.moments:
        assert history.load_moment(ended, step)


def wait_for_end_of_history(folder: Path) -> history.RunRecord:
    end = time.monotonic() + 60
    while (record := open_run(folder)).state != "finished" or record.moments[-1] != record.step:
        assert time.monotonic() < end
        time.sleep(0.05)
    return record


def test_a_kill_during_a_save_loses_that_moment_and_no_other(tmp_path: Path) -> None:
    engine = Engine()
    engine.link.start()
    engine.wait(Ready)
    wide = Network(
        "wide",
        (Flatten(id="f"), Linear(id="a", out_features=8_000), Linear(id="b", out_features=10)),
    )
    start(engine, tmp_path, "killed", wide, batch_size=16, learning_rate=1e-5)
    wait_for_moments(engine, "killed", 2)
    moments = tmp_path / "killed" / "moments"
    end = time.monotonic() + 60
    while not any(path.name.startswith(".") for path in moments.iterdir()):
        assert time.monotonic() < end
        time.sleep(0.0005)
    pid = engine.link.pid
    assert pid is not None
    assert open_run(tmp_path / "killed").state == "running"
    os.kill(pid, signal.SIGKILL)
    engine.wait(EngineLost)
    engine.link.close()
    record = open_run(tmp_path / "killed")
    assert record.state == "broken off"
    assert any("half written" in english(sentence) for sentence in record.sentences)
    assert record.moments[0] == 0
    assert len(record.moments) >= 2
    for step in record.moments:
        weights = history.load_moment(record, step)
        assert all(math.isfinite(tensor.sum()) for tensor in weights.values())
