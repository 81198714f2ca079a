"""The history of runs on disk: what is kept, how it is read again. See places.py for the files."""

from __future__ import annotations

from cnnstudio.core.history.differences import (
    AnswerChanges,
    LayerChange,
    MomentChanges,
    UnreadableMoment,
    answer_changes,
    changes_between,
)
from cnnstudio.core.history.keeping import (
    ListedRun,
    delete,
    is_alone,
    is_run,
    list_runs,
    rename,
    size_bytes,
)
from cnnstudio.core.history.past_run import PastRun, read_run
from cnnstudio.core.history.places import runs_folder
from cnnstudio.core.history.reading import (
    MetricsLog,
    RunRecord,
    evaluation_at,
    evaluations,
    last_sound_moment,
    load_moment,
    metrics,
    open_run,
    vital_signs,
)
from cnnstudio.core.history.run_file import RunFacts

__all__ = [
    "AnswerChanges",
    "LayerChange",
    "ListedRun",
    "MetricsLog",
    "MomentChanges",
    "PastRun",
    "RunFacts",
    "RunRecord",
    "UnreadableMoment",
    "answer_changes",
    "changes_between",
    "delete",
    "evaluation_at",
    "evaluations",
    "is_alone",
    "is_run",
    "last_sound_moment",
    "list_runs",
    "load_moment",
    "metrics",
    "open_run",
    "read_run",
    "rename",
    "runs_folder",
    "size_bytes",
    "vital_signs",
]
