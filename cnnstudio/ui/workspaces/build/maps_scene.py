"""Maps in, maps out: convolution, pooling, activation, normalisation, flattening."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Residual, is_maps
from cnnstudio.core.settings import Pair
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import ElidedLabel
from cnnstudio.ui.widgets.map_grid import MapGrid
from cnnstudio.ui.workspaces.build.filter_row import FilterRow
from cnnstudio.ui.workspaces.build.link_lines import LinkLines
from cnnstudio.ui.workspaces.build.maps import Flow
from cnnstudio.ui.workspaces.build.outline_maps import OutlineMaps
from cnnstudio.ui.workspaces.build.reading import Box, box_read, maps_read
from cnnstudio.ui.workspaces.build.scene import LayerView, Scene
from cnnstudio.ui.workspaces.build.source_view import SourceView


class MapsScene(Scene):
    """Input left, output right, and lines from the window to the number that it gives.

    A map that is clicked stays selected; until the mouse reads another number, the largest of
    that map is the one that is read out. `rested(map, row, column)` tells that place.
    """

    rested = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LayerView | None = None
        self._shown: np.ndarray = np.zeros((0, 1, 1), np.float32)
        self._pinned: tuple[int, int, int] | None = None
        self.source = SourceView()
        self.grid = MapGrid()
        self.outlines = OutlineMaps()
        self.source_caption = ElidedLabel("", "label", "muted")
        self.output_caption = ElidedLabel("", "label", "muted")
        self.filters = FilterRow()
        self._arrange()
        self.lines = LinkLines(self)
        self.grid.hovered.connect(self._read)
        self.grid.left.connect(self._rest)
        self.grid.clicked.connect(self._pin)
        self.source.hovered.connect(self._read_source)
        self.source.left.connect(self._rest)
        follow_theme(self._restyle)

    def _arrange(self) -> None:
        right = QWidget()
        self._right = QStackedLayout(right)
        self._right.addWidget(self.grid)
        self._right.addWidget(self.outlines)
        self._pictures = QGridLayout()
        self._pictures.setContentsMargins(0, 0, 0, 0)
        self._pictures.addWidget(self.source, 0, 0)
        self._pictures.addWidget(right, 0, 1)
        self._pictures.addWidget(self.source_caption, 1, 0)
        self._pictures.addWidget(self.output_caption, 1, 1)
        self._pictures.setRowStretch(0, 1)
        for picture in (self.source, right):
            picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._pictures, 1)
        column.addWidget(self.filters)

    def show_view(self, view: LayerView) -> None:
        if self._view is None or self._view.report.layer.id != view.report.layer.id:
            self._pinned = None
        self._view = view
        report = view.report
        assert report.input is not None
        self.source.show_source(report.input, view.source, padding_of(report))
        self.source_caption.setText(self._source_text(report))
        self.output_caption.setText(self._output_text(report))
        self._show_output(view)
        self.filters.show_filters(view, self._place())
        # One picture alone is worth more room than many maps.
        self._pictures.setColumnStretch(0, 11 if report.input[0] == 1 else 8)
        self._pictures.setColumnStretch(1, 8)
        self._rest()

    def _show_output(self, view: LayerView) -> None:
        output = view.output
        if output is None:
            self._shown = np.zeros((0, 1, 1), np.float32)
            self.outlines.show_shape(_as_maps_shape(view.report))
            self._right.setCurrentWidget(self.outlines)
            return
        self._shown = as_rows(output, view.report)
        self.grid.set_maps(self._shown, output.colour_map, output.limit)
        self._right.setCurrentWidget(self.grid)

    # The number that is read out

    def _place(self) -> tuple[int, int, int] | None:
        """Map, row and column in `_shown`: what was clicked, else the largest number there is."""
        if not self._shown.size:
            return None
        if self._pinned and all(
            at < length for at, length in zip(self._pinned, self._shown.shape, strict=True)
        ):
            return self._pinned
        flat = int(np.argmax(np.nan_to_num(self._shown)))
        map, row, column = np.unravel_index(flat, self._shown.shape)
        return int(map), int(row), int(column)

    def _rest(self) -> None:
        place = self._place()
        if place is None:
            self.source.mark((), None)
            self.lines.link(None, None)
            self.grid.select(None)
            return
        self.grid.select(place[0], place[1:])
        self._read(*place, float(self._shown[place]))
        self.rested.emit(*place)

    def show_place(self, map: int, row: int, column: int) -> None:
        """Read out this number of the output from now on, where there is one."""
        self._pinned = (map, row, column)
        if self._place() == self._pinned:
            self._rest()

    @property
    def shown_shape(self) -> tuple[int, int, int]:
        """Maps, rows and columns of the output that is drawn."""
        maps, rows, columns = self._shown.shape
        return maps, rows, columns

    def _pin(self, map: int, row: int, column: int) -> None:
        self._pinned = (map, row, column)
        if self._view is not None:
            self.filters.show_filters(self._view, self._pinned)
        self._rest()

    def _read(self, map: int, row: int, column: int, value: float) -> None:
        if self._view is None or self._view.output is None:
            return
        report, step = self._view.report, self._view.output.step
        map, row, column = unrolled(report, map, row * step, column * step)
        read = maps_read(report, map)
        box = box_read(report, row, column)
        self.source.mark(read, box)
        self._link((map, row, column), step)
        self.said.emit(*self._sentence(report, (map, row, column), box, value))

    def _read_source(self, map: int, row: int, column: int, value: float) -> None:
        template = self.tr("Input map {map} at row {row}, column {column} is {value}.")
        if self._has_one_map():
            template = self.tr("The input at row {row}, column {column} is {value}.")
        text = template.format(map=map + 1, row=row + 1, column=column + 1, value="{}")
        self.said.emit(text, (number(value, 2),))

    def _has_one_map(self) -> bool:
        given = self._view.report.input if self._view else None
        return given is not None and given[0] == 1

    def _link(self, place: tuple[int, int, int], step: int) -> None:
        assert self._view is not None
        start = self.source.link_rect()
        map, row, column = rolled(self._view.report, *place)
        cell = self.grid.cell_rect(map, row // step, column // step)
        if start is not None:
            start = QRectF(self.source.mapTo(self, start.topLeft()), start.size())
        end = QRectF(self.grid.mapTo(self, cell.topLeft()), cell.size())
        self.lines.link(start, end)

    # What it says

    def _sentence(
        self, report: LayerReport, place: tuple[int, int, int], box: Box, value: float
    ) -> tuple[str, tuple[str, ...]]:
        map, row, column = place
        count = box[2] * box[3]
        kind = report.layer.kind
        if kind in ("Conv2d", "LocallyConnected2d"):
            template = self.tr("Filter {map} at row {row}, column {column} gives {value}.")
        elif kind == "MaxPool2d":
            template = self.tr(
                "Map {map}, row {row}, column {column}: the largest of {count} numbers is {value}."
            )
        elif kind in ("AvgPool2d", "AdaptiveAvgPool2d"):
            template = self.tr(
                "Map {map}, row {row}, column {column}: the average of {count} numbers is {value}."
            )
        elif kind == "Flatten":
            template = self.tr(
                "Map {map}, row {row}, column {column} becomes number {place} of the list: {value}."
            )
        elif count == 1 and not isinstance(report.layer, Residual):
            return self._before_and_after(map, row, column, value)
        else:
            template = self.tr("Map {map} at row {row}, column {column} is {value}.")
        size = report.input or (1, 1, 1)
        position = (map * size[1] + row) * size[2] + column + 1 if is_maps(size) else 0
        text = template.format(
            map=number(map + 1),
            row=row + 1,
            column=column + 1,
            count=count,
            place=number(position),
            value="{}",
        )
        return text, (number(value, 2),)

    def _before_and_after(
        self, map: int, row: int, column: int, value: float
    ) -> tuple[str, tuple[str, ...]]:
        source = self._view.source if self._view else None
        step = source.step if source else 1
        if source is None or map >= len(source.values):
            template = self.tr("Map {map} at row {row}, column {column} is {value}.")
            before = ""
        else:
            template = self.tr("Map {map} at row {row}, column {column}: {before} becomes {value}.")
            before = number(float(source.values[map, row // step, column // step]), 2)
        text = template.format(
            map=number(map + 1), row=row + 1, column=column + 1, before=before, value="{}"
        )
        return text, (number(value, 2),)

    def _source_text(self, report: LayerReport) -> str:
        assert report.input is not None
        maps, rows, columns = report.input
        size = shape((rows, columns))
        down, across = padding_of(report)
        if down == across and down:
            template = (
                self.tr("{size}, with {padding} zeros on each side")
                if down > 1
                else self.tr("{size}, with a zero on each side")
            )
        elif down or across:
            template = self.tr("{size}, with {padding} × {across} zeros around")
        elif maps == 1:
            template = self.tr("{size}")
        else:
            template = self.tr("{maps} maps, {size} each")
        return template.format(size=size, padding=down, across=across, maps=number(maps))

    def _output_text(self, report: LayerReport) -> str:
        output = report.output
        if output is None:
            return ""
        if not is_maps(output):
            return self.tr("{count} numbers, map after map").format(count=number(output[0]))
        template = self.tr("{maps} maps, {size} each") if output[0] > 1 else self.tr("{size}")
        return template.format(maps=number(output[0]), size=shape(output[1:]))

    def resizeEvent(self, event: object) -> None:
        self.lines.setGeometry(self.rect())
        self._rest()

    def showEvent(self, event: object) -> None:
        self._rest()

    def _restyle(self, theme: Theme) -> None:
        self._pictures.setHorizontalSpacing(10 * theme.px("unit"))
        self._pictures.setVerticalSpacing(0)


def padding_of(report: LayerReport) -> Pair:
    """Zeros around the input, in cells; what a layer adds by itself."""
    return getattr(report.layer, "padding", (0, 0))


def as_rows(output: Flow, report: LayerReport) -> np.ndarray:
    """What the grid shows: maps as they are; a flattened list as one row for each map."""
    if output.is_maps:
        return output.values
    assert report.input is not None
    return output.values.reshape(report.input[0], 1, -1)


def _as_maps_shape(report: LayerReport) -> tuple[int, int, int]:
    output = report.output or (1, 1, 1)
    if is_maps(output):
        return output[0], output[1], output[2]
    maps = report.input[0] if report.input else 1
    return maps, 1, max(1, output[0] // maps)


def unrolled(report: LayerReport, map: int, row: int, column: int) -> tuple[int, int, int]:
    """The cell of the layer's input that a place in a flattened row comes from."""
    if report.layer.kind != "Flatten" or report.input is None:
        return map, row, column
    return map, *divmod(column, report.input[2])


def rolled(report: LayerReport, map: int, row: int, column: int) -> tuple[int, int, int]:
    """The inverse of `unrolled`."""
    if report.layer.kind != "Flatten" or report.input is None:
        return map, row, column
    return map, 0, row * report.input[2] + column
