"""Every command and every event that crosses between window and engine.

All are frozen dataclasses of plain values and numpy arrays. Weights travel as
{"<layer id>.<tensor name>": float32 array}. An event of a run carries the run's id; what comes
late from an old run is dropped by the receiver.
"""

from __future__ import annotations

from cnnstudio.core.messages.answers_along import AnswersAlong, MomentTested
from cnnstudio.core.messages.attribution import Attribute, Attributed, Occlude, Occluded
from cnnstudio.core.messages.backward import (
    BackwardStep,
    BackwardStepTaken,
    Flow,
    Nudge,
)
from cnnstudio.core.messages.commands import (
    THUMBNAIL_MAPS,
    THUMBNAIL_SIZE,
    Change,
    Estimate,
    OpenNetwork,
    Pause,
    Probe,
    Resume,
    ResumeToEpochEnd,
    SendWeights,
    SetPace,
    ShowRun,
    Shutdown,
    StartRun,
    Stop,
    Test,
)
from cnnstudio.core.messages.comparing import Answers, AskAnswers
from cnnstudio.core.messages.digit_map import DigitMap, MapDigits
from cnnstudio.core.messages.digits_along import DigitsAlong
from cnnstudio.core.messages.dream import Dream, Dreamed
from cnnstudio.core.messages.events import (
    CannotStart,
    Changed,
    Checkpointed,
    Device,
    EngineLost,
    Estimated,
    Evaluated,
    Failed,
    Finished,
    Metrics,
    Paused,
    Probed,
    Ready,
    Resumed,
    RunShown,
    RunStarted,
    WeightsAre,
)
from cnnstudio.core.messages.first_weights import AskFirstWeights, FirstWeights
from cnnstudio.core.messages.history import (
    HistoryLost,
    HistorySettings,
    MomentsAre,
    MomentShown,
    ShowMoment,
    ShowNow,
)
from cnnstudio.core.messages.interventions import Examine, Examined, Intervene, Intervened
from cnnstudio.core.messages.looks import (
    Answer,
    Cancel,
    Look,
    LookEnded,
    Progress,
)
from cnnstudio.core.messages.maps_along import MapsAlong, MapsOfMoment, MomentPassedOver
from cnnstudio.core.messages.top_images import BINS, MOST_UNITS, FindTopImages, Picks, TopImages
from cnnstudio.core.messages.vitals import Vitals
from cnnstudio.core.messages.xray import Explain, Explained, Following
from cnnstudio.core.tensors import Floats, Weights

Command = (
    OpenNetwork
    | StartRun
    | Pause
    | Resume
    | ResumeToEpochEnd
    | Stop
    | ShowRun
    | Change
    | SetPace
    | Intervene
    | Probe
    | Test
    | Estimate
    | SendWeights
    | Shutdown
    | Look
    | Cancel
    | ShowMoment
    | ShowNow
)
Event = (
    Ready
    | CannotStart
    | RunStarted
    | Metrics
    | Evaluated
    | Vitals
    | Changed
    | Intervened
    | Paused
    | Resumed
    | RunShown
    | Checkpointed
    | Finished
    | Failed
    | WeightsAre
    | Probed
    | Estimated
    | EngineLost
    | Progress
    | Answer
    | LookEnded
    | MomentShown
    | MomentsAre
    | HistoryLost
)

__all__ = [
    "BINS",
    "MOST_UNITS",
    "THUMBNAIL_MAPS",
    "THUMBNAIL_SIZE",
    "Answer",
    "Answers",
    "AnswersAlong",
    "AskAnswers",
    "AskFirstWeights",
    "Attribute",
    "Attributed",
    "BackwardStep",
    "BackwardStepTaken",
    "Cancel",
    "CannotStart",
    "Change",
    "Changed",
    "Checkpointed",
    "Command",
    "Device",
    "DigitMap",
    "DigitsAlong",
    "Dream",
    "Dreamed",
    "EngineLost",
    "Estimate",
    "Estimated",
    "Evaluated",
    "Event",
    "Examine",
    "Examined",
    "Explain",
    "Explained",
    "Failed",
    "FindTopImages",
    "Finished",
    "FirstWeights",
    "Floats",
    "Flow",
    "Following",
    "HistoryLost",
    "HistorySettings",
    "Intervene",
    "Intervened",
    "Look",
    "LookEnded",
    "MapDigits",
    "MapsAlong",
    "MapsOfMoment",
    "Metrics",
    "MomentPassedOver",
    "MomentShown",
    "MomentTested",
    "MomentsAre",
    "Nudge",
    "Occlude",
    "Occluded",
    "OpenNetwork",
    "Pause",
    "Paused",
    "Picks",
    "Probe",
    "Probed",
    "Progress",
    "Ready",
    "Resume",
    "ResumeToEpochEnd",
    "Resumed",
    "RunShown",
    "RunStarted",
    "SendWeights",
    "SetPace",
    "ShowMoment",
    "ShowNow",
    "ShowRun",
    "Shutdown",
    "StartRun",
    "Stop",
    "Test",
    "TopImages",
    "Vitals",
    "Weights",
    "WeightsAre",
]
