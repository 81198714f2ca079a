"""The difference of a layer's weights between two moments, in signed colours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, range_limit
from cnnstudio.ui.widgets.map_grid import MapGrid
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from cnnstudio.ui.workspaces.inside.kernel_wall import KernelWall
from cnnstudio.ui.workspaces.inside.learned import Kernels, Learned, Matrix, PerMap, Templates


class DifferenceView(QStackedWidget):
    """Kernels of one channel in a grid, of several as a wall, a dense layer's matrix as one
    picture, what each map has one of as bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = MapGrid()
        self.wall = KernelWall()
        self.matrix = MatrixPicture()
        self.bars = BarChart(self.tr("Change of each map’s number"))
        for page in (self.grid, self.wall, self.matrix, self.bars):
            self.addWidget(page)

    def show_difference(self, difference: Learned) -> float | None:
        """Show a difference; where the colour scale ends, None where there is none."""
        match difference:
            case Kernels(weight=weight) if weight.shape[1] > 1:
                limit = _limit(weight)
                self.wall.set_kernels(weight, limit)
                self.setCurrentWidget(self.wall)
            case Kernels(weight=weight) | Templates(weight=weight):
                maps = weight[:, 0] if weight.ndim == 4 else weight
                limit = _limit(maps)
                self.grid.set_maps(maps, ColourMap.SIGNED, limit)
                self.setCurrentWidget(self.grid)
            case Matrix(weight=weight):
                limit = _limit(weight)
                self.matrix.set_values(weight, limit)
                self.setCurrentWidget(self.matrix)
            case PerMap(rows=rows):
                values = next(iter(rows.values()))
                self.bars.set_values(values, [str(n) for n in range(1, len(values) + 1)])
                self.setCurrentWidget(self.bars)
                return None
        return limit


class MatrixPicture(Painted):
    """(outputs, inputs) as one picture: a row for each output."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats | None = None
        self._limit = 1.0
        self.setAccessibleName(self.tr("Change of each weight: a row for each output"))
        self.setToolTip(self.tr("A row for each output, a column for each input"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_values(self, values: Floats, limit: float) -> None:
        self._values, self._limit = values, limit
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 160)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._values is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        picture = colourise(self._values, ColourMap.SIGNED, self._limit, theme)
        painter.drawImage(QRectF(self.rect()).adjusted(0, 2, -2, -2), picture)


def _limit(values: Floats) -> float:
    return range_limit(values, ColourMap.SIGNED, 99.5)
