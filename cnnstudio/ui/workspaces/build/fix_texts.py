"""What is said of each way to mend a finding, before it is taken."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.edits import Edit, Replace
from cnnstudio.core.findings import Fix
from cnnstudio.core.infer import LayerReport, Report, walk_reports
from cnnstudio.core.layers import Layer, Window, is_maps
from cnnstudio.core.network import walk
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.session.wording import title, translated
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.build.arithmetic import output_size
from cnnstudio.ui.workspaces.build.maps import Flow
from cnnstudio.ui.workspaces.build.window_picture import WindowPicture

translate = QCoreApplication.translate

#: Layers told of in one card.
_TOLD = 4


@dataclass(frozen=True)
class FixText:
    """A formula (template, values), what it means, what the network becomes, and the button:
    `action` with the size that it makes, `brief` without."""

    formula: tuple[str, tuple[str, ...]]
    meaning: str
    result: str
    action: str
    brief: str


def fix_text(fix: Fix, report: LayerReport, before: Report, after: Report) -> FixText:
    """What a fix of a layer makes; `before` and `after` are of the network now and with it."""
    picture = fix_picture(fix, report, None)
    mended = after.by_id.get(report.layer.id)
    worked = output_size(mended) if mended is not None else None
    if picture is None or worked is None:
        return plain_text(fix, before, after)
    meaning = _meaning(picture.window, report.input or ())
    action, brief = _action(fix, mended), translated(fix.sentence)
    return FixText(_in_lines(worked.lines), meaning, _result(after), action, brief)


def _in_lines(lines: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, tuple[str, ...]]:
    template = "\n".join(line for line, _ in lines)
    return template, tuple(value for _, values in lines for value in values)


def fix_picture(fix: Fix, report: LayerReport, source: Flow | None) -> WindowPicture | None:
    """The windows after a fix on the layer's input; None for a fix that moves no window."""
    layer = _replaced(fix.edits, report.layer)
    if layer is None or not report.input or not is_maps(report.input):
        return None
    window = layer.window(report.input)
    return None if window is None else picture_of(report.input, window, source)


def plain_text(fix: Fix, report: Report, after: Report) -> FixText:
    """A fix without a window to draw: the shapes that it makes are told instead."""
    known = {layer.id for layer in walk(report.network.layers)}
    told = [one for one in walk_reports(after.layers) if _is_told(one, known, report)]
    lines = "\n".join(_shapes(one) for one in told[:_TOLD])
    action = translated(fix.sentence)
    return FixText(("", ()), lines, _result(after), action, action)


def _is_told(one: LayerReport, known: set[str], before: Report) -> bool:
    """Whether a fix makes this layer, or the shape that it gives, anew."""
    if one.output is None or one.input is None:
        return False
    if one.layer.id not in known:
        return True
    now = before.by_id[one.layer.id]
    return now.input is not None and now.output != one.output


def _shapes(one: LayerReport) -> str:
    return translate("Fixes", "{layer}: {before} → {after}").format(
        layer=title(one.layer.title()),
        before=shape(one.input or ()),
        after=shape(one.output or ()),
    )


def picture_of(size: tuple[int, ...], window: Window, source: Flow | None) -> WindowPicture:
    """The windows on the liveliest of the input maps."""
    if source is None or not source.is_maps:
        return WindowPicture((size[1], size[2]), window, None, ColourMap.SIGNED, 1.0)
    values = source.values[liveliest(source)]
    return WindowPicture((size[1], size[2]), window, values, source.colour_map, source.limit)


def liveliest(source: Flow) -> int:
    """The number of the map with the most in it."""
    return int(abs(source.values).sum(axis=(1, 2)).argmax())


def _replaced(edits: tuple[Edit, ...], layer: Layer) -> Layer | None:
    for edit in edits:
        if isinstance(edit, Replace) and edit.layer.id == layer.id:
            return edit.layer
    return None


def _meaning(window: Window, size: tuple[int, ...]) -> str:
    left = [window.uncovered(size[axis + 1], axis) for axis in (0, 1)]
    if any(left):
        count = size[1] * size[2] - (size[1] - left[0]) * (size[2] - left[1])
        return translate("Fixes", "{count} pixels ignored.").format(count=number(count))
    several = [axis for axis in (0, 1) if window.output_size(size[axis + 1], axis) > 1]
    if any(window.stride[axis] > window.reach(axis) for axis in several):
        return translate("Fixes", "The edge is reached; pixels between windows are skipped.")
    if any(window.stride[axis] < window.reach(axis) for axis in several):
        return translate("Fixes", "Every pixel used; neighbours overlap.")
    return translate("Fixes", "Every pixel is used once.")


def _result(after: Report) -> str:
    if not after.runs:
        return translate("Fixes", "More is left to mend after it.")
    return translate("Fixes", "Network becomes {count} parameters").format(
        count=number(after.parameters)
    )


def _action(fix: Fix, mended: LayerReport | None) -> str:
    text = translated(fix.sentence)
    if mended is None or mended.output is None or not is_maps(mended.output):
        return text
    size = shape(mended.output[1:]).replace(" ", "")
    return translate("Fixes", "{fix} → {size}").format(fix=text, size=size)
