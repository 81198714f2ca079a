"""Runs written to a folder as a training run writes them, but without training."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.core.history import RunFacts
from cnnstudio.core.history.run_file import now
from cnnstudio.core.history.writer import RunWriter
from cnnstudio.core.layers import BatchNorm2d, Conv2d, Flatten, Linear, ReLU
from cnnstudio.core.messages import Device, Evaluated, Metrics, RunStarted, Vitals, Weights
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.tensors import weights_of_network

NETWORK = Network(
    "small",
    (
        Conv2d(id="c", out_channels=2, kernel_size=(3, 3)),
        BatchNorm2d(id="n"),
        ReLU(id="r"),
        Flatten(id="f"),
        Linear(id="d", out_features=10),
    ),
)
START = RunStarted("0123abcd", Device("cpu", "A CPU", 2), "float32", 1, 0, {"torch": "2"}, 100, 300)
FACTS = RunFacts("My run", now(), NETWORK, RunSettings(epochs=3), START)


def weights_at(step: int, network: Network = NETWORK) -> Weights:
    """Weights that tell their step."""
    return {
        name: np.full(shape, step, np.float32)
        for name, shape in weights_of_network(network).items()
    }


def metrics_of(first: int, last: int) -> Metrics:
    """Steps `first` to `last`, each with its own number as its loss."""
    steps = np.arange(first, last + 1)
    row = steps.astype(np.float32)
    return Metrics(FACTS.id, steps, row, row / 1000, row / 1e6, 0, 0, 0, 0)


def evaluation_of(step: int) -> Evaluated:
    shares = np.full((10_000, 10), 0.1, np.float16)
    confusion = np.full((10, 10), 100)
    return Evaluated(FACTS.id, 0, step, step / 100, 1.5, 0.25, 2.0, confusion, shares)


def vitals_of(step: int) -> Vitals:
    """Vital signs that tell their step, of some of the layers."""
    sizes = {"c": step / 1000, "d": 0.25}
    return Vitals(FACTS.id, step, 256, {"r": 0.5}, {}, sizes, float(step), {"c": 0.125})


def writer_in(folder: Path, budget: int = 10**9, **facts: object) -> RunWriter:
    writer = RunWriter(folder, replace(FACTS, **facts), budget)
    writer.begin(0)
    return writer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run of 100 steps with five moments and a test."""
    folder = tmp_path / "runs" / FACTS.id
    writer = writer_in(folder)
    for step in (0, 1, 2, 50, 100):
        writer.add_moment(step, weights_at(step))
    writer.add_metrics(metrics_of(1, 60))
    writer.add_metrics(metrics_of(61, 100))
    writer.add_evaluation(evaluation_of(50))
    writer.set_state("finished", 100)
    return folder
