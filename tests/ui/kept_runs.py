"""Runs in the user's data folder, written as a training run writes them, but without training."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

from cnnstudio.core.history import RunFacts, log, runs_folder, vitals_log
from cnnstudio.core.history.places import VITALS
from cnnstudio.core.history.run_file import now
from cnnstudio.core.history.writer import RunWriter
from cnnstudio.core.messages import Changed, Device, Evaluated, Metrics, RunStarted, Vitals
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.core.tensors import weights_of_network
from tests.ui.digits import all_test_digits

MOMENTS = (0, 1, 2, 5, 10, 20, 60, 100, 150, 200)


def keep_run(
    run_id: str = "0123abcd",
    name: str = "LeNet-5",
    moments: Sequence[int] = MOMENTS,
    network_key: str = "lenet5",
) -> Path:
    """A run of 200 steps that was tested at steps 60 and 150, and became better in between."""
    network = starter(network_key)
    start = RunStarted(run_id, Device("cpu", "A CPU", 2), "float32", 1, 0, {}, 100, 300)
    facts = RunFacts(name, now(), network, RunSettings(epochs=3), start)
    writer = RunWriter(runs_folder() / run_id, facts, 10**9)
    writer.begin(0)
    for step in moments:
        writer.add_moment(step, weights_at(network_key, step))
    steps = np.arange(1, 201)
    losses = (2.3 / (1 + steps / 50)).astype(np.float32)
    rates = np.full(200, 0.01, np.float32)
    writer.add_metrics(Metrics(run_id, steps, losses, 1 - losses / 3, rates, 2, 9000.0, 1.0, 1.0))
    writer.add_mark(Changed(run_id, 120, "learning_rate", 0.01, 0.002))
    writer.add_evaluation(evaluation_after(run_id, 60, every=10))
    writer.add_evaluation(evaluation_after(run_id, 150, every=50))
    writer.set_state("finished", 200)
    return writer.folder


def keep_vitals(folder: Path, dead: dict[int, float]) -> None:
    """A doctor has looked at a run of LeNet-5 at these steps, and found so many units dead."""
    for step, share in dead.items():
        vitals = Vitals(folder.name, step, 256, {"relu1": share}, updates={"conv1": 1e-3})
        log.append(folder / VITALS, vitals_log.record_of(vitals, starter("lenet5")))


def weights_at(network_key: str, step: int) -> dict[str, np.ndarray]:
    """Weights that begin at random and grow by a thousandth a step."""
    first = _first_weights(network_key)
    return {name: (array + step / 1000).astype(np.float32) for name, array in first.items()}


@cache
def _first_weights(network_key: str) -> dict[str, np.ndarray]:
    made = np.random.default_rng(1)
    shapes = weights_of_network(starter(network_key))
    return {name: made.normal(0, 0.1, shape) for name, shape in shapes.items()}


def evaluation_after(run_id: str, step: int, every: int) -> Evaluated:
    """A test in which every so many-th digit was read as the next one."""
    labels = all_test_digits().labels.astype(int)
    answers = labels.copy()
    answers[::every] = (answers[::every] + 1) % 10
    shares = np.full((len(labels), 10), 0.01, np.float16)
    shares[np.arange(len(labels)), answers] = 0.91
    confusion = np.zeros((10, 10), np.int64)
    np.add.at(confusion, (labels, answers), 1)
    right = 1 - 1 / every
    return Evaluated(run_id, 0, step, step / 100, 1 - right, right, 1.0, confusion, shares)


@contextmanager
def empty_folder() -> Iterator[Path]:
    """The folder of runs without any, before and after."""
    shutil.rmtree(runs_folder(), ignore_errors=True)
    yield runs_folder()
    shutil.rmtree(runs_folder(), ignore_errors=True)
