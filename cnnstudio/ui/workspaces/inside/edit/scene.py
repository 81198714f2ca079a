"""What of the session one filter's bench shows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Conv2d, Linear, LocallyConnected2d
from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.outputs import as_maps, colour_map_after, layer_before, seen_by, strongest
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.inside.edit.bench import Bench, Shown
from cnnstudio.ui.workspaces.inside.edit.sheets import Sheet, sheet_of
from cnnstudio.ui.workspaces.inside.scale import legend_limit

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Unitful:
    """A unit of a layer in the session, and which of its kernels."""

    session: Session
    report: LayerReport
    unit: int
    channel: int = 0

    # What is known now

    @property
    def maps(self) -> Floats | None:
        """What comes out of the layer (N, H, W), if that is known at its present shape."""
        probed = self.session.live.latest
        values = None if probed is None else probed.maps.get(self.report.layer.id)
        return None if values is None or values.shape != self.report.output else as_maps(values)

    @property
    def tensors(self) -> dict[str, Floats]:
        return self.session.surgery.tensors(self.report.layer.id)

    @property
    def spot(self) -> tuple[int, int] | None:
        """The chosen cell of the unit's map; at first its strongest."""
        maps = self.maps
        if maps is None or self.unit >= len(maps):
            return None
        chosen = self.session.spots.of(self.report.layer.id)
        if chosen is not None and chosen.row < maps.shape[1] and chosen.column < maps.shape[2]:
            return chosen.row, chosen.column
        return strongest(maps[self.unit])

    @property
    def sheet(self) -> Sheet | None:
        reports = self.session.document.report.layers
        return sheet_of(reports, self.report, self.tensors, self.unit, self.spot)

    @property
    def is_class(self) -> bool:
        """Whether it stands for a digit, and is called by that."""
        return self.report.output == (CLASSES,)

    # As a picture

    def bench(self) -> Bench:
        sheet, tensors = self.sheet, self.tensors
        weights = [array for name, array in tensors.items() if array.ndim > 1]
        limit = max((legend_limit(array, ColourMap.SIGNED) for array in weights), default=1.0)
        return Bench(
            sheet=sheet,
            channel=self.channel,
            kernel_name=self._kernel_name(sheet),
            kernel_note="" if sheet is None else shape(sheet.size),
            limit=limit,
            reads=self._reads(sheet),
            makes=self._makes(),
            spot=self.spot,
            window=self._window(),
            dilation=getattr(self.report.layer, "dilation", (1, 1)),
        )

    def _kernel_name(self, sheet: Sheet | None) -> str:
        if sheet is None or not len(sheet.kernels):
            return ""
        is_dense = isinstance(self.report.layer, Linear)
        if len(sheet.kernels) == 1:
            return translate("Edit", "Weights") if is_dense else translate("Edit", "Kernel")
        template = translate("Edit", "Weights for map {n}" if is_dense else "Kernel for map {n}")
        return template.format(n=number(self.channel + 1))

    def _reads(self, sheet: Sheet | None) -> Shown | None:
        """The channel that the kernel meets."""
        if sheet is None or not len(sheet.kernels):
            return None
        network, probed = self.session.document.network, self.session.live.latest
        before = layer_before(network, self.report.layer.id)
        if before is None:
            picture = seen_by(network.input, self.session.live.digit.pixels)
            name = translate("Edit", "It reads the picture")
            return Shown(picture, name, ColourMap.PIXEL, 1.0)
        values = None if probed is None else probed.maps.get(before)
        maps = None if values is None else self._laid_out(values, sheet)
        index = self._source_channel(sheet)
        if values is None or maps is None or index >= len(maps):
            return None
        colours = colour_map_after(network, before)
        name = translate("Edit", "It reads map {n}").format(n=number(index + 1))
        if values.ndim == 1 and len(maps) == 1:
            name = translate("Edit", "It reads {count} numbers").format(count=number(values.size))
        note = title(network.find(before).title())
        return Shown(maps[index], name, colours, legend_limit(maps, colours), note)

    def _laid_out(self, values: Floats, sheet: Sheet) -> Floats | None:
        """What comes in, as the kernels are laid out."""
        if values.ndim == 3:
            return values
        return values.reshape(sheet.kernels.shape) if values.size == sheet.kernels.size else None

    def _source_channel(self, sheet: Sheet) -> int:
        """Which map the kernel is for: with groups, filters read only some of them."""
        layer, output = self.report.layer, self.report.output
        if not isinstance(layer, Conv2d) or output is None:
            return self.channel
        per_group = output[0] // layer.groups
        return self.unit // per_group * len(sheet.kernels) + self.channel

    def _makes(self) -> Shown | None:
        maps = self.maps
        if maps is None or self.unit >= len(maps):
            return None
        colours = colour_map_after(self.session.document.network, self.report.layer.id)
        is_list = maps.shape[1:] == (1, 1)
        name = translate("Edit", "It makes number {n}" if is_list else "It makes map {n}")
        name = name.format(n=number(self.unit + 1))
        if self.is_class:
            name = translate("Edit", "Number for digit {n}").format(n=self.unit)
        note = "" if is_list else shape(maps.shape[1:])
        return Shown(maps[self.unit], name, colours, legend_limit(maps, colours), note)

    def _window(self) -> tuple[int, int, int, int] | None:
        """The cells of the input that the chosen cell of the map sees."""
        layer, spot = self.report.layer, self.spot
        if not isinstance(layer, Conv2d | LocallyConnected2d) or spot is None:
            return None
        dilation = getattr(layer, "dilation", (1, 1))
        top, left = (
            place * step - edge
            for place, step, edge in zip(spot, layer.stride, layer.padding, strict=True)
        )
        rows, columns = (
            (length - 1) * apart + 1
            for length, apart in zip(layer.kernel_size, dilation, strict=True)
        )
        return top, left, rows, columns


def count_of(report: LayerReport | None) -> int:
    """How many units a layer has."""
    return 0 if report is None or report.output is None else report.output[0]


def strength(kernel: Floats) -> float:
    """The root of the sum of squares: what a preset is scaled to."""
    return math.sqrt(float((kernel.astype(float) ** 2).sum()))
