"""A run of the engine in this process, for `cnnstudio train`."""

from __future__ import annotations

import json
import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnstudio.commands.ending import Ending
from cnnstudio.commands.refusal import Refusal
from cnnstudio.commands.train_output import Output
from cnnstudio.core.layer_names import named_by_place
from cnnstudio.core.messages import (
    Evaluated,
    Failed,
    Finished,
    Metrics,
    Paused,
    RunStarted,
    StartRun,
    Stop,
    Weights,
    WeightsAre,
)
from cnnstudio.core.mnist import MnistError
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.weights_file import save_weights

if TYPE_CHECKING:
    from cnnstudio.engine.inbox import Inbox
    from cnnstudio.engine.training import Training

#: The run, in the engine's messages.
_RUN = "shell"


def train(
    network: Network,
    settings: RunSettings,
    output: Output,
    save: Path | None,
    name: str,
    ending: Ending,
) -> int:
    """Train to the end and save; the exit status, 1 if the run could not be carried out.

    SystemExit, without a file, where a signal ends it: the run stops as it does for the window.
    """
    from cnnstudio.engine.inbox import Inbox

    inbox = Inbox()
    record: dict[str, Any] = {"network": name}
    weights: Weights | None = None
    try:
        run = _training(network, settings, inbox)
    except _unusable() as error:
        raise Refusal(str(error)) from error
    ending.told = lambda: inbox.put(Stop(_RUN))
    ending.heed()
    for event in run.events():
        match event:
            case RunStarted():
                output.started(event)
                record |= _facts(event, settings)
            case Metrics():
                output.metrics(event)
            case Evaluated():
                output.evaluated(event)
                record |= {"test_accuracy": event.accuracy, "test_loss": event.loss}
                record["seconds"] = round(event.seconds, 1)
            case Paused(sentence=sentence) if sentence is not None:
                output.failed(sentence)  # nobody could answer: the run went bad
                return 1
            case Failed(sentence=sentence):
                output.failed(sentence)
                return 1
            case WeightsAre():
                weights = event.weights
            case Finished(sentence=sentence):
                output.finished(sentence)
    ending.heed()
    if save is not None and weights is not None:
        save_weights(save, named_by_place(network, weights))
        save.with_suffix(".json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return 0


def _training(network: Network, settings: RunSettings, inbox: Inbox) -> Training:
    from cnnstudio.engine import datasets
    from cnnstudio.engine.devices import choose
    from cnnstudio.engine.training import Training

    device = choose(settings.device)
    digits = datasets.load_both()
    start = StartRun(_RUN, network, settings, {})
    return Training(start, inbox, device, digits, threads=os.cpu_count() or 1)


def _unusable() -> tuple[type[Exception], ...]:
    from cnnstudio.engine.devices import DeviceMissingError

    return MnistError, DeviceMissingError


def _facts(started: RunStarted, settings: RunSettings) -> dict[str, Any]:
    """What somebody needs to train the same again."""
    return {
        "command": shlex.join(["cnnstudio", *sys.argv[1:]]),
        "seed": started.seed,
        "epochs": settings.epochs,
        "versions": dict(started.versions),
        "device": started.device.kind,
        "precision": started.precision,
        "threads": started.threads,
        "settings": asdict(settings),
    }
