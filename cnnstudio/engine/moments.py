"""Moments of runs, read from disk into a network that can be looked into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import RunRecord, load_moment, open_run
from cnnstudio.core.messages import DigitsAlong, MapsAlong, MomentPassedOver
from cnnstudio.engine.failures import RefusedError
from cnnstudio.engine.replica import Replica
from cnnstudio.engine.weights import initialised, load


class Moments:
    """For the thread that answers probes. The run that was shown last stays open: the moments of
    one run share one module, since only weights differ."""

    def __init__(self) -> None:
        self._record: RunRecord | None = None
        self._replica: Replica | None = None

    def show(self, folder: Path, step: int) -> Replica:
        """The network of a run with the weights of a moment, until the next one is shown. Raises
        ProjectError; then what was shown before is as it was."""
        record, replica = self._record, self._replica
        if record is None or replica is None or record.folder != folder:
            record = open_run(folder)
            weights = load_moment(record, step)
            model = initialised(record.network, weights, record.settings.seed)
            replica = Replica(record.network, record.id, model)
            self._record, self._replica = record, replica
        else:
            load(replica.model, load_moment(record, step))
        replica.step = step
        return replica

    def show_or_refuse(self, folder: str, step: int) -> Replica:
        """The same for an answer to a look: raises RefusedError."""
        try:
            return self.show(Path(folder), step)
        except ProjectError as error:
            raise RefusedError(error.sentence) from None


def along(look: MapsAlong | DigitsAlong) -> Iterator[Replica | MomentPassedOver]:
    """The network at each moment that a look is about, until the next one is asked for; what to
    tell of those that cannot be read."""
    moments = Moments()
    for step in look.steps:
        try:
            yield moments.show(Path(look.folder), step)
        except ProjectError as error:
            yield MomentPassedOver(look.request, "", step, error.sentence)
