"""All feature maps of a layer for the current digit."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, Limits
from cnnstudio.ui.widgets.label import FittingLabel, TextLabel
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.widgets.map_layout import fitted
from cnnstudio.ui.widgets.number_field import NumberField
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid
from cnnstudio.ui.workspaces.inside.scale import Scale
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel

_SMALLEST_MAP = 28  # pixels across; more maps than fit at that size scroll
_SMALLEST_TILE = 7  # the same for one number


#: A number must be told whole beside the legend.
_WIDEST_VALUE = "−0.00000"


class MapsPanel(StagePanel):
    """The grid of maps, the choice of colour scale with its legend, and the value hovered.

    `hovered` brings map, row and column, `left` says that none is hovered, `chosen` brings
    those that were clicked or reached by the keyboard. `rescaled` follows a change of scale.
    """

    hovered = Signal(int, int, int)
    left = Signal()
    chosen = Signal(int, int, int)
    rescaled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.scale = Scale()
        self.grid = FeatureGrid()
        self.legend = ColourLegend()
        self._reading = FittingLabel(role="label")
        self._moment = FittingLabel(role="label", tone="muted")
        self._area = QScrollArea()
        self.choice = Segmented(
            [
                ("map", self.tr("per map")),
                ("layer", self.tr("per layer")),
                ("fixed", self.tr("fixed")),
            ],
            self.tr("Colour scale"),
        )
        self.limit = NumberField(self.tr("End of the colours"), 0.01, 10_000, 1, 0.5, 2)
        self.limit.label.hide()
        self._range = QWidget()
        self._maps: Floats = np.zeros((0, 1, 1), np.float32)
        self._colours = ColourMap.SIGNED
        self.limits: Limits = 1.0
        self._fitting: tuple = ()
        self._arrange()
        self._connect()
        follow_theme(self._resize_controls)

    def show_maps(self, maps: Floats, colours: ColourMap, moment: str = "") -> None:
        """Maps (N, H, W), or numbers as maps of one cell; `moment` says whether they are before
        or after the activation."""
        self._moment.set_wordings(moment, "")
        self._maps, self._colours = maps, colours
        self.legend.setVisible(len(maps) > 0)
        self._fit()
        self._colour()

    def show_nothing(self, sentence: str) -> None:
        """No maps, and why."""
        self.set_subtitle("")
        self.show_maps(np.zeros((0, 1, 1), np.float32), self._colours)
        self._reading.setText(sentence)

    def select(self, index: int, cell: tuple[int, int]) -> None:
        self.grid.select(index, None if self._is_list() else cell)
        # With a scale for each map, only that map can lie beyond it.
        shown = self._maps[index] if self.scale.mode == "map" else self._maps
        limit = self.scale.limit_of(self.limits, index)
        self.legend.set_scale(self._colours, limit, values=shown)

    def read(self, index: int, row: int, column: int) -> None:
        """Tell one value in words, the value first: where there is no room, the place is brief."""
        value = number(float(self._maps[index, row, column]))
        if self._is_list():
            # Numbers that stand for digits are called by them, others counted from 1.
            template, place = self.tr("{value} · number {place}"), number(index + 1)
            if len(self._maps) == CLASSES:
                template, place = self.tr("{value} · for digit {place}"), str(index)
            self._reading.set_wordings(template.format(value=value, place=place), value)
            return
        wordings = (
            self.tr("{value} · map {map}, row {row}, column {column}"),
            self.tr("{value} · map {map} at {row}, {column}"),
            "{value}",
        )
        spot = {"map": index + 1, "row": row + 1, "column": column + 1}
        self._reading.set_wordings(*(one.format(value=value, **spot) for one in wordings))

    def reading(self) -> str:
        """The line that tells the value under the mouse, or the selected one."""
        return self._reading.whole_text()

    def _arrange(self) -> None:
        self._area.setWidget(self.grid)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choice.set_key(self.scale.mode)
        self.choice.setToolTip(
            self.tr(
                "Which numbers the ends of the colours stand for: each map's own, the whole "
                "layer's, or a range that stays as it is."
            )
        )
        self._range.hide()
        self._moment.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._moment.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        reading, controls = QHBoxLayout(), QHBoxLayout()
        reading.addWidget(self._reading, 1)
        reading.addWidget(self.legend)
        controls.addWidget(self.choice)
        controls.addWidget(self._moment, 1)
        line = QHBoxLayout(self._range)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(TextLabel(self.tr("Colours end at"), "label", "muted"), 1)
        line.addWidget(self.limit)
        self.content.addWidget(self._area, 1)
        self.content.addLayout(reading)
        self.content.addLayout(controls)
        self.content.addWidget(self._range)

    def _connect(self) -> None:
        self.grid.hovered.connect(self._hover)
        self.grid.left.connect(self.left)
        self.grid.clicked.connect(self.chosen)
        self.choice.chosen.connect(self._set_mode)
        self.limit.value_changed.connect(self._set_limit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _is_list(self) -> bool:
        return self._maps.shape[1:] == (1, 1)

    def _fit(self) -> None:
        """Let the maps fill the panel, or scroll where they would get too small."""
        room = self._area.viewport().size()
        gap = current_theme().px("map_gap_many")
        fitting = (self._maps.shape, room.width(), room.height(), gap)
        if fitting == self._fitting:
            return
        self._fitting = fitting
        count, rows, columns = self._maps.shape
        least = _SMALLEST_TILE if self._is_list() else _SMALLEST_MAP
        free = fitted(count, (rows, columns), (room.width() - 12, room.height() - 12), gap)
        scrolls = count > 0 and free.width < least
        self.grid.set_columns(max(1, (room.width() - 12) // (least + gap)) if scrolls else None)
        self.grid.set_cell(least if scrolls else None)

    def _colour(self) -> None:
        if len(self._maps):
            self.limits = self.scale.limits(self._maps, self._colours)
        self.grid.set_maps(self._maps, self._colours, self.limits)

    def _set_mode(self, key: str) -> None:
        if key == "fixed":
            index = self.grid.selected or 0
            self.scale.limit = self.scale.limit_of(self.limits, index)
            self.limit.set_value(self.scale.limit)
            self.scale.limit = float(self.limit.value())
        self.scale.mode = key
        self._range.setVisible(key == "fixed")
        self._recolour()

    def _set_limit(self, limit: float) -> None:
        self.scale.limit = float(limit)
        self._recolour()

    def _recolour(self) -> None:
        if len(self._maps):
            self._colour()
            self.rescaled.emit()

    def _hover(self, index: int, row: int, column: int, _value: float) -> None:
        self.hovered.emit(index, row, column)

    def _resize_controls(self, theme: Theme) -> None:
        metrics = QFontMetrics(theme.font("label"))
        self._reading.setMinimumWidth(metrics.horizontalAdvance(_WIDEST_VALUE) + 2)
        self.limit.setFixedWidth(theme.px("arrow_w") + 5 * theme.font_px("body"))
