"""Events about the engine, the open network and its run: engine to window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cnnstudio.core.sentences import Sentence
from cnnstudio.core.tensors import Floats, Weights


@dataclass(frozen=True)
class Device:
    """What computes: kind is cpu, cuda or mps; `why` says why not a better one."""

    kind: str
    name: str
    cores: int
    why: Sentence | None = None


@dataclass(frozen=True)
class Ready:
    """torch is loaded and the digits are there."""

    device: Device
    devices: tuple[Device, ...]
    versions: Mapping[str, str]


@dataclass(frozen=True)
class CannotStart:
    """The engine is of no use: no digits, no torch. It ends after this."""

    sentence: Sentence


@dataclass(frozen=True)
class RunStarted:
    """What decides whether another run gives the same losses."""

    run_id: str
    device: Device
    precision: str
    threads: int
    seed: int
    versions: Mapping[str, str]
    steps_per_epoch: int
    total_steps: int
    first_step: int = 0


@dataclass(frozen=True)
class Metrics:
    """The steps since the last Metrics, none left out. Arrays have one entry for each step;
    step 1 is the first. `gradient_norms` are of the last of them, by layer id.
    `images_per_second`, `seconds_left` and `seconds` count the rests of a pace (SetPace)."""

    run_id: str
    steps: npt.NDArray[np.int64]
    losses: Floats
    accuracies: Floats
    learning_rates: Floats
    epoch: float
    images_per_second: float
    seconds_left: float
    seconds: float
    gradient_norms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Evaluated:
    """A test on all 10,000 test digits. `probabilities` is float16 (10000, 10), the softmax of
    the first ten logits; `confusion` int64 (10, 10), rows truth, columns answer. `seconds` is
    training time so far."""

    run_id: str
    request: int
    step: int
    epoch: float
    loss: float
    accuracy: float
    seconds: float
    confusion: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float16]


@dataclass(frozen=True)
class Changed:
    """A live setting changed, from `step` on."""

    run_id: str
    step: int
    name: str
    before: float
    after: float


@dataclass(frozen=True)
class Paused:
    """`sentence` says why where nobody asked for it, such as a loss that is no number."""

    run_id: str
    step: int
    sentence: Sentence | None = None
    layer_id: str | None = None


@dataclass(frozen=True)
class Resumed:
    run_id: str
    step: int


@dataclass(frozen=True)
class RunShown:
    """What is told from now on is about the run's own network."""

    run_id: str


@dataclass(frozen=True)
class Checkpointed:
    """Weights, optimizer and random state of a step are in the file `path`."""

    run_id: str
    step: int
    path: str


@dataclass(frozen=True)
class Finished:
    """The run is over, and why: all epochs done, accuracy reached, loss no longer falling,
    stopped."""

    run_id: str
    step: int
    sentence: Sentence


@dataclass(frozen=True)
class Failed:
    """The run, or a request (then `run_id` is ""), could not be carried out; the engine lives."""

    run_id: str
    sentence: Sentence
    request: int = 0


@dataclass(frozen=True)
class WeightsAre:
    """All tensors of the current network. Sent when a run pauses or ends, and on request."""

    run_id: str
    step: int
    weights: Weights
    request: int = 0


@dataclass(frozen=True)
class Probed:
    """`maps` and `thumbnails`: by layer id, float32 (channels, height, width) or (count,), after
    that layer; a block's shortcut is under "<id>.shortcut". `filters`: by layer id, the learned
    tensors by name. `logits`: (outputs,), what the loss uses. `step` is that of the weights
    used, `run_id` of the run they belong to, "" for none."""

    request: int
    run_id: str
    step: int
    maps: Mapping[str, Floats]
    thumbnails: Mapping[str, Floats]
    filters: Mapping[str, Mapping[str, Floats]]
    logits: Floats


@dataclass(frozen=True)
class Estimated:
    request: int
    seconds_per_step: float
    seconds_per_epoch: float


@dataclass(frozen=True)
class EngineLost:
    """Made by the bridge: the engine died, with its exit code, or could not be reached."""

    exit_code: int | None
