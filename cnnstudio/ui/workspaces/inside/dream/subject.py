"""What is dreamed of."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.dreaming import Excited
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session.wording import title

#: So many maps or numbers of a layer are dreamed of side by side.
WALL = 16


@dataclass(frozen=True)
class Subject:
    """A class, or a map or number of a layer, alone or among its neighbours.

    `of` is "class" or "layer". `channel` is the digit, the map or the number, counted from 0.
    `side_by_side` dreams of all classes, or of the `WALL` channels that the chosen one is among.
    `whole_map` excites the mean of a map, else its number at the layer's spot.
    """

    of: str = "class"
    channel: int = 0
    side_by_side: bool = True
    whole_map: bool = False

    def excited(self, report: LayerReport | None, spot: Spot | None) -> Excited:
        """For the engine; `report` is that of the layer, which a class does not need."""
        if self.of == "class" or report is None or report.output is None:
            return Excited("", self._among(CLASSES))
        shape = report.output
        return Excited(report.layer.id, self._among(shape[0]), self._cell(shape, spot))

    def _among(self, count: int) -> tuple[int, ...]:
        channel = min(self.channel, count - 1)
        if not self.side_by_side:
            return (channel,)
        first = channel // WALL * WALL
        return tuple(range(first, min(first + WALL, count)))

    def _cell(self, shape: tuple[int, ...], spot: Spot | None) -> tuple[int, int] | None:
        return None if self.whole_map or len(shape) < 3 else place_in(shape, spot)


def place_in(shape: tuple[int, ...], spot: Spot | None) -> tuple[int, int]:
    """Row and column of the chosen number, or the middle of its map."""
    rows, columns = (*shape[1:], 1, 1)[:2]
    if spot is not None and spot.row < rows and spot.column < columns:
        return spot.row, spot.column
    return rows // 2, columns // 2


def channel_name(excited: Excited, channel: int, report: LayerReport | None) -> str:
    """“class 7”, “map 11”, “number 5”."""
    if not excited.layer_id:
        return _tr("class {digit}").format(digit=channel)
    is_list = report is None or report.output is None or len(report.output) < 3
    template = _tr("number {index}") if is_list else _tr("map {index}")
    return template.format(index=number(channel + 1))


def full_name(excited: Excited, channel: int, report: LayerReport | None) -> str:
    """The same with the layer, and the place of a single number in its map."""
    name = channel_name(excited, channel, report)
    if not excited.layer_id or report is None:
        return name
    layer = title(report.layer.title())
    if excited.cell is None:
        return _tr("{name} of {layer}").format(name=name, layer=layer)
    row, column = excited.cell
    template = _tr("{name}, row {row}, column {column} of {layer}")
    return template.format(name=name, row=row + 1, column=column + 1, layer=layer)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dream", text)
