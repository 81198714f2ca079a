"""One number of the layer: where it stands, and what of the digit it sees."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import Floats
from cnnstudio.ui.labs.open_in_lab import OpenInLab
from cnnstudio.ui.numbers import number, percent, shape
from cnnstudio.ui.session import Session
from cnnstudio.ui.widgets.colormap import ColourMap, range_limit
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid
from cnnstudio.ui.workspaces.inside.field_view import FieldView
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel


class DetailPanel(StagePanel):
    """The digit with the receptive field of a cell, and below it the map large, the weights of
    the output, or the whole list of numbers as bars."""

    hovered = Signal(int, int)
    left = Signal()
    chosen = Signal(int, int)
    number_chosen = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.lab = OpenInLab(session)
        self.heading = FormulaLine("panel_title")
        self.field = FieldView()
        self.digit = FieldView()
        self._below = TextLabel(role="label", tone="muted")
        self.weights = FeatureGrid()
        self.bars = BarChart(self.tr("All numbers of the layer"))
        self._map: Floats | None = None
        self._picture = (0, 0)
        self._pages = QStackedWidget()
        self._lower = QStackedWidget()
        self._arrange()
        self.field.hovered.connect(self.hovered)
        self.field.left.connect(self.left)
        self.field.chosen.connect(self.chosen)
        self.bars.chosen.connect(self.number_chosen)

    def show_digit(self, pixels: Floats) -> None:
        """The picture as the network's input holds it."""
        self._picture = (pixels.shape[0], pixels.shape[1])
        self.field.set_digit(pixels)
        self.digit.set_digit(pixels)

    def show_map(self, map: Floats, colours: ColourMap, limit: float) -> None:
        self._map = map
        self.field.set_map(map, colours, limit)
        self._pages.setCurrentIndex(0)

    def show_nothing(self) -> None:
        """Only the digit."""
        self._map = None
        self.lab.show_layer(None)
        self.heading.set_formula("")
        self.field.set_map(np.zeros((0, 1), np.float32), ColourMap.SIGNED, 1.0)
        self.field.set_cell(None, None)
        self.field.set_caption()
        self._pages.setCurrentIndex(0)

    def show_weights(self, weights: Floats, caption: str) -> None:
        """The weights of one output, as the maps (N, H, W) that they are for."""
        self._below.setText(caption)
        self.weights.set_maps(weights, ColourMap.SIGNED, range_limit(weights, ColourMap.SIGNED))
        self._lower.setCurrentWidget(self.weights)
        self._pages.setCurrentIndex(1)

    def show_bars(self, values: Floats, caption: str) -> None:
        """All numbers of a list."""
        self._below.setText(caption)
        self.bars.set_values(values)
        self._lower.setCurrentWidget(self.bars)
        self._pages.setCurrentIndex(1)

    def show_cell(
        self, report: LayerReport, index: int, cell: tuple[int, int], value: float
    ) -> None:
        """Say where the number stands and what it sees."""
        row, column = cell
        self.lab.show_layer(report, Spot(index, row, column))
        text = number(value)
        is_list = report.output is not None and len(report.output) == 1
        if is_list:
            template = (
                self.tr("The number for digit {index} is {{}}").format(index=index)
                if report.output == (CLASSES,)
                else self.tr("Number {index} is {{}}").format(index=number(index + 1))
            )
        else:
            template = self.tr("Map {map}, row {row}, column {column} is {{}}").format(
                map=index + 1, row=row + 1, column=column + 1
            )
        self.heading.set_formula(template, text)
        field = report.receptive_field
        box = None if field is None else field.box(0, 0) if is_list else field.box(row, column)
        self.field.set_cell(cell, box)
        self.digit.set_cell(None, box)
        self.bars.select(index)
        self._describe(box)

    def _describe(self, box: tuple[int, int, int, int] | None) -> None:
        lines: tuple[tuple[str, str, str], ...] = ()
        if box is not None:
            top, left, height, width = box
            first, last = max(0, top), min(self._picture[0], top + height)
            start, end = max(0, left), min(self._picture[1], left + width)
            rows, columns = self.tr("rows {a} to {b}"), self.tr("columns {a} to {b}")
            lines = (
                (self.tr("It sees"), "label", "muted"),
                (shape((height, width)), "big_number", "text"),
                (self.tr("input pixels:"), "label", "muted"),
                (rows.format(a=first + 1, b=last), "label", "muted"),
                (columns.format(a=start + 1, b=end), "label", "muted"),
            )
            if (last - first, end - start) != (height, width):
                lines += ((self.tr("and zeros around them"), "label", "muted"),)
        self.digit.set_caption(*lines)
        self.field.set_caption(*lines, *self._about_the_map())

    def _about_the_map(self) -> tuple[tuple[str, str, str], ...]:
        if self._map is None:
            return ()
        low, high = number(float(self._map.min())), number(float(self._map.max()))
        return (
            ("", "label", "muted"),
            (self.tr("This map holds"), "label", "muted"),
            (self.tr("{low} to {high}").format(low=low, high=high), "body_strong", "text"),
            (self._share_above_zero(self._map), "label", "muted"),
        )

    def _share_above_zero(self, map: Floats) -> str:
        share = percent(float((map > 0).mean()), 0)
        return self.tr("{share} of it above 0").format(share=share)

    def _arrange(self) -> None:
        self._below.setWordWrap(True)
        self._lower.addWidget(self.weights)
        self._lower.addWidget(self.bars)
        flat = QWidget()
        column = QVBoxLayout(flat)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.digit, 2)
        column.addWidget(self._below)
        column.addWidget(self._lower, 3)
        self._pages.addWidget(self.field)
        self._pages.addWidget(flat)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.lab)
        self.content.addLayout(head)
        self.content.addWidget(self._pages, 1)
