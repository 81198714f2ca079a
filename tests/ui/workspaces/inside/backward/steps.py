"""Backward steps with made-up numbers in the shapes of a network, handed in as the engine's."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Residual, Softmax
from cnnstudio.core.messages import BackwardStepTaken, Floats, Flow, Nudge
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.backward.course import Moment
from cnnstudio.ui.workspaces.inside.backward.view import BackwardView


def made_up(session: Session, count: int = 1, rate: float = 0.1) -> BackwardStepTaken:
    random = np.random.default_rng(3)

    def numbers(shape: tuple[int, ...]) -> Floats:
        return random.normal(size=shape).astype(np.float32)

    def flow(id: str, shape: tuple[int, ...]) -> Flow:
        gradients = numbers(shape)
        return Flow(id, shape, float(np.linalg.norm(gradients)), numbers(shape), gradients)

    def nudge(shape: tuple[int, ...]) -> Nudge:
        before, gradient = numbers(shape), numbers(shape)
        length = float(np.linalg.norm(gradient))
        after = before - np.float32(rate) * gradient
        return Nudge(shape, before, gradient, after, length=10.0, change_length=rate * length)

    network = session.document.network
    reports = list(in_order(session.document.report.layers))
    nudges = {
        report.layer.id: {name: nudge(shape) for name, shape in shapes.items()}
        for report in reports
        if (shapes := weight_shapes(report))
    }
    outputs = (session.document.report.output or (10,))[0]
    shares, after = (softmax(numbers((outputs,))) for _ in range(2))
    labels = np.arange(count) % 10
    return BackwardStepTaken(
        0,
        "",
        0,
        rate,
        (
            flow("", network.input.shape),
            *(flow(report.layer.id, report.output or ()) for report in reports),
        ),
        nudges,
        {id: 1.0 + place for place, id in enumerate(nudges)},
        numbers((count, 28, 28)),
        labels,
        np.full(count, -np.log(shares[0]), np.float32),
        np.full(count, -np.log(after[0]), np.float32),
        0,
        np.log(shares),
        shares,
        after,
        (shares - np.eye(outputs, dtype=np.float32)[0]) / count,
    )


def in_order(reports: tuple[LayerReport, ...]) -> list[LayerReport]:
    """As they are computed: a block after the layers in it, no softmax for show."""
    order: list[LayerReport] = []
    for report in reports:
        order.extend(in_order(report.body))
        if not isinstance(report.layer, Softmax):
            order.append(report)
    return order


def weight_shapes(report: LayerReport) -> dict[str, tuple[int, ...]]:
    layer = report.layer
    if not isinstance(layer, Residual):
        return dict(layer.weight_shapes(report.input or ()))
    if layer.shortcut == "identity":
        return {}
    channels, filters = (report.input or (0,))[0], (report.output or (0,))[0]
    norm = {"shortcut.1.weight": (filters,), "shortcut.1.bias": (filters,)}
    weights = {"shortcut.0.weight": (filters, channels, 1, 1)}
    return weights | (norm if layer.projection_norm else {})


def softmax(values: Floats) -> Floats:
    powers = np.exp(values)
    return np.asarray(powers / powers.sum(), np.float32)


def go(view: BackwardView, chapter: str, layer_id: str | None = None) -> None:
    view.driver.seek(view.moments.index(Moment(chapter, layer_id)))  # type: ignore[arg-type]
