"""One filter, large: as it is, as it was at the start, and what has been learned."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.stat import Stat
from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid
from cnnstudio.ui.workspaces.inside.filters.names import FilterNames
from cnnstudio.ui.workspaces.inside.filters.stack import FilterStack
from cnnstudio.ui.workspaces.inside.filters.wall_words import change_text
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel


class FilterPanel(StagePanel):
    """Three groups of kernels in the same colours, and the numbers that go with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.now, self.start, self.change = FeatureGrid(), FeatureGrid(), FeatureGrid()
        self._titles = [
            TextLabel(text, "card_title")
            for text in (
                self.tr("Now"),
                self.tr("At the start"),
                self.tr("What was learned: the difference"),
            )
        ]
        self.norm, self.moved = Stat(self.tr("Norm")), Stat(self.tr("Change"))
        self.bias = Stat(self.tr("Bias"))
        self.norm.setToolTip(self.tr("The root of the sum of squares of its weights"))
        self.moved.setToolTip(
            self.tr(
                "How far its weights are from where they started, as a share of their norm there"
            )
        )
        figures = QHBoxLayout()
        for stat in (self.norm, self.moved, self.bias):
            figures.addWidget(stat, 1)
        self.content.addLayout(figures)
        grids = (self.now, self.start, self.change)
        for heading, grid in zip(self._titles, grids, strict=True):
            self.content.addWidget(heading)
            self.content.addWidget(grid, 1)
        self.now.setAccessibleName(self.tr("Kernels now"))
        self.start.setAccessibleName(self.tr("Kernels at the start"))
        self.change.setAccessibleName(self.tr("Change of the kernels"))
        self.show_nothing()

    def show_nothing(self) -> None:
        self.set_title(self.tr("One filter"))
        self.set_subtitle("")
        for widget in (*self._titles, self.now, self.start, self.change):
            widget.hide()
        for stat in (self.norm, self.moved, self.bias):
            stat.hide()

    def show_filter(
        self, stack: FilterStack, start: FilterStack | None, index: int, limit: float
    ) -> None:
        """A filter of a stack; `limit` ends its colours."""
        names = FilterNames.of(stack)
        self.set_title(names.full(index))
        channels = len(stack.kernels[index])
        self.set_subtitle(self._about(channels) if stack.kernels.shape[2:] != (1, 1) else "")
        self._show_numbers(stack, start, index)
        self._show_grid(self.now, self._titles[0], stack.kernels[index], limit)
        first = None if start is None else start.kernels[index]
        moved = None if first is None else stack.kernels[index] - first
        self._show_grid(self.start, self._titles[1], first, limit)
        self._show_grid(self.change, self._titles[2], moved, limit)

    def _about(self, channels: int) -> str:
        if channels == 1:
            return self.tr("one kernel")
        return self.tr("{count} kernels, one for each input").format(count=number(channels))

    def _show_numbers(self, stack: FilterStack, start: FilterStack | None, index: int) -> None:
        self.norm.set_text(number(float(stack.norms()[index])))
        changes = None if start is None else stack.changes(start)
        self.moved.set_text(change_text(changes, index))
        bias = None if stack.bias is None else float(stack.bias[index])
        self.bias.set_text("–" if bias is None else number(bias))
        for stat in (self.norm, self.moved, self.bias):
            stat.show()

    def _show_grid(
        self, grid: FeatureGrid, heading: TextLabel, kernels: Floats | None, limit: float
    ) -> None:
        heading.setVisible(kernels is not None)
        grid.setVisible(kernels is not None)
        if kernels is not None:
            grid.set_names([self.tr("Input {n}").format(n=n + 1) for n in range(len(kernels))])
            grid.set_maps(np.ascontiguousarray(kernels), ColourMap.SIGNED, limit)
