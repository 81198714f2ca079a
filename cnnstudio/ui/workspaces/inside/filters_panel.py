"""What a layer has learned: its kernels, templates or weights; or, if nothing, what comes in."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.widgets.map_layout import fitted
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid
from cnnstudio.ui.workspaces.inside.kernel_wall import KernelWall
from cnnstudio.ui.workspaces.inside.learned import Kernels, Learned, Matrix, Templates
from cnnstudio.ui.workspaces.inside.matrix_view import MatrixView
from cnnstudio.ui.workspaces.inside.scale import legend_limit
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel

_ENLARGED = 18  # pixels across enlarged kernels, below which they are not worth their room
_AROUND = 12  # pixels of that row that stay free around them
_PART = 1 / 6  # of the panel's height, for those enlargements
_ROOMY = 3  # times the usual height of a map, from which the panel has room for them


class FiltersPanel(StagePanel):
    """The learned numbers of the layer; `chosen` brings the map or output that was clicked, or
    `weight_chosen` also the weight of it: its input channel, and its row and column in the kernel.
    """

    chosen = Signal(int)
    weight_chosen = Signal(int, int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.legend = ColourLegend()
        self.wall = KernelWall()
        self.pictures = FeatureGrid()
        self.matrix = MatrixView()
        self.enlarged = FeatureGrid()
        self._enlarged_title = ElidedLabel(role="card_title")
        self._sentence = TextLabel(role="label", tone="muted")
        self._bars = [BarChart(self.tr("Scale")), BarChart(self.tr("Shift"))]
        self._bars_page = QWidget()
        self._nothing = QWidget()
        self._views = QStackedWidget()
        self._kernels: Floats | None = None
        self._weights_per_picture: type | None = None
        self._index = 0
        self._arrange()
        self.wall.weight_chosen.connect(self.weight_chosen)
        self.pictures.clicked.connect(self._choose_in_picture)
        self.enlarged.clicked.connect(
            lambda channel, row, column: self.weight_chosen.emit(self._index, channel, row, column)
        )
        self.matrix.weight_chosen.connect(
            lambda output, place: self.weight_chosen.emit(output, place, 0, 0)
        )
        for bars in self._bars:
            bars.chosen.connect(self.chosen)

    def show_learned(self, shown: Learned) -> None:
        self.set_title(words.learned_title(shown))
        self.set_subtitle(*words.learned_subtitle(shown))
        self._sentence.hide()
        self._kernels = None
        self._weights_per_picture = type(shown)
        if isinstance(shown, Kernels):
            self._show_kernels(shown.weight)
        elif isinstance(shown, Templates):
            self._show_pictures(shown.weight, ColourMap.SIGNED)
        elif isinstance(shown, Matrix):
            self.matrix.set_weights(shown.weight, self._limit(shown.weight, ColourMap.SIGNED))
            self._views.setCurrentWidget(self.matrix)
        else:
            for chart, values in zip(self._bars, shown.rows.values(), strict=False):
                chart.set_values(values)
            self.legend.hide()
            self._views.setCurrentWidget(self._bars_page)

    def show_incoming(self, title: str, maps: Floats, colours: ColourMap, sentence: str) -> None:
        """Of a layer that learns nothing: the maps (N, H, W) that it reads, and why."""
        self._show_text(self.tr("What comes in"), title, sentence)
        self._show_pictures(maps, colours)

    def show_sentence(self, sentence: str) -> None:
        """Say why there is nothing to see."""
        self._show_text(self.tr("Learned filters"), "", sentence)
        self.legend.hide()
        self._views.setCurrentWidget(self._nothing)

    def sentence(self) -> str:
        """Why the layer shows no learned numbers; empty where it does."""
        return "" if self._sentence.isHidden() else self._sentence.text()

    def select(self, index: int) -> None:
        """Outline what belongs to a map or an output, and enlarge its kernels."""
        self._index = index
        self.wall.select(index)
        self.pictures.select(index if index < len(self.pictures.maps()) else None)
        self.matrix.select(index)
        for bars in self._bars:
            bars.select(index)
        self._show_enlarged(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_enlarged(self._index)

    def _choose_in_picture(self, index: int, row: int, column: int) -> None:
        """A weight of a kernel or of a template, or a map of what comes in."""
        if self._weights_per_picture is Templates:
            place = row * self.pictures.maps().shape[2] + column
            self.weight_chosen.emit(index, place, 0, 0)
        elif self._weights_per_picture is Kernels:
            self.weight_chosen.emit(index, 0, row, column)
        else:
            self.chosen.emit(index)

    def _arrange(self) -> None:
        self._sentence.setWordWrap(True)
        column = QVBoxLayout(self._bars_page)
        column.setContentsMargins(0, 0, 0, 0)
        names = (self.tr("Scale, one for each map"), self.tr("Shift, one for each map"))
        for chart, name in zip(self._bars, names, strict=True):
            column.addWidget(TextLabel(name, "label", "muted"))
            column.addWidget(chart, 1)
        views = (self.wall, self.pictures, self.matrix, self._bars_page, self._nothing)
        for view in views:
            self._views.addWidget(view)
        # Beside the enlarged kernels, not above them: the height is for the wall.
        foot, beside = QHBoxLayout(), QVBoxLayout()
        beside.setSpacing(2)
        beside.addStretch(1)
        beside.addWidget(self._enlarged_title)
        beside.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignRight)
        beside.addStretch(1)
        foot.addLayout(beside)
        foot.addWidget(self.enlarged, 1)
        self.content.addWidget(self._views, 1)
        self.content.addWidget(self._sentence)
        self.content.addLayout(foot)

    def _show_text(self, title: str, subtitle: str, sentence: str) -> None:
        self._kernels = self._weights_per_picture = None
        self.set_title(title)
        self.set_subtitle(subtitle)
        self._sentence.setText(sentence)
        self._sentence.show()
        self._show_enlarged(0)

    def _limit(self, values: Floats, colours: ColourMap) -> float:
        limit = legend_limit(values, colours)
        self.legend.set_scale(colours, limit, values=values)
        self.legend.show()
        return limit

    def _show_kernels(self, weight: Floats) -> None:
        """One input channel: kernels in a grid. Several: a wall of them."""
        if weight.shape[1] == 1:
            self._show_pictures(weight[:, 0], ColourMap.SIGNED)
            return
        self._kernels = weight
        self.wall.set_kernels(weight, self._limit(weight, ColourMap.SIGNED))
        self._views.setCurrentWidget(self.wall)

    def _show_pictures(self, pictures: Floats, colours: ColourMap) -> None:
        self.pictures.set_maps(pictures, colours, self._limit(pictures, colours))
        self._views.setCurrentWidget(self.pictures)

    def _enlarges(self, kernels: Floats) -> bool:
        """Whether the kernels of a map are much larger in a row of their own than in the wall."""
        theme, (_, channels, *shape) = current_theme(), kernels.shape
        beside = self.legend.sizeHint().width() + 2 * theme.px("panel_padding")
        room = (self.width() - beside - _AROUND, round(_PART * self.height()) - _AROUND)
        gap = theme.px("map_gap_many")
        return channels > 1 and fitted(channels, (shape[0], shape[1]), room, gap).width >= _ENLARGED

    def _show_enlarged(self, index: int) -> None:
        kernels = self._kernels
        roomy = self.height() >= _ROOMY * current_theme().px("cell_feature_map")
        self.enlarged.setFixedHeight(round(_PART * self.height()))
        has = kernels is not None and index < len(kernels) and self._enlarges(kernels)
        self.enlarged.setVisible(has and roomy)
        self._enlarged_title.setVisible(has and roomy)
        if kernels is None or not (has and roomy):
            return
        self._enlarged_title.setText(self.tr("Map {map}, enlarged").format(map=index + 1))
        names = [self.tr("Input {n}").format(n=n + 1) for n in range(kernels.shape[1])]
        self.enlarged.set_names(names)
        limit = self._limit(kernels, ColourMap.SIGNED)
        self.enlarged.set_maps(np.ascontiguousarray(kernels[index]), ColourMap.SIGNED, limit)
