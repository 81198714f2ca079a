"""A little of MNIST, and short runs of the engine in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from cnnstudio.core.interventions import Interventions
from cnnstudio.core.messages import Command, Event, HistorySettings, StartRun
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.engine import datasets
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.devices import choose
from cnnstudio.engine.history import History
from cnnstudio.engine.inbox import Inbox
from cnnstudio.engine.training import Training

Digits = tuple[DeviceDigits, DeviceDigits]


@pytest.fixture(scope="session")
def all_digits() -> Digits:
    return datasets.load_both()


@pytest.fixture(scope="session")
def few_digits(all_digits: Digits) -> Digits:
    """640 digits to train on and 200 to test on."""
    return tuple(
        DeviceDigits(half.images[:count], half.labels[:count])
        for half, count in zip(all_digits, (640, 200), strict=True)
    )


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


class ShortRun:
    """A run of ten steps an epoch whose commands are given at the event that they answer. With a
    folder for its `history`, `told` is what that says, once all is written."""

    def __init__(self, digits: Digits) -> None:
        self._digits = digits
        self.told: list[Event] = []

    def __call__(
        self,
        network: Network,
        answer: Callable[[Event], Command | None] = lambda _: None,
        *,
        weights: dict = {},  # noqa: B006 - never changed
        path: Path | None = None,
        resume: Path | None = None,
        paused: bool = False,
        interventions: Interventions = Interventions(),  # noqa: B008 - it is immutable
        history: Path | None = None,
        **settings: object,
    ) -> list[Event]:
        chosen = {"precision": "float32", "threads": 1, "epochs": 1, "device": "cpu", **settings}
        checkpoint = None if resume is None else str(resume)
        start = StartRun(
            "run",
            network,
            RunSettings(**chosen),
            weights,
            checkpoint,
            paused,
            interventions=interventions,
        )
        inbox = Inbox()
        kept = self._history(start, history) if history else None
        run = Training(start, inbox, choose("cpu"), self._digits, 1, checkpoint=path, history=kept)
        events = []
        for event in run.events():
            events.append(event)
            if (command := answer(event)) is not None:
                inbox.put(command)
        return events

    def _history(self, start: StartRun, folder: Path) -> History:
        self.told = []
        return PatientHistory(start, HistorySettings(str(folder), 10**9, "A run"), self.told.append)


class PatientHistory(History):
    """Waits at its end until all is written."""

    def end(self, seconds: float = 0) -> None:
        super().end(30)


@pytest.fixture
def short_run(few_digits: Digits) -> ShortRun:
    return ShortRun(few_digits)
