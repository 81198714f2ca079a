"""A dense layer as its weights: a column for each number in, a row for each number out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, colours_of, range_limit, to_image
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painting import stroke_ring
from cnnstudio.ui.workspaces.build.maps import Flow
from cnnstudio.ui.workspaces.build.number_strip import NumberStrip
from cnnstudio.ui.workspaces.build.scene import CLASSES, LayerView, Scene


class WeightMatrix(QWidget):
    """Weights (outputs, inputs) stretched over the widget; `hovered(output, input)`."""

    hovered = Signal(int, int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights: Floats | None = None
        self._shape = (1, 1)
        self._image: QImage | None = None
        self._marked: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Weights"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    def show_weights(self, shape: tuple[int, int], weights: Floats | None) -> None:
        self._shape, self._weights, self._image = shape, weights, None
        self.update()

    def mark(self, place: tuple[int, int] | None) -> None:
        self._marked = place
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 120)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() * self._shape[0] / max(1, self.height()))
        column = int(event.position().x() * self._shape[1] / max(1, self.width()))
        if 0 <= row < self._shape[0] and 0 <= column < self._shape[1]:
            self.hovered.emit(row, column)

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._weights is None:
            painter.fillRect(rect, theme.colour.sunken)
            painter.setPen(QPen(theme.colour.hairline_strong, 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            if self._image is None:
                limit = range_limit(self._weights, ColourMap.SIGNED)
                self._image = colourise(self._weights, ColourMap.SIGNED, limit, theme)
            painter.drawImage(rect, self._image)
            self._paint_mark(painter, theme)
        painter.end()

    def _paint_mark(self, painter: QPainter, theme: Theme) -> None:
        if self._marked is None:
            return
        high, wide = self.height() / self._shape[0], self.width() / self._shape[1]
        row, column = self._marked
        box = QRectF(column * wide, row * high, max(3.0, wide), max(3.0, high))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke_ring(painter, box, theme)

    def _restyle(self, theme: Theme) -> None:
        self._image = None
        self.update()


class OutputColumn(QWidget):
    """The numbers that come out, one beside each row of weights."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow: Flow | None = None
        self._count = 1
        self._marked: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    def show_list(self, count: int, flow: Flow | None) -> None:
        self._count, self._flow = count, flow
        self.update()

    def mark(self, index: int | None) -> None:
        self._marked = index
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(64 if not current_theme().projector else 92, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        high = self.height() / max(1, self._count)
        if self._flow is None:
            painter.fillRect(rect, theme.colour.sunken)
        else:
            flow = self._flow
            colours = colours_of(flow.values[:, None], flow.colour_map, flow.limit, theme)
            painter.drawImage(rect, to_image(colours))
            if high >= theme.font_px("axis") + 3:
                self._paint_numbers(painter, flow.values, colours, high, theme)
        if self._marked is not None and self._flow is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(1, self._marked * high, self.width() - 2, max(3.0, high))
            stroke_ring(painter, box, theme)
        painter.end()

    def _paint_numbers(
        self, painter: QPainter, values: Floats, colours: np.ndarray, high: float, theme: Theme
    ) -> None:
        painter.setFont(theme.font("axis"))
        for index, value in enumerate(values):
            painter.setPen(theme.text_on(QColor.fromRgba(int(colours[index, 0]))))
            box = QRectF(0, index * high, self.width(), high)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number(float(value), 2))

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()


class DenseScene(Scene):
    """The input as a strip above the weights, the output as a column at their right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LayerView | None = None
        self.source_caption = TextLabel("", "label", "muted")
        self.weights_caption = TextLabel("", "label", "muted")
        self.output_caption = TextLabel("", "label", "muted")
        self.source, self.matrix, self.output = NumberStrip(), WeightMatrix(), OutputColumn()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.source_caption, 0, 0)
        grid.addWidget(self.source, 1, 0)
        grid.addWidget(self.matrix, 2, 0)
        grid.addWidget(self.output, 2, 1)
        grid.addWidget(self.weights_caption, 3, 0)
        grid.addWidget(self.output_caption, 3, 1)
        grid.setRowStretch(2, 1)
        self._grid = grid
        self.matrix.hovered.connect(self._read)
        self.matrix.left.connect(self._rest)
        self.source.hovered.connect(self._read_input)
        self.source.left.connect(self._rest)
        follow_theme(self._restyle)

    def show_view(self, view: LayerView) -> None:
        self._view = view
        inputs = view.report.input[0] if view.report.input else 1
        outputs = view.report.output[0] if view.report.output else 1
        self.source.show_list(inputs, view.source)
        self.matrix.show_weights((outputs, inputs), view.tensors.get("weight"))
        self.output.show_list(outputs, view.output)
        self.source_caption.setText(self.tr("{count} numbers in").format(count=number(inputs)))
        self.output_caption.setText(self.tr("{count} out").format(count=number(outputs)))
        self.weights_caption.setText(
            self.tr("{outputs} × {inputs} weights: each row adds up to one number out").format(
                outputs=number(outputs), inputs=number(inputs)
            )
        )
        self._rest()

    def _rest(self) -> None:
        """The heaviest term of the largest output."""
        view = self._view
        weight = view.tensors.get("weight") if view else None
        if view is None or weight is None or view.output is None or view.source is None:
            return
        row = int(np.argmax(view.output.values))
        # Weights gone astray may have products beyond float32.
        terms = weight[row].astype(np.float64) * view.source.values
        self._read(row, int(np.argmax(np.abs(terms))))

    def _read_input(self, index: int) -> None:
        view = self._view
        if view is not None and view.output is not None:
            self._read(int(np.argmax(view.output.values)), index)

    def _read(self, row: int, column: int) -> None:
        view = self._view
        weight = view.tensors.get("weight") if view else None
        if view is None or weight is None or view.source is None or weight.shape[1] <= column:
            return
        self.matrix.mark((row, column))
        self.output.mark(row)
        self.source.mark(column)
        # Outputs that stand for digits are called by them, others counted from 1.
        first = 0 if len(weight) == len(CLASSES) else 1
        given, factor = float(view.source.values[column]), float(weight[row, column])
        text = self.tr("Output {row} adds input {column}: {given} × {weight} ≈ {product}.").format(
            row=number(row + first),
            column=number(column + 1),
            given=number(given, 2),
            weight=number(factor, 3),
            product="{}",
        )
        self.said.emit(text, (number(given * factor, 2),))

    def _restyle(self, theme: Theme) -> None:
        self._grid.setHorizontalSpacing(2 * theme.px("unit"))
        self._grid.setVerticalSpacing(theme.px("unit"))
