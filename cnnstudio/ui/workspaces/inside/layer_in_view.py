"""Which layer the views of Inside look at."""

from __future__ import annotations

from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.session import Session


def layer_in_view(session: Session) -> LayerReport | None:
    """The selected layer, or else the first convolution, or the first layer of all."""
    if session.current is not None:
        return session.current
    reports = session.document.report.by_id.values()
    convolutions = (report for report in reports if report.layer.kind == "Conv2d")
    return next(convolutions, next(iter(reports), None))


def is_list(report: LayerReport) -> bool:
    """Whether the layer puts out a plain list of numbers."""
    return report.output is not None and len(report.output) == 1
