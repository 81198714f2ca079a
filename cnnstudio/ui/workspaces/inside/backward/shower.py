"""Shows one moment in the panels, and the numbers of what is clicked there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import BackwardStepTaken, Flow, Nudge
from cnnstudio.ui.numbers import fine
from cnnstudio.ui.outputs import as_maps, strongest
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.backward import numbers, words
from cnnstudio.ui.workspaces.inside.backward.course import Moment, flow_of
from cnnstudio.ui.workspaces.inside.backward.explain import ExplainPanel
from cnnstudio.ui.workspaces.inside.backward.norms import NormsPanel
from cnnstudio.ui.workspaces.inside.backward.stage import BackwardStage
from cnnstudio.ui.workspaces.inside.backward.tensors import Layout, layout_of, tensor_word


class Shower(QObject):
    """What is clicked stays chosen: a number of each layer's output (the session's spots), a
    tensor of each layer, and a weight of each tensor."""

    def __init__(
        self, session: Session, stage: BackwardStage, norms: NormsPanel, explain: ExplainPanel
    ) -> None:
        super().__init__()
        self._session, self._stage = session, stage
        self._norms, self._explain = norms, explain
        self._answer: BackwardStepTaken | None = None
        self._moments: tuple[Moment, ...] = ()
        self._place = 0
        self._tensors: dict[str, str] = {}
        self._weights: dict[tuple[str, str], Spot] = {}
        self._weight_was_clicked = False
        stage.flow.cell_chosen.connect(self._choose_cell)
        stage.flow.weight_chosen.connect(self._choose_weight)
        stage.update_page.chosen.connect(self._choose_weight)
        explain.tensor_chosen.connect(self._choose_tensor)

    def take(self, answer: BackwardStepTaken, moments: tuple[Moment, ...]) -> None:
        """Show moments of this step from now on."""
        self._answer, self._moments = answer, moments
        self._place = min(self._place, len(moments) - 1)

    def show(self, place: int) -> None:
        answer = self._answer
        assert answer is not None
        if place != self._place:
            self._weight_was_clicked = False
        self._place = place
        network = self._session.document.network
        self._norms.show_moment(network, answer, self._moments, place)
        self._explain.show_batch(answer if len(answer.labels) > 1 else None)
        self._explain.show_tensors((), 0)
        self._explain.show_number()
        {
            "forward": self._show_flow,
            "loss": self._show_loss,
            "softmax": self._show_softmax,
            "back": self._show_flow,
            "update": self._show_update,
            "after": self._show_after,
        }[self._moment.chapter](answer)

    @property
    def _moment(self) -> Moment:
        return self._moments[self._place]

    # The chapters

    def _explain_moment(self, figures: list[numbers.Figure]) -> str:
        assert self._answer is not None
        network = self._session.document.network
        title = words.heading(network, self._moment)
        text = words.explanation(network, self._moment, self._answer)
        self._explain.show_text(self.tr("What happens"), text, figures)
        return title

    def _show_loss(self, answer: BackwardStepTaken) -> None:
        label = int(answer.labels[answer.shown])
        figures = [
            (self.tr("true class"), str(label)),
            (self.tr("its share p"), numbers.share(float(answer.shares[label]))),
            (self.tr("loss"), numbers.four(float(answer.losses[answer.shown]))),
        ]
        title = self._explain_moment(figures)
        self._stage.loss.show_answer(answer)
        self._stage.show_page(self._stage.loss, title, self.tr("cross-entropy"))

    def _show_softmax(self, answer: BackwardStepTaken) -> None:
        title = self._explain_moment([])
        self._stage.softmax.show_answer(answer)
        many = len(answer.labels) > 1
        subtitle = self.tr("(p − y) / n") if many else self.tr("p − y")
        self._stage.show_page(self._stage.softmax, title, subtitle)

    def _show_after(self, answer: BackwardStepTaken) -> None:
        change = answer.loss_after - answer.loss
        figures = [(self.tr("change of the loss"), fine(change, signed=True))]
        title = self._explain_moment(figures)
        self._stage.after.show_answer(answer)
        self._stage.show_page(self._stage.after, title, self.tr("the loss with the new weights"))

    def _show_flow(self, answer: BackwardStepTaken) -> None:
        moment = self._moment
        flow = flow_of(answer, moment.layer_id)
        assert flow is not None
        is_back = moment.chapter == "back"
        title = self._explain_moment(numbers.layer_figures(answer, flow, is_back))
        page = self._stage.flow
        page.show_flow(self._session.document.network, flow, is_back)
        page.show_weights("", None, None)
        if is_back and flow.layer_id in answer.nudges:
            self._show_weight_gradient(answer, flow.layer_id)
        self._stage.show_page(page, title)
        self._show_cell(flow, is_back)
        if self._weight_was_clicked:
            self._show_weight(answer)

    def _show_weight_gradient(self, answer: BackwardStepTaken, layer_id: str) -> None:
        name, nudge, layout = self._tensor(answer, layer_id)
        template = self.tr("{tensor}: their gradient")
        page = self._stage.flow
        page.show_weights(template.format(tensor=tensor_word(name)), nudge, layout)
        page.weights.select(*self._weight_spot(layer_id, name, nudge, layout))

    def _show_update(self, answer: BackwardStepTaken) -> None:
        layer_id = self._moment.layer_id
        assert layer_id is not None
        name, nudge, layout = self._tensor(answer, layer_id)
        figures = numbers.update_figures(nudge, tensor_word(name), answer.learning_rate)
        title = self._explain_moment(figures)
        page = self._stage.update_page
        page.show_nudge(nudge, layout, answer.learning_rate)
        page.select(*self._weight_spot(layer_id, name, nudge, layout))
        self._stage.show_page(page, title, tensor_word(name))
        self._show_weight(answer)

    # What is chosen

    def _tensor(self, answer: BackwardStepTaken, layer_id: str) -> tuple[str, Nudge, Layout]:
        """The tensor of a layer that is looked at; at first its weights."""
        nudges = answer.nudges[layer_id]
        names = list(nudges)
        name = self._tensors.get(layer_id, names[0])
        name = name if name in nudges else names[0]
        self._explain.show_tensors([tensor_word(each) for each in names], names.index(name))
        nudge = nudges[name]
        network = self._session.document.network
        return name, nudge, layout_of(network, layer_id, nudge.before.shape)

    def _weight_spot(self, layer_id: str, name: str, nudge: Nudge, layout: Layout) -> Spot:
        """The chosen weight of a tensor; at first the one that moves farthest."""
        gradient = layout.of(nudge.gradient)
        spot = self._weights.get((layer_id, name))
        if spot is None or not numbers.holds(gradient, spot):
            largest = int(np.abs(np.nan_to_num(gradient)).argmax())
            spot = Spot(*(int(i) for i in np.unravel_index(largest, gradient.shape)))
        return spot

    def _cell_spot(self, flow: Flow) -> Spot:
        """The chosen number of an output, as it is shown; at first the strongest of a map."""
        maps, every = as_maps(flow.values), flow.every
        chosen = self._session.spots.of(flow.layer_id)
        if chosen is not None:
            spot = Spot(chosen.map, chosen.row // every, chosen.column // every)
            if numbers.holds(maps, spot):
                return spot
        return Spot(0, *strongest(maps[0]))

    def _show_cell(self, flow: Flow, is_back: bool) -> None:
        spot = self._cell_spot(flow)
        for grid in (self._stage.flow.output, self._stage.flow.gradient):
            grid.select(*spot)
        where = numbers.spot_words(flow, spot)
        self._explain.show_number(where, numbers.flow_figures(flow, spot, is_back))

    def _show_weight(self, answer: BackwardStepTaken) -> None:
        layer_id, rate = self._moment.layer_id, answer.learning_rate
        assert layer_id is not None
        name, nudge, layout = self._tensor(answer, layer_id)
        spot = self._weight_spot(layer_id, name, nudge, layout)
        where = self.tr("{picture}, row {row}, column {column}").format(
            picture=layout.names[spot.map], row=spot.row + 1, column=spot.column + 1
        )
        self._explain.show_number(
            layout.names[spot.map] if (layout.rows, layout.columns) == (1, 1) else where,
            numbers.weight_figures(nudge, layout, spot, rate),
            numbers.update_formula(nudge, layout, spot, rate),
        )

    def _choose_cell(self, map: int, row: int, column: int) -> None:
        flow = flow_of(self._answer, self._moment.layer_id) if self._answer else None
        if flow is not None:
            self._weight_was_clicked = False
            spot = Spot(map, row * flow.every, column * flow.every)
            self._session.spots.choose(flow.layer_id, spot)
            self._show_cell(flow, self._moment.chapter == "back")

    def _choose_weight(self, index: int, row: int, column: int) -> None:
        answer, layer_id = self._answer, self._moment.layer_id
        if answer is None or layer_id is None or layer_id not in answer.nudges:
            return
        name = self._tensor(answer, layer_id)[0]
        self._weights[layer_id, name] = Spot(index, row, column)
        self._weight_was_clicked = True
        self._stage.update_page.select(index, row, column)
        self._show_weight(answer)

    def _choose_tensor(self, index: int) -> None:
        answer, layer_id = self._answer, self._moment.layer_id
        if answer is not None and layer_id is not None and layer_id in answer.nudges:
            self._tensors[layer_id] = list(answer.nudges[layer_id])[index]
            self.show(self._place)
