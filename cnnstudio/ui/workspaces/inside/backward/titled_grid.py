"""A grid of maps with its name and its colour legend above it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import ElidedLabel
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid
from cnnstudio.ui.workspaces.inside.scale import legend_limit


class TitledGrid(QWidget):
    """`chosen(index, row, column)` brings the number that was clicked or reached by the keys."""

    chosen = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = FeatureGrid()
        self.legend = ColourLegend()
        self._title = ElidedLabel(role="card_title")
        self._note = ElidedLabel(role="label", tone="muted")
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        names = QHBoxLayout()
        names.addWidget(self._title)
        names.addWidget(self._note, 1)
        self._head.addLayout(names, 1)
        self._head.addWidget(self.legend)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.grid, 1)
        self._beside: TitledGrid | None = None
        self.grid.clicked.connect(self.chosen)
        follow_theme(self._restyle)

    def show_maps(
        self,
        title: str,
        maps: Floats,
        colours: ColourMap = ColourMap.SIGNED,
        *,
        limit: float | None = None,
        names: Sequence[str] = (),
        note: str = "",
    ) -> None:
        """Maps (N, H, W); `limit` is the number at the end of the colours, by default their own."""
        limit = legend_limit(maps, colours) if limit is None else limit
        self._title.setText(title)
        self._note.setText(note)
        self.grid.setAccessibleName(title)
        self.grid.set_names(list(names))
        self.grid.set_maps(np.ascontiguousarray(maps), colours, limit)
        self.legend.set_scale(colours, limit, values=maps)
        self._place_legend()

    def align_with(self, other: TitledGrid) -> None:
        """Keep the legend where that of `other` is, which stands beside this one."""
        self._beside, other._beside = other, self

    def title(self) -> str:
        return self._title.whole_text()

    def maps(self) -> Floats:
        """What is shown, (N, H, W)."""
        return np.asarray(self.grid.maps(), np.float32)

    def select(self, index: int, row: int, column: int) -> None:
        """Outline a number; nothing for one that is not there."""
        count, rows, columns = self.grid.maps().shape
        if index < count and row < rows and column < columns:
            self.grid.select(index, (row, column) if (rows, columns) != (1, 1) else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_legend()

    def _place_legend(self) -> None:
        """Beside the title, or below it where there is not room for both."""
        pair = [self, *([self._beside] if self._beside else [])]
        fits = all(grid.isHidden() or grid._has_room() for grid in pair)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for grid in pair:
            grid._head.setDirection(across if fits else down)

    def _has_room(self) -> bool:
        needed = self._title.sizeHint().width() + self.legend.sizeHint().width()
        return needed + self._head.spacing() <= self.width()

    def _restyle(self, theme: Theme) -> None:
        self._head.setSpacing(2 * theme.px("unit"))
        self._column.setSpacing(theme.px("unit"))
