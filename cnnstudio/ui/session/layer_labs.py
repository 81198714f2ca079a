"""Opens labs on layers of the open network, with their own weights and what they read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.from_layer import LayerNumbers, lab_of, name_of, origin_of, why_not
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import Floats, Probed
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.outputs import layer_before, seen_by, strongest
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.session.session import Session
from cnnstudio.ui.session.wording import translated


class _Wish(NamedTuple):
    """A layer to open, and the number of its output; None for the strongest of the first map."""

    layer_id: str
    spot: Spot | None


class LayerLabs(QObject):
    """Asks for the numbers of a layer and opens its lab as soon as they are there.

    All of them come from one probe, so that what the lab computes is what the network has, also
    while it is trained. `refused(Sentence)` where they cannot be shown.
    """

    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None, back_to: str = "") -> None:
        """`back_to` is the key of the lab that labs are opened from, if it is a lab."""
        super().__init__(parent)
        self._session, self._back_to = session, back_to
        self._wish: _Wish | None = None
        session.live.probed.connect(self._try)
        session.document.network_changed.connect(self.give_up)
        session.engine.lost.connect(self.give_up)

    def why_not(self, report: LayerReport | None) -> str:
        """Why there is no lab to open on a layer; empty where there is one."""
        if report is None:
            return self.tr("Select a layer first.")
        sentence = why_not(report.layer, report.input if self._is_computed(report) else None)
        if sentence is not None:
            return translated(sentence)
        if self._session.engine.state == "starting":
            return self.tr("The engine is starting: its numbers come in a moment.")
        if self._session.engine.state != "ready":
            return self.tr("The engine does not run, so there are no numbers to show.")
        return ""

    def _is_computed(self, report: LayerReport) -> bool:
        """Whether a digit gets as far as behind this layer."""
        whole = self._session.document.report
        too_large = any(finding.is_problem for finding in whole.findings)
        return report.problem is None and (whole.computes or not too_large)

    def open(self, layer_id: str, spot: Spot | None = None) -> None:
        """Open the lab of a layer at a number of its output as soon as the engine has told its
        numbers; of two wishes the later one holds."""
        report = self._session.document.report.by_id.get(layer_id)
        if report is None or self.why_not(report):
            return
        self._wish = _Wish(layer_id, spot)
        before = layer_before(self._session.document.network, layer_id)
        self._session.live.want(
            self,
            Wants(
                maps=(layer_id,) if before is None else (before, layer_id),
                filters=(layer_id,) if report.parameters else (),
            ),
        )

    def give_up(self, *_: object) -> None:
        """Nothing is to be opened any more."""
        self._wish = None
        self._session.live.want(self, Wants())

    def _try(self, probed: Probed) -> None:
        """Open what is wished if the probe is about the present digit and has all of it."""
        wish = self._wish
        if wish is None or self._session.live.digit is not self._session.digit.current:
            return
        report = self._session.document.report.by_id[wish.layer_id]
        output = probed.maps.get(wish.layer_id)
        numbers = self._numbers(report, probed)
        if numbers is None or output is None or output.shape != report.output:
            return
        self.give_up()
        spot = wish.spot or _striking(output)
        try:
            lab = lab_of(numbers, spot)
        except InvalidValue as invalid:
            self.refused.emit(invalid.sentence)
            return
        origin = origin_of(numbers, spot, lab)
        self._session.labs.open_with(lab, name_of(report.layer, spot), origin, self._back_to)

    def _numbers(self, report: LayerReport, probed: Probed) -> LayerNumbers | None:
        """The layer at work in that probe, if all of it is there in its present shapes."""
        network = self._session.document.network
        before = layer_before(network, report.layer.id)
        if before is None:
            picture = seen_by(network.input, self._session.live.digit.pixels)
            values: Floats | None = np.repeat(picture[None], network.input.channels, axis=0)
        else:
            values = probed.maps.get(before)
        if values is None or values.shape != report.input:
            return None
        tensors = probed.filters.get(report.layer.id, {})
        if not _has_all(tensors, report):
            return None
        of_digit = before is None and network.input.shape == (1, *_digit_shape(self._session))
        return LayerNumbers(report.layer, values, tensors, of_digit)


def _striking(output: Floats) -> Spot:
    """The strongest number of the first map, or of a list."""
    if output.ndim == 1:
        return Spot(strongest(output[None])[1], 0, 0)
    return Spot(0, *strongest(output[0]))


def _has_all(tensors: Mapping[str, Floats], report: LayerReport) -> bool:
    if report.input is None:
        return False
    shapes = report.layer.weight_shapes(report.input)
    return all(
        name in tensors and tensors[name].shape == tuple(shape) for name, shape in shapes.items()
    )


def _digit_shape(session: Session) -> tuple[int, ...]:
    return session.live.digit.pixels.shape
