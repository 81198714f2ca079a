"""When a run ends before its last epoch."""

from __future__ import annotations

import math
from collections.abc import Mapping

from cnnstudio.core.messages import Evaluated
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import Sentence, say


class StopRule:
    """Looks at each test; `reason` says why to end, once there is a reason."""

    def __init__(self, settings: RunSettings) -> None:
        self._settings = settings
        self._best = math.inf
        self._without_gain = 0
        self.reason: Sentence | None = None

    def look_at(self, test: Evaluated) -> None:
        if test.loss < self._best:
            self._best, self._without_gain = test.loss, 0
        else:
            self._without_gain += 1
        goal, patience = self._settings.stop_accuracy, self._settings.patience
        if goal and test.accuracy >= goal:
            self.reason = say("finished_accuracy", accuracy=test.accuracy)
        elif patience and self._without_gain >= patience:
            self.reason = say("finished_patience", patience=patience)

    def notes(self) -> dict[str, object]:
        """What a checkpoint keeps."""
        best = self._best if math.isfinite(self._best) else None
        return {"best_loss": best, "tests_without_gain": self._without_gain}

    def restore(self, notes: Mapping[str, object]) -> None:
        best = notes.get("best_loss")
        self._best = float(best) if isinstance(best, int | float) else math.inf
        self._without_gain = int(str(notes.get("tests_without_gain", 0)))
