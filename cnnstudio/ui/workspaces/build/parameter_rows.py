"""How many parameters each layer has, now and after a drop."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.ui.kinds import family, icon_name
from cnnstudio.ui.session.wording import title


@dataclass(frozen=True)
class ParameterRow:
    """A layer with parameters. `before` and `after` are alike unless a drop is previewed;
    a layer that is new has 0 before, one that goes has 0 after."""

    id: str
    name: str
    icon: str
    family: str
    before: int
    after: int


def parameter_rows(now: Report, preview: Report | None) -> tuple[ParameterRow, ...]:
    """Rows in the order of the stack; a block is one row."""
    after = preview or now
    known = {one.layer.id: one for one in now.layers}
    there = {one.layer.id for one in after.layers}
    rows = [_row(one, _parameters(known.get(one.layer.id)), one.parameters) for one in after.layers]
    gone = [_row(one, one.parameters, 0) for one in now.layers if one.layer.id not in there]
    return tuple(row for row in (*rows, *gone) if row.before or row.after)


def _parameters(report: LayerReport | None) -> int:
    return report.parameters if report else 0


def _row(report: LayerReport, before: int, after: int) -> ParameterRow:
    layer = report.layer
    name = title(layer.title()[:1])
    return ParameterRow(layer.id, name, icon_name(layer), family(layer), before, after)
