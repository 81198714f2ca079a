"""The X-ray: look at every number of a layer for the current digit."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.messages import Floats, Probed
from cnnstudio.ui.outputs import (
    as_maps,
    colour_map_after,
    layer_before,
    seen_by,
    strongest,
)
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.transport.layer_walk import LayerWalk
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.answer_panel import AnswerPanel, LogitsPanel
from cnnstudio.ui.workspaces.inside.detail_panel import DetailPanel
from cnnstudio.ui.workspaces.inside.filters_panel import FiltersPanel
from cnnstudio.ui.workspaces.inside.learned import is_fetched, learned, weights_of_output
from cnnstudio.ui.workspaces.inside.maps_panel import MapsPanel

Spot = tuple[int, int, int]  # map, row, column

#: How long the numbers of the layer before stay while those of another are fetched (ms).
PATIENCE = 400

# Parts of the stage's width that the maps have.
_LEFT, _LEFT_PROJECTED = 44, 70


class XRayView(QWidget):
    """Maps and filters of the selected layer (or the first convolution), live while training."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.driver = LayerWalk(session, self)
        self.maps = MapsPanel()
        self.filters = FiltersPanel()
        self.detail = DetailPanel(session)
        self.answer = AnswerPanel()
        self.logits = LogitsPanel()
        self._shown: LayerReport | None = None
        self._values: Floats | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show_nothing)
        self._spots: dict[str, Spot] = {}
        self._hovered: Spot | None = None
        self._arrange()
        self._connect()
        follow_theme(self._restyle)

    @property
    def report(self) -> LayerReport | None:
        """The layer that is looked at: the selected one, or the first convolution."""
        current = self._session.current
        if current is not None:
            return current
        reports = self._session.document.report.by_id.values()
        convolutions = (report for report in reports if report.layer.kind == "Conv2d")
        return next(convolutions, next(iter(reports), None))

    # Set-up

    def _arrange(self) -> None:
        self._columns = QHBoxLayout(self)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._left.addWidget(self.maps, 61)
        self._left.addWidget(self.filters, 39)
        self._right.addWidget(self.answer, 63)
        self._right.addWidget(self.logits, 37)
        self._columns.addLayout(self._left, _LEFT)
        self._columns.addWidget(self.detail, 51)
        self._columns.addLayout(self._right, 27)

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
        self.detail.hovered.connect(lambda row, column: self._hover(self._spot()[0], row, column))
        self.detail.left.connect(self._leave)
        self.detail.chosen.connect(lambda row, column: self._choose(self._spot()[0], row, column))
        self.detail.number_chosen.connect(self._choose_map)
        self.filters.chosen.connect(self._choose_map)

    def _restyle(self, theme: Theme) -> None:
        self._columns.setContentsMargins(0, 0, 0, 0)
        for layout in (self._columns, self._left, self._right):
            layout.setSpacing(theme.px("gutter"))
        for panel in (self.filters, self.detail, self.logits):
            panel.setVisible(not theme.projector)
        self._columns.setStretchFactor(self._left, _LEFT_PROJECTED if theme.projector else _LEFT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_elsewhere()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._patience.stop()
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
        self._show()

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
        self.detail.show_nothing()

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
        if probed is not None:
            self.logits.show_logits(probed.logits)

    def _show_digit(self, *_digit: object) -> None:
        network_input = self._session.document.network.input
        self.detail.show_digit(seen_by(network_input, self._session.digit.current.pixels))

    # One number of it

    def _spot(self) -> Spot:
        """The selected number of the layer; at first the strongest of the first map."""
        assert self._values is not None
        report = self._shown
        assert report is not None
        maps, rows, columns = self._values.shape
        index, row, column = self._spots.get(report.layer.id, (0, *strongest(self._values[0])))
        if index >= maps or row >= rows or column >= columns:
            index, (row, column) = 0, strongest(self._values[0])
        self._spots[report.layer.id] = (index, row, column)
        return index, row, column

    def _hover(self, index: int, row: int, column: int) -> None:
        if self._values is not None:
            self._hovered = (index, row, column)
            self._show_number()

    def _leave(self) -> None:
        if self._hovered is not None:
            self._hovered = None
            self._show_number()

    def _choose(self, index: int, row: int, column: int) -> None:
        if self._shown is not None:
            self._spots[self._shown.layer.id] = (index, row, column)
            self._show_spot()

    def _choose_map(self, index: int) -> None:
        if self._values is not None and index < len(self._values):
            self._choose(index, *strongest(self._values[index]))

    def _show_spot(self) -> None:
        """What is selected, in every panel."""
        report, values = self._shown, self._values
        if report is None or values is None:
            return
        index, row, column = self._spot()
        self.maps.select(index, (row, column))
        self._show_learned(report, index, (row, column))
        self._show_number()

    def _show_number(self) -> None:
        """The number under the mouse, or else the selected one."""
        report, values = self._shown, self._values
        if report is None or values is None:
            return
        index, row, column = self._spot()
        if self._hovered is not None and _holds(values, self._hovered):
            index, row, column = self._hovered
        self._show_detail(report, values, index)
        self.maps.read(index, row, column)
        value = float(values[index, row, column])
        self.detail.show_cell(report, index, (row, column), value)

    def _show_detail(self, report: LayerReport, values: Floats, index: int) -> None:
        if len(report.output or ()) == 3:
            limit = self.maps.scale.limit_of(self.maps.limits, index)
            self.detail.show_map(values[index], self._colours(), limit)
            return
        network, reports = self._session.document.network, self._session.document.report.layers
        tensors = self._tensors(report)
        weights = weights_of_output(network, reports, report, tensors, index)
        if weights is None:
            self.detail.show_bars(values[:, 0, 0], words.list_caption(report))
        else:
            self.detail.show_weights(weights, words.weights_caption(weights))

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


def _holds(values: Floats, spot: Spot) -> bool:
    return all(place < length for place, length in zip(spot, values.shape, strict=True))
