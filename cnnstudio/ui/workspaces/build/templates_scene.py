"""A dense layer that reads the picture: its weights laid out as pictures, one for each output."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QGridLayout, QWidget

from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, range_limit
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.map_grid import MapGrid
from cnnstudio.ui.workspaces.build.number_strip import NumberStrip
from cnnstudio.ui.workspaces.build.scene import CLASSES, LayerView, Scene
from cnnstudio.ui.workspaces.build.source_view import SourceView

#: Templates drawn; a layer with more outputs shows the first of them.
_MOST = 256


class TemplatesScene(Scene):
    """The digit left, the templates right; each pixel votes by the weight in its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LayerView | None = None
        self._first = 0
        self.source, self.grid = SourceView(), MapGrid()
        self.output = NumberStrip()
        self.source_caption = TextLabel("", "label", "muted")
        self.grid_caption = TextLabel("", "label", "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.source, 0, 0)
        grid.addWidget(self.grid, 0, 1)
        grid.addWidget(self.source_caption, 1, 0)
        grid.addWidget(self.grid_caption, 1, 1)
        grid.addWidget(self.output, 2, 0, 1, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setRowStretch(0, 1)
        self._grid = grid
        self.grid.hovered.connect(self._read)
        self.grid.left.connect(self._rest)
        self.grid.clicked.connect(self._read_clicked)
        self.output.hovered.connect(self._read_output)
        self.output.left.connect(self._rest)
        follow_theme(self._restyle)

    def show_view(self, view: LayerView) -> None:
        self._view = view
        picture = view.picture
        assert picture is not None
        rows, columns = picture.values.shape[1:]
        outputs = view.report.output[0] if view.report.output else 1
        self.source.show_source((1, rows, columns), picture)
        self.output.show_list(outputs, view.output)
        weight = view.tensors.get("weight")
        maps = np.zeros((0, rows, columns), np.float32)
        if weight is not None and weight.shape[1] == rows * columns:
            maps = weight[:_MOST].reshape(-1, rows, columns)
        self.grid.set_maps(maps, ColourMap.SIGNED, range_limit(maps, ColourMap.SIGNED))
        self._first = 0 if outputs == len(CLASSES) else 1
        names = [self.tr("Template {index}").format(index=self._name(i)) for i in range(len(maps))]
        self.grid.set_names(names)
        self.source_caption.setText(shape((rows, columns)))
        self.grid_caption.setText(
            self.tr("{count} templates, one for each output").format(count=number(outputs))
        )
        self._rest()

    def _name(self, index: int) -> str:
        """Outputs that stand for digits are called by them, others counted from 1."""
        return number(index + self._first)

    def _rest(self) -> None:
        """The heaviest vote for the largest output."""
        view, maps = self._view, self.grid.maps()
        if view is None or view.output is None or view.picture is None or not len(maps):
            return
        best = int(np.argmax(view.output.values[: len(maps)]))
        votes = maps[best] * view.picture.values[0]
        row, column = np.unravel_index(int(np.argmax(np.abs(votes))), votes.shape)
        self.grid.select(best)
        self._read(best, int(row), int(column), float(maps[best, row, column]))

    def _read_clicked(self, index: int, row: int, column: int) -> None:
        self._read(index, row, column, float(self.grid.maps()[index, row, column]))

    def _read_output(self, index: int) -> None:
        if index < len(self.grid.maps()):
            self.grid.select(index)
            self.output.mark(index)
        view = self._view
        if view is not None and view.output is not None:
            text = self.tr("Output {index}: all its votes add up to {total}.")
            total = number(float(view.output.values[index]), 2)
            self.said.emit(text.format(index=self._name(index), total="{}"), (total,))

    def _read(self, index: int, row: int, column: int, value: float) -> None:
        view = self._view
        if view is None or view.picture is None:
            return
        self.source.mark((0,), (row, column, 1, 1))
        self.output.mark(index)
        pixel = float(view.picture.values[0, row, column])
        text = self.tr(
            "Output {index}, row {row}, column {column}: {pixel} × {weight} ≈ {vote}."
        ).format(
            index=self._name(index),
            row=row + 1,
            column=column + 1,
            pixel=number(pixel, 2),
            weight=number(value, 3),
            vote="{}",
        )
        self.said.emit(text, (number(pixel * value, 2),))

    def _restyle(self, theme: Theme) -> None:
        self._grid.setHorizontalSpacing(6 * theme.px("unit"))
        self._grid.setVerticalSpacing(theme.px("unit"))
