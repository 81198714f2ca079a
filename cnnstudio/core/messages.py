"""Every command and every event that crosses between window and engine.

All are frozen dataclasses of plain values and numpy arrays. Weights travel as
{"<layer id>.<tensor name>": float32 array}. An event of a run carries the run's id; what comes
late from an old run is dropped by the receiver.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import Sentence

Floats = npt.NDArray[np.float32]
Weights = Mapping[str, Floats]


# --- commands: window to engine -------------------------------------------------------------


@dataclass(frozen=True)
class OpenNetwork:
    """The network that probes and tests are about, until a run starts or goes on.

    It may come while a run is paused: probes are then about this network, until the run's
    Resume makes them about the run's again.

    `weights` holds what is known; tensors that are missing start from `seed`, each layer's from
    the seed and its own id, so that an edit does not change the first weights of other layers.
    An invalid network is never sent.
    """

    network: Network
    weights: Weights
    seed: int = 0
    device: str = "auto"


@dataclass(frozen=True)
class StartRun:
    """Train. With `checkpoint`, the path of a checkpoint file, go on from there.

    With `paused`, take no step before Resume or ResumeToEpochEnd: to step from the very start.
    """

    run_id: str
    network: Network
    settings: RunSettings
    weights: Weights
    checkpoint: str | None = None
    paused: bool = False


@dataclass(frozen=True)
class Pause:
    run_id: str


@dataclass(frozen=True)
class Resume:
    """Go on; for `steps` optimizer steps if that is more than 0, then pause again."""

    run_id: str
    steps: int = 0


@dataclass(frozen=True)
class ResumeToEpochEnd:
    """Go on to the end of the epoch, test, then pause again."""

    run_id: str


@dataclass(frozen=True)
class Stop:
    """End the run where it is; its weights stay."""

    run_id: str


@dataclass(frozen=True)
class Change:
    """Change a live setting from the next step on (RunSettings.LIVE)."""

    run_id: str
    name: str
    value: float


@dataclass(frozen=True)
class SetPace:
    """Take at most this many steps a second from now on, resting in between; math.inf: as fast
    as it goes, which is how a run starts. The losses stay what they are."""

    run_id: str
    steps_per_second: float

    def __post_init__(self) -> None:
        if not self.steps_per_second > 0:
            raise ValueError(f"{self.steps_per_second} steps a second is no pace")


#: A thumbnail holds at most this many maps, each with at most this many rows and columns.
THUMBNAIL_MAPS = 16
THUMBNAIL_SIZE = 64


@dataclass(frozen=True)
class Probe:
    """What the current network makes of one digit: float32 (28, 28), 0 to 1.

    `maps` names the layers whose whole output is wanted; `thumbnails` those of which a small
    part is enough: the first THUMBNAIL_MAPS maps, every k-th row and column so that they fit
    into THUMBNAIL_SIZE (lists of numbers come whole). `filters` names those whose learned
    tensors are wanted. Ids that the network does not have are passed over.
    """

    request: int
    digit: Floats
    maps: tuple[str, ...] = ()
    thumbnails: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Test:
    """Test the current network on the 10,000 test digits (answered by Evaluated, run id "")."""

    request: int


@dataclass(frozen=True)
class Estimate:
    """How long would a run take? Answered by Estimated."""

    request: int
    network: Network
    settings: RunSettings


@dataclass(frozen=True)
class SendWeights:
    """Answered by WeightsAre."""

    request: int


@dataclass(frozen=True)
class Shutdown:
    pass


Command = (
    OpenNetwork
    | StartRun
    | Pause
    | Resume
    | ResumeToEpochEnd
    | Stop
    | Change
    | SetPace
    | Probe
    | Test
    | Estimate
    | SendWeights
    | Shutdown
)


# --- events: engine to window ---------------------------------------------------------------


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


Event = (
    Ready
    | CannotStart
    | RunStarted
    | Metrics
    | Evaluated
    | Changed
    | Paused
    | Resumed
    | Checkpointed
    | Finished
    | Failed
    | WeightsAre
    | Probed
    | Estimated
    | EngineLost
)
