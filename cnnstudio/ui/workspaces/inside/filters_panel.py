"""What a layer has learned: its kernels, templates, weights, or why it has none."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.theme_tables import LEGEND_PERCENTILE
from cnnstudio.ui.widgets.colormap import ColourMap, range_limit
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.widgets.map_grid import MapGrid
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from cnnstudio.ui.workspaces.inside.kernel_wall import KernelWall
from cnnstudio.ui.workspaces.inside.learned import Kernels, Learned, Matrix, PerMap, Templates
from cnnstudio.ui.workspaces.inside.matrix_view import MatrixView

_ENLARGED = 24  # channels beyond which a kernel's enlargements would be smaller than the wall


class FiltersPanel(Panel):
    """The learned numbers of the layer; `chosen` brings the map or output that was clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Learned filters"))
        self.legend = ColourLegend()
        self.wall = KernelWall()
        self.kernels = MapGrid()
        self.matrix = MatrixView()
        self.enlarged = MapGrid()
        self._enlarged_title = TextLabel(role="card_title")
        self._sentence = TextLabel(role="body", tone="muted")
        self._bars = [BarChart(self.tr("Scale")), BarChart(self.tr("Shift"))]
        self._views = QStackedWidget()
        self._shown: Learned | None = None
        self._arrange()
        self.wall.chosen.connect(self.chosen)
        self.kernels.clicked.connect(lambda index, _row, _column: self.chosen.emit(index))
        self.matrix.chosen.connect(self.chosen)
        for bars in self._bars:
            bars.chosen.connect(self.chosen)
        follow_theme(self._resize)

    def show_learned(self, learned: Learned, subtitle: str) -> None:
        self._shown = learned
        self.set_subtitle(subtitle)
        self.legend.setVisible(not isinstance(learned, PerMap))
        if isinstance(learned, Kernels):
            self._show_kernels(learned.weight)
        elif isinstance(learned, Templates):
            self._show_small(learned.weight)
        elif isinstance(learned, Matrix):
            self.matrix.set_weights(learned.weight, self._limit(learned.weight))
            self._views.setCurrentWidget(self.matrix)
        else:
            self._show_bars(learned)

    def show_sentence(self, sentence: str) -> None:
        """Say why there is nothing to see."""
        self._shown = None
        self.set_subtitle("")
        self.legend.hide()
        self._sentence.setText(sentence)
        self._views.setCurrentWidget(self._sentence)
        self._show_enlarged(None)

    def sentence(self) -> str:
        return self._sentence.text() if self._views.currentWidget() is self._sentence else ""

    def select(self, index: int) -> None:
        """Outline what belongs to a map or an output, and enlarge its kernels."""
        self.wall.select(index)
        if index < len(self.kernels.maps()):
            self.kernels.select(index)
        self.matrix.select(index)
        for bars in self._bars:
            bars.select(index)
        self._show_enlarged(index)

    def _arrange(self) -> None:
        self.set_corner(self.legend)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        bars = QWidget()
        column = QVBoxLayout(bars)
        column.setContentsMargins(0, 0, 0, 0)
        names = (self.tr("Scale, one for each map"), self.tr("Shift, one for each map"))
        for chart, name in zip(self._bars, names, strict=True):
            column.addWidget(TextLabel(name, "label", "muted"))
            column.addWidget(chart, 1)
        self._bars_page = bars
        for view in (self.wall, self.kernels, self.matrix, bars, self._sentence):
            self._views.addWidget(view)
        self.content.addWidget(self._views, 1)
        self.content.addWidget(self._enlarged_title)
        self.content.addWidget(self.enlarged)

    def _limit(self, weight: Floats) -> float:
        limit = range_limit(weight, ColourMap.SIGNED, LEGEND_PERCENTILE)
        self.legend.set_scale(ColourMap.SIGNED, limit)
        return limit

    def _show_kernels(self, weight: Floats) -> None:
        """One input channel: kernels in a grid. Several: a wall of them."""
        if weight.shape[1] == 1:
            self._show_small(weight[:, 0])
            return
        self.wall.set_kernels(weight, self._limit(weight))
        self._views.setCurrentWidget(self.wall)

    def _show_small(self, pictures: Floats) -> None:
        self.kernels.set_maps(pictures, ColourMap.SIGNED, self._limit(pictures))
        self._views.setCurrentWidget(self.kernels)

    def _show_bars(self, learned: PerMap) -> None:
        for chart, values in zip(self._bars, learned.rows.values(), strict=False):
            chart.set_values(values)
        self._views.setCurrentWidget(self._bars_page)

    def _show_enlarged(self, index: int | None) -> None:
        shown = self._shown
        has = isinstance(shown, Kernels) and 1 < shown.weight.shape[1] <= _ENLARGED
        self.enlarged.setVisible(has and index is not None)
        self._enlarged_title.setVisible(has and index is not None)
        if not has or index is None or not isinstance(shown, Kernels):
            return
        if index >= len(shown.weight):
            return
        weight = shown.weight
        self._enlarged_title.setText(self.tr("Map {map}, enlarged").format(map=index + 1))
        names = [self.tr("Input {n}").format(n=n + 1) for n in range(weight.shape[1])]
        self.enlarged.set_names(names)
        self.enlarged.set_maps(
            np.ascontiguousarray(weight[index]), ColourMap.SIGNED, self._limit(weight)
        )

    def _resize(self, theme: Theme) -> None:
        self.enlarged.setFixedHeight(theme.px("cell_feature_map") - 8)
