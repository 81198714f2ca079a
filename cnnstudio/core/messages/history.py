"""What a run keeps of its way, and the moments of it that are shown again."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.sentences import Sentence


@dataclass(frozen=True)
class HistorySettings:
    """Keep moments of a run in the folder `root`/<run id>, as a run called `name`.

    `budget`: bytes of disk that they may take.
    """

    root: str
    budget: int
    name: str


@dataclass(frozen=True)
class ShowMoment:
    """Probes, tests and looks are about this moment of a run from now on, until ShowNow or
    OpenNetwork; training goes on undisturbed. `folder` is the run's (core/history).

    Answered by MomentShown, or by Failed; then what was shown before stays.
    """

    request: int
    folder: str
    step: int


@dataclass(frozen=True)
class ShowNow:
    """Probes, tests and looks are about the newest weights again."""


@dataclass(frozen=True)
class MomentShown:
    request: int
    run_id: str
    step: int


@dataclass(frozen=True)
class MomentsAre:
    """The moments that are kept of a run, in order. `size_bytes` counts its tests and logs too;
    `note` says what the budget has cost, if anything. Told a few times a second at most."""

    run_id: str
    steps: tuple[int, ...]
    size_bytes: int
    note: Sentence | None = None


@dataclass(frozen=True)
class HistoryLost:
    """Nothing can be kept for the time being, and why; the run goes on."""

    run_id: str
    sentence: Sentence
