"""Which layer the views of Inside look at."""

from __future__ import annotations

from itertools import chain

from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.session import Session


def layer_in_view(session: Session) -> LayerReport | None:
    """The selected layer, or else the first convolution, or the first layer that learns, or the
    first of all."""
    if session.current is not None:
        return session.current
    reports = session.document.report.by_id.values()
    convolutions = (report for report in reports if report.layer.kind == "Conv2d")
    learning = (report for report in reports if report.parameters)
    return next(chain(convolutions, learning, reports), None)


def is_list(report: LayerReport) -> bool:
    """Whether the layer puts out a plain list of numbers."""
    return report.output is not None and len(report.output) == 1
