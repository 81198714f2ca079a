"""The X-ray: look at every number of a layer for the current digit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.core.answer_rules import last_layer
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.layers import Shape
from cnnstudio.core.messages import Explained, Floats, Probed
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.outputs import (
    as_maps,
    colour_map_after,
    layer_before,
    seen_by,
    strongest,
)
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.session.wording import title, translated
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.transport.layer_walk import LayerWalk
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.answer_panel import AnswerPanel, LogitsPanel
from cnnstudio.ui.workspaces.inside.filters_panel import FiltersPanel
from cnnstudio.ui.workspaces.inside.layer_in_view import layer_in_view
from cnnstudio.ui.workspaces.inside.learned import is_fetched, learned
from cnnstudio.ui.workspaces.inside.maps_panel import MapsPanel
from cnnstudio.ui.workspaces.inside.xray.explainer import Explainer
from cnnstudio.ui.workspaces.inside.xray.panel import XRayPanel

#: How long the numbers of the layer before stay while those of another are fetched (ms).
PATIENCE = 400

# Parts of the stage's width for maps, X-ray and answer; projected, the answer has none.
_LEFT, _MIDDLE, _RIGHT = 44, 51, 27
_LEFT_PROJECTED, _MIDDLE_PROJECTED = 34, 66


class ChosenWeight(NamedTuple):
    """A weight that was clicked: of a filter of a layer, at a place in one of its kernels."""

    layer_id: str
    filter: int
    channel: int
    line: int
    column: int


class XRayView(QWidget):
    """Maps and filters of the selected layer (or the first convolution), live while training, and
    where one of its numbers comes from."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.driver = LayerWalk(session, self)
        self.maps = MapsPanel()
        self.filters = FiltersPanel()
        self.xray = XRayPanel(session)
        self.explainer = Explainer(session, self)
        self.answer = AnswerPanel()
        self.logits = LogitsPanel()
        self._shown: LayerReport | None = None
        self._values: Floats | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show_nothing)
        self._weight: ChosenWeight | None = None
        self._hovered: Spot | None = None
        self._arrange()
        self._connect()
        follow_theme(self._restyle)

    @property
    def report(self) -> LayerReport | None:
        return layer_in_view(self._session)

    # Set-up

    def _arrange(self) -> None:
        self._columns = QHBoxLayout(self)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._left.addWidget(self.maps, 60)
        self._left.addWidget(self.filters, 40)
        self._right.addWidget(self.answer, 63)
        self._right.addWidget(self.logits, 37)
        self._columns.addLayout(self._left, _LEFT)
        self._columns.addWidget(self.xray, _MIDDLE)
        self._columns.addLayout(self._right, _RIGHT)

    def _connect(self) -> None:
        session = self._session
        session.live.probed.connect(self._show)
        session.selection_changed.connect(self._look_elsewhere)
        session.document.network_changed.connect(self._look_elsewhere)
        session.digit.changed.connect(self._show_digit)
        session.engine.state_changed.connect(self._show)
        self.maps.hovered.connect(self._hover)
        self.maps.left.connect(self._leave)
        self.maps.chosen.connect(self._choose)
        self.maps.rescaled.connect(self._show_spot)
        self.filters.chosen.connect(self._choose_map)
        self.filters.weight_chosen.connect(self._choose_weight)
        self.logits.chart.chosen.connect(self._choose_logit)
        self.xray.hovered.connect(lambda row, column: self._hover(self._spot()[0], row, column))
        self.xray.left.connect(self._leave)
        self.xray.chosen.connect(lambda row, column: self._choose(self._spot()[0], row, column))
        self.xray.number_chosen.connect(self._choose_map)
        self.xray.descended.connect(session.trail.go_down)
        self.explainer.explained.connect(self._show_explained)
        self.explainer.failed.connect(self._cannot_explain)
        session.trail.changed.connect(self._look_along)
        session.spots.changed.connect(self._spot_changed)
        QShortcut(QKeySequence("Alt+Left"), self, lambda: session.trail.go_back())
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        back = QShortcut(QKeySequence(Qt.Key.Key_Backspace), self, context=within)
        back.activated.connect(lambda: session.trail.go_back())

    def _restyle(self, theme: Theme) -> None:
        self._columns.setContentsMargins(0, 0, 0, 0)
        for layout in (self._columns, self._left, self._right):
            layout.setSpacing(theme.px("gutter"))
        for panel in (self.filters, self.answer, self.logits):
            panel.setVisible(not theme.projector)
        self._columns.setStretchFactor(self._left, _LEFT_PROJECTED if theme.projector else _LEFT)
        self._columns.setStretchFactor(self.xray, _MIDDLE_PROJECTED if theme.projector else _MIDDLE)
        self._columns.setStretchFactor(self._right, 0 if theme.projector else _RIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and len(self._session.trail.stops) > 1:
            self._session.trail.go_back()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_elsewhere()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._patience.stop()
        self.explainer.want(None)
        self._session.live.want(self, Wants())

    def _want(self) -> None:
        report = self.report
        if not self.isVisible() or report is None:
            return
        maps: list[str] = [report.layer.id]
        filters: tuple[str, ...] = ()
        before = layer_before(self._session.document.network, report.layer.id)
        if is_fetched(report):
            filters = (report.layer.id,)
        elif before is not None:
            maps.append(before)
        self._session.live.want(self, Wants(maps=tuple(maps), filters=filters))

    # What is shown

    def _look_elsewhere(self, *_change: object) -> None:
        self._hovered = None
        self._want()
        self._show_digit()
        self._look_at_known_spot()
        self._show()

    def _look_at_known_spot(self) -> None:
        """Begin to explain a number that was chosen before, without waiting for the maps."""
        report = self.report
        spot = None if report is None else self._session.spots.of(report.layer.id)
        if report is not None and spot is not None and _holds(report.output, spot):
            self._session.trail.look_at(report.layer.id, spot)
        self._look_along()

    def _look_along(self) -> None:
        """Explain the number to which the trail leads now."""
        self.xray.show_trail()
        self.explainer.want(self._session.trail.present if self.isVisible() else None)

    def _show(self, *_event: object) -> None:
        """Draw everything anew from the last probe."""
        if not self.isVisible():
            return
        self._show_answer()
        report, probed = self.report, self._session.live.latest
        values = None if report is None else self._output(report, probed)
        if report is None or values is None:
            self._wait()
            return
        self._patience.stop()
        self._shown, self._values = report, values
        self._show_maps(report, values)
        self._show_spot()

    def _output(self, report: LayerReport, probed: Probed | None) -> Floats | None:
        """The layer's numbers in that probe, if they are of its present shape."""
        values = None if probed is None else probed.maps.get(report.layer.id)
        return None if values is None or values.shape != report.output else as_maps(values)

    def _wait(self) -> None:
        """The numbers of another layer come within a moment: till then nothing flickers."""
        if self._values is None or not self._session.document.report.runs:
            self._show_nothing()
        elif not self._patience.isActive():
            self._patience.start()

    def _show_nothing(self) -> None:
        report = self.report
        self._shown = self._values = None
        sentence = words.why_nothing(self._session, report)
        self.maps.set_title(title(report.layer.title()) if report else "")
        self.maps.show_nothing(sentence)
        self.filters.show_sentence(sentence)
        self.explainer.want(None)
        self.xray.show_nothing(sentence)

    def _show_maps(self, report: LayerReport, values: Floats) -> None:
        self.maps.set_title(title(report.layer.title()))
        self.maps.set_subtitle(words.outputs(report.output))
        moment = words.moment(self._session.document.network, report.layer)
        self.maps.show_maps(values, self._colours(), moment)

    def _colours(self) -> ColourMap:
        report = self._shown
        network = self._session.document.network
        return colour_map_after(network, report.layer.id if report else None)

    def _show_answer(self) -> None:
        probed, label = self._session.live.latest, self._session.live.digit.label
        self.answer.show_answer(self._session.live.probabilities, label)
        self.logits.show_logits(np.zeros(0, np.float32) if probed is None else probed.logits)

    def _show_digit(self, *_digit: object) -> None:
        network_input = self._session.document.network.input
        self.xray.show_picture(seen_by(network_input, self._session.digit.current.pixels))

    # One number of it

    def _spot(self) -> Spot:
        """The selected number of the layer; at first the strongest of the first map, or of all
        where they are a list."""
        report, values = self._shown, self._values
        assert report is not None
        assert values is not None
        chosen = self._session.spots.of(report.layer.id)
        if chosen is None or not _holds(values.shape, chosen):
            is_list = values.shape[1:] == (1, 1)
            first = int(np.nan_to_num(values).argmax()) if is_list else 0
            chosen = Spot(first, *strongest(values[first]))
            self._session.spots.choose(report.layer.id, chosen)
        return chosen

    def _spot_changed(self, layer_id: str) -> None:
        if self.isVisible() and self._shown is not None and self._shown.layer.id == layer_id:
            self._show_spot()

    def _hover(self, index: int, row: int, column: int) -> None:
        if self._values is not None:
            self._hovered = Spot(index, row, column)
            self._read()

    def _leave(self) -> None:
        if self._hovered is not None:
            self._hovered = None
            self._read()

    def _choose(self, index: int, row: int, column: int) -> None:
        if self._shown is not None:
            self._weight = None
            self._session.trail.look_at(self._shown.layer.id, Spot(index, row, column))

    def _choose_map(self, index: int) -> None:
        if self._values is not None and index < len(self._values):
            self._choose(index, *strongest(self._values[index]))

    def _choose_weight(self, output: int, channel: int, line: int, column: int) -> None:
        """The number at the same place that a weight serves."""
        if self._values is None or output >= len(self._values):
            return
        _, row, at = self._spot()
        self._choose(output, row, at)
        assert self._shown is not None
        self._weight = ChosenWeight(self._shown.layer.id, output, channel, line, column)
        self._show_weight()

    def _choose_logit(self, index: int) -> None:
        layer = last_layer(self._session.document.network)
        if layer is not None:
            self._session.trail.look_at(layer.id, Spot(index, 0, 0))

    def _show_spot(self) -> None:
        """What is selected, in every panel."""
        report, values = self._shown, self._values
        if report is None or values is None:
            return
        spot = self._spot()
        self._session.trail.look_at(report.layer.id, spot)
        self._look_along()
        self.maps.select(spot.map, (spot.row, spot.column))
        self._show_learned(report, spot.map, (spot.row, spot.column))
        self._read()

    def _read(self) -> None:
        """Tell the number under the mouse, or else the selected one."""
        values = self._values
        if self._shown is None or values is None:
            return
        hovered = self._hovered
        shown = hovered if hovered is not None and _holds(values.shape, hovered) else self._spot()
        self.maps.read(*shown)

    def _show_explained(self, explained: Explained) -> None:
        present, network = self._session.trail.present, self._session.document.network
        if present is None or (present.id, present.spot) != (explained.layer_id, explained.spot):
            return
        report = self._session.document.report.by_id.get(present.layer_id)
        if report is None or not _holds(report.output, present.spot):
            return
        shown = self._shown is not None and self._shown.layer.id == present.id
        limit = self.maps.scale.limit_of(self.maps.limits, present.spot.map) if shown else None
        self.xray.show_explained(explained, network, report, limit)
        self._show_weight()

    def _show_weight(self) -> None:
        """Ring the weight that was clicked, once the number that it serves is shown, and as long
        as that is one of its filter."""
        explained, present = self.xray.explained, self._session.trail.present
        weight = self._weight
        if weight is None or explained is None or present is None:
            return
        if weight[:2] != (present.id, present.spot.map):
            self._weight = None
        elif (explained.layer_id, explained.spot) == (present.id, present.spot):
            report = self._session.document.report.by_id[present.layer_id]
            self.xray.show_weight(*weight[2:], shared=report.layer.kind == "Conv2d")

    def _cannot_explain(self, sentence: Sentence) -> None:
        self.xray.show_nothing(translated(sentence))

    def _show_learned(self, report: LayerReport, index: int, place: tuple[int, int]) -> None:
        network = self._session.document.network
        shown = learned(network, report, self._tensors(report), place)
        if shown is not None:
            self.filters.show_learned(shown)
        else:
            self._show_incoming(report)
        self.filters.select(index)

    def _show_incoming(self, report: LayerReport) -> None:
        """Of a layer without weights to show, what it reads."""
        network, probed = self._session.document.network, self._session.live.latest
        sentence = words.why_no_filters(report)
        before = layer_before(network, report.layer.id)
        if before is None:
            picture = seen_by(network.input, self._session.digit.current.pixels)
            name = words.the_input(network.input)
            self.filters.show_incoming(name, picture[None], ColourMap.PIXEL, sentence)
            return
        values = None if probed is None else probed.maps.get(before)
        if values is None:
            self.filters.show_sentence(sentence)
            return
        name = title(network.find(before).title())
        colours = colour_map_after(network, before)
        self.filters.show_incoming(name, as_maps(values), colours, sentence)

    def _tensors(self, report: LayerReport) -> Mapping[str, Floats]:
        probed = self._session.live.latest
        return probed.filters.get(report.layer.id, {}) if probed else {}


def _holds(shape: Shape | None, spot: Spot) -> bool:
    """Whether an output of that shape has such a number."""
    lengths = (*(shape or (0,)), 1, 1)[:3]
    return all(0 <= place < length for place, length in zip(spot, lengths, strict=True))
