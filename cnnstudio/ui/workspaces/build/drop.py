"""What a drop would change, in numbers and in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.session.wording import title, translated

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Consequence:
    """Lines (template with `{}`, values) on what a drop does; `is_problem` if it breaks."""

    lines: tuple[tuple[str, tuple[str, ...]], ...]
    is_problem: bool = False


def consequence(before: Report, after: Report) -> Consequence:
    """The shapes that what is new makes, and the layer whose parameters change most."""
    problem = _new_problem(before, after)
    if problem is not None:
        return Consequence(((_escaped(translated(problem)), ()),), is_problem=True)
    lines = [_shape_line(one) for one in _new_layers(before, after) if one.output and one.input]
    change = _largest_change(before, after)
    if change is not None:
        lines.append(_change_line(*change))
    if not lines:
        lines.append((translate("Drop", "Shapes and parameters stay as they are."), ()))
    return Consequence(tuple(lines[:4]))


def _new_problem(before: Report, after: Report) -> Sentence | None:
    known = {finding.sentence for finding in before.problems}
    return next((f.sentence for f in after.problems if f.sentence not in known), None)


def _new_layers(before: Report, after: Report) -> list[LayerReport]:
    return [one for one in after.layers if one.layer.id not in before.by_id]


def _shape_line(report: LayerReport) -> tuple[str, tuple[str, ...]]:
    return f"{shape(report.input or ())}  →  {{}}", (shape(report.output or ()),)


def _largest_change(before: Report, after: Report) -> tuple[LayerReport, int] | None:
    """The layer, there before and after, whose parameters change most, and by how many."""
    changes = [
        (one, one.parameters - before.by_id[one.layer.id].parameters)
        for one in after.layers
        if one.layer.id in before.by_id and before.by_id[one.layer.id].output is not None
    ]
    changes = [change for change in changes if change[1]]
    return max(changes, key=lambda change: abs(change[1]), default=None)


def _change_line(report: LayerReport, by: int) -> tuple[str, tuple[str, ...]]:
    if by < 0:
        template = translate("Drop", "{layer} needs {count} parameters and starts afresh.")
        count = translate("Drop", "{count} fewer").format(count=number(-by))
    else:
        template = translate("Drop", "{layer} needs {count} parameters and starts afresh.")
        count = translate("Drop", "{count} more").format(count=number(by))
    filled = template.format(layer=_escaped(title(report.layer.title())), count="{}")
    return filled, (count,)


def _escaped(text: str) -> str:
    """Text that goes into a template with `{}` as it is."""
    return text.replace("{", "{{").replace("}", "}}")
