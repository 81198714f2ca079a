"""Commands about the open network and its run: window to engine."""

from __future__ import annotations

from dataclasses import dataclass, field

from cnnstudio.core.interventions import Interventions
from cnnstudio.core.messages.history import HistorySettings
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.tensors import Floats, Weights


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
    interventions: Interventions = field(default_factory=Interventions)


@dataclass(frozen=True)
class StartRun:
    """Train. With `checkpoint`, the path of a checkpoint file, go on from there.

    With `paused`, take no step before Resume or ResumeToEpochEnd: to step from the very start.
    With `history`, moments of the run are kept on disk.
    """

    run_id: str
    network: Network
    settings: RunSettings
    weights: Weights
    checkpoint: str | None = None
    paused: bool = False
    history: HistorySettings | None = None
    interventions: Interventions = field(default_factory=Interventions)


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
class ShowRun:
    """Probes and tests are about the run's own network again, if another was opened since; a run
    that begins or goes on sees to that itself. Answered by RunShown while there is the run."""

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
