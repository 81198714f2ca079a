"""What a film shows, gathered moment by moment: filters from the disk, maps from the engine."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import RunRecord, load_moment
from cnnstudio.core.infer import infer
from cnnstudio.core.layers import Conv2d, Layer
from cnnstudio.core.messages import (
    DigitMap,
    DigitsAlong,
    Floats,
    MapsAlong,
    MapsOfMoment,
    MomentPassedOver,
)
from cnnstudio.core.network import Network
from cnnstudio.core.reports import walk_reports
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.disk import DiskReader
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud
from cnnstudio.ui.workspaces.train.filter_history import (
    MOST_FILTERS,
    PICTURED_CHANNELS,
    as_maps,
)

#: Channels whose kernels are shown at most: a row each.
MOST_CHANNELS = 12

#: Maps of a layer that are shown at most, and what all moments together may take (bytes): of
#: larger ones fewer moments are shown.
MOST_MAPS, MOST_BYTES = 64, 100_000_000

#: Test digits of a map, and moments that one is computed for at most.
DIGITS, MOST_CLOUDS = 1_000, 90

#: Steps with what is shown of them: Floats as MapScenes has them, or a Cloud.
Moments = list[tuple[int, Any]]


class Gathering(QObject):
    """One at a time: `progressed(done, total)`, then `gathered(moments)`, `failed(Sentence)`, or
    `given_up()` where it was cancelled or the engine ended. Moments that cannot be read are in
    `passed_over` then; where none can, that is a failure."""

    progressed = Signal(int, int)
    gathered = Signal(object)
    failed = Signal(object)
    given_up = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moments: Moments = []
        #: Steps whose moments cannot be read, with why.
        self.passed_over: dict[int, Sentence] = {}
        self._labels = session.digit.test_set.labels
        self._disk = DiskReader(self)
        self._disk.answered.connect(self._take_read)
        self._disk.failed.connect(self.failed)
        self._inquiry = Inquiry(session.engine, self)
        self._inquiry.answered.connect(self._take)
        self._inquiry.progressed.connect(self.progressed)
        self._inquiry.ended.connect(self._end)
        self._inquiry.failed.connect(self.failed)

    @property
    def is_asking(self) -> bool:
        """Whether the engine computes maps."""
        return self._inquiry.is_running

    def filters(self, record: RunRecord, layer: Layer) -> None:
        """The filters of a layer, or its templates of the picture."""
        self._inquiry.drop()
        self._begin_anew()
        self._disk.ask(lambda: _read(record, layer))

    def maps(self, record: RunRecord, layer: Layer, pixels: Floats) -> bool:
        """What a layer makes of a picture (28, 28); False while there is no engine."""
        self._disk.stop()
        self._begin_anew()
        steps, folder = _affordable(record, layer), str(record.folder)
        return self._inquiry.ask(
            lambda request: MapsAlong(request, folder, steps, layer.id, pixels, MOST_MAPS)
        )

    def digits(self, record: RunRecord, layer: Layer) -> bool:
        """The map of the test digits by what a layer makes of them; False while there is no
        engine."""
        self._disk.stop()
        self._begin_anew()
        steps, folder = _evenly(record.moments, MOST_CLOUDS), str(record.folder)
        return self._inquiry.ask(
            lambda request: DigitsAlong(request, folder, steps, layer.id, DIGITS)
        )

    def cancel(self) -> None:
        self._inquiry.cancel()

    def stop(self) -> None:
        """Nothing is told any more."""
        self._disk.stop()
        self._inquiry.drop()

    def _begin_anew(self) -> None:
        self._moments, self.passed_over = [], {}

    def _take_read(self, found: tuple[Moments, dict[int, Sentence]]) -> None:
        self._moments, self.passed_over = found
        self._end(whole=True)

    def _take(self, answer: MapsOfMoment | DigitMap | MomentPassedOver) -> None:
        if isinstance(answer, MomentPassedOver):
            self.passed_over[answer.step] = answer.sentence
        elif isinstance(answer, MapsOfMoment):
            self._moments.append((answer.step, answer.maps))
        else:
            labels = self._labels[: len(answer.points)].astype(int)
            self._moments.append((answer.step, Cloud(answer.points, labels, answer.answers)))

    def _end(self, whole: bool) -> None:
        if not whole:
            self.given_up.emit()
        elif self.passed_over and not self._moments:
            self.failed.emit(next(iter(self.passed_over.values())))
        else:
            self.gathered.emit(self._moments)


def _affordable(record: RunRecord, layer: Layer) -> tuple[int, ...]:
    """The moments, or as many of them, evenly, as do not take too much memory."""
    reports = walk_reports(infer(record.network).layers)
    shape = next(report.output for report in reports if report.layer.id == layer.id)
    assert shape is not None, "a run's network computes"
    size = 4 * min(shape[0], MOST_MAPS) * math.prod(shape[1:])
    return _evenly(record.moments, max(2, MOST_BYTES // size))


def _evenly(steps: tuple[int, ...], most: int) -> tuple[int, ...]:
    """All of them, or so many, the first and the last among them."""
    if len(steps) <= most:
        return steps
    places = np.linspace(0, len(steps) - 1, most).round().astype(int)
    return tuple(steps[place] for place in np.unique(places))


def _read(record: RunRecord, layer: Layer) -> tuple[Moments, dict[int, Sentence]]:
    """The moments, and those that cannot be read."""
    found: Moments = []
    passed_over = {}
    for step in record.moments:
        try:
            weight = load_moment(record, step)[f"{layer.id}.weight"]
        except ProjectError as error:
            passed_over[step] = error.sentence
            continue
        maps = pictures_of(layer, weight, record.network)
        if maps is not None:
            found.append((step, maps))
    return found, passed_over


def are_in_columns(layer: Layer, network: Network) -> bool:
    """Whether its filters look at several channels, which are no colours: their kernels are filmed
    then, a column for each filter."""
    report = infer(network).by_id[layer.id]
    if not isinstance(layer, Conv2d) or report.input is None:
        return False
    return report.input[0] // layer.groups not in PICTURED_CHANNELS


def pictures_of(layer: Layer, weight: Floats, network: Network) -> Floats | None:
    """Filters as `as_maps` has them, or their kernels (channels, filters, rows, columns) where they
    are in columns. None where they are no pictures."""
    if are_in_columns(layer, network):
        kernels = weight[:MOST_FILTERS, :MOST_CHANNELS]
        return np.array(kernels.transpose(1, 0, 2, 3), np.float32)
    return as_maps(layer, weight, network.input.shape)
