"""The picture of each chapter: maps, shares, gradients, weights before and after."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from cnnstudio.core.messages import BackwardStepTaken, Flow, Nudge
from cnnstudio.core.network import Network
from cnnstudio.ui.numbers import number
from cnnstudio.ui.outputs import as_maps, colour_map_after
from cnnstudio.ui.widgets.bar_list import BarList
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.inside.backward import numbers
from cnnstudio.ui.workspaces.inside.backward.loss_bars import LossBars
from cnnstudio.ui.workspaces.inside.backward.number_row import NumberRow
from cnnstudio.ui.workspaces.inside.backward.tensors import Layout, part_words
from cnnstudio.ui.workspaces.inside.backward.titled_grid import TitledGrid
from cnnstudio.ui.workspaces.inside.backward.words import verdict
from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from cnnstudio.ui.workspaces.inside.scale import legend_limit

#: From this many times wider than high on, pictures stand below one another.
_WIDE = 1.6
_APART = 36
_MOST_DECIMALS = 9

#: Shares that are shown of the digit that is followed in a batch.
_LARGEST = 5


class _Page(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)


class FlowPage(_Page):
    """What a layer put out, and beside it, on the way back, the gradient of the loss with respect
    to each number of it; below them the gradient of the layer's weights.

    `cell_chosen` brings map, row and column of an output, `weight_chosen` those of a weight.
    """

    cell_chosen = Signal(int, int, int)
    weight_chosen = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.output, self.gradient, self.weights = TitledGrid(), TitledGrid(), TitledGrid()
        self.output.align_with(self.gradient)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(_APART // 2)
        self._pair.addWidget(self.output, 1)
        self._pair.addWidget(self.gradient, 1)
        self.column.addLayout(self._pair, 1)
        self.column.addWidget(self.weights, 1)
        for grid in (self.output, self.gradient):
            grid.chosen.connect(self.cell_chosen)
        self.weights.chosen.connect(self.weight_chosen)

    def show_flow(self, network: Network, flow: Flow, is_back: bool) -> None:
        colours = colour_map_after(network, flow.layer_id or None)
        names = self._names(flow)
        self.output.show_maps(
            self.tr("Output") if flow.layer_id else self.tr("Input"),
            as_maps(flow.values),
            colours,
            names=names,
            note=self._part(flow),
        )
        self.gradient.setVisible(is_back)
        self.gradient.show_maps(self.tr("Gradient"), as_maps(flow.gradients), names=names)
        wide = flow.values.ndim == 3 and flow.values.shape[2] > _WIDE * flow.values.shape[1]
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._pair.setDirection(down if wide else across)

    def show_weights(self, title: str, nudge: Nudge | None, layout: Layout | None) -> None:
        """The gradient of a tensor; None where the layer has none, or it is not told yet."""
        self.weights.setVisible(nudge is not None)
        if nudge is not None and layout is not None:
            self.weights.show_maps(
                title,
                layout.of(nudge.gradient),
                names=layout.names,
                note=part_words(layout, nudge.shape),
            )

    def _names(self, flow: Flow) -> list[str]:
        if len(flow.shape) == 3:
            return []
        return [numbers.number_name(flow.shape, n) for n in range(len(flow.values))]

    def _part(self, flow: Flow) -> str:
        """What is left out of a large output."""
        if flow.values.shape == flow.shape:
            return ""
        if flow.values.ndim == 1:
            template = self.tr("the first {shown} of {count}")
            return template.format(shown=number(len(flow.values)), count=number(flow.shape[0]))
        if flow.every == 1:
            template = self.tr("the first {shown} of {count} maps")
            return template.format(shown=len(flow.values), count=number(flow.shape[0]))
        template = self.tr("{shown} of {count} maps, each {every}th row and column")
        return template.format(
            shown=len(flow.values), count=number(flow.shape[0]), every=flow.every
        )


class LossPage(_Page):
    """Softmax's shares, and how the loss comes of the true one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = TextLabel(role="card_title")
        self.bars = BarList([str(digit) for digit in range(10)])
        self.formula = FormulaLine()
        self.mean = FormulaLine()
        for line in (self.formula, self.mean):
            line.setWordWrap(True)
        self.column.addWidget(self.formula)
        self.column.addWidget(self.mean)
        self.column.addWidget(self.caption)
        self.column.addWidget(self.bars, 1)

    def show_answer(self, answer: BackwardStepTaken) -> None:
        label, shares = int(answer.labels[answer.shown]), answer.shares
        self.caption.setText(self.tr("What softmax makes of the logits"))
        self.bars.set_values(shares[:10], label)
        p, loss = float(shares[label]), float(answer.losses[answer.shown])
        if numbers.gives_loss(p, loss):
            template = self.tr("loss = −log p({label}) = −log {share} = {{}}")
        else:
            template = self.tr("loss = −log p({label}) = −log {share} ≈ {{}}")
        text = template.format(label=label, share=numbers.share(p))
        self.formula.set_formula(text, numbers.four(loss))
        self.mean.setVisible(len(answer.labels) > 1)
        text = self.tr("mean over the batch of {count} digits: {{}}")
        self.mean.set_formula(text.format(count=len(answer.labels)), numbers.four(answer.loss))


class SoftmaxPage(_Page):
    """p − y as bars, and below each p and y in numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.formula = FormulaLine()
        self.formula.setWordWrap(True)
        self.chart = BarChart(self.tr("Gradient of the loss with respect to the logits"))
        self.shares, self.truth = NumberRow(), NumberRow()
        self._name = TextLabel(role="card_title")
        names = (self._name, TextLabel("p", "card_title"), TextLabel("y", "card_title"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        for row, widget in enumerate((self.chart, self.shares, self.truth)):
            grid.addWidget(names[row], row, 0)
            grid.addWidget(widget, row, 1)
        self.column.addWidget(self.formula)
        self.column.addLayout(grid, 1)

    def show_answer(self, answer: BackwardStepTaken) -> None:
        label, count = int(answer.labels[answer.shown]), len(answer.labels)
        values = answer.logit_gradients
        self.chart.set_values(values, [str(index) for index in range(len(values))])
        self.shares.set_numbers(answer.shares, self.tr("Shares p"))
        truth = (np.arange(len(values)) == label).astype(np.float32)
        self.truth.set_numbers(truth, self.tr("Truth y"), decimals=0)
        self._name.setText(self.tr("p − y") if count == 1 else self.tr("(p − y) / n"))
        p, slope = numbers.share(float(answer.shares[label])), numbers.four(float(values[label]))
        if count == 1:
            template = self.tr("true class {label}: p − y = {p} − 1 = {{}}")
        else:
            template = self.tr("true class {label}: (p − y) / n = ({p} − 1) / {count} ≈ {{}}")
        self.formula.set_formula(template.format(label=label, p=p, count=count), slope)


class UpdatePage(_Page):
    """A tensor before the step, its change, and it after the step; `chosen` brings a weight."""

    chosen = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before, self.change, self.after = self.grids = [TitledGrid() for _ in range(3)]
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        for grid in self.grids:
            self._row.addWidget(grid, 1)
            grid.chosen.connect(self.chosen)
        self.column.addLayout(self._row, 1)

    def show_nudge(self, nudge: Nudge, layout: Layout, rate: float) -> None:
        before, after = layout.of(nudge.before), layout.of(nudge.after)
        limit = legend_limit(np.concatenate([before, after]), ColourMap.SIGNED)
        change = layout.of(nudge.change(rate))
        note = part_words(layout, nudge.shape)
        self.before.show_maps(
            self.tr("Before: w"), before, limit=limit, names=layout.names, note=note
        )
        self.change.show_maps(self.tr("Change: −η·g"), change, names=layout.names)
        frozen, off = (layout.pictures_of(each, nudge.shape) for each in (nudge.frozen, nudge.off))
        self.change.grid.set_signs(frozen, off)
        self.after.show_maps(self.tr("After: new w"), after, limit=limit, names=layout.names)

    def select(self, index: int, row: int, column: int) -> None:
        for grid in self.grids:
            grid.select(index, row, column)


class AfterPage(_Page):
    """What became of the loss, of the shares of the digit that is followed, and of a batch's other
    digits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        digits = [str(digit) for digit in range(10)]
        self.verdict = FormulaLine("equation")
        self.verdict.setWordWrap(True)
        self.losses = LossBars()
        self.before, self.after = BarList(digits), BarList(digits)
        self.each = BarChart(self.tr("Change of each digit's loss"))
        self._caption = TextLabel(self.tr("Change of each digit's loss"), "card_title")
        pair = QGridLayout()
        names = (self.tr("Shares before"), self.tr("Shares after"))
        for place, (name, bars) in enumerate(zip(names, (self.before, self.after), strict=True)):
            pair.addWidget(TextLabel(name, "card_title"), 0, place)
            pair.addWidget(bars, 1, place)
        pair.setRowStretch(1, 1)
        pair.setHorizontalSpacing(_APART)
        self.column.addWidget(self.verdict)
        self.column.addWidget(self.losses)
        self.column.addLayout(pair, 3)
        self.column.addWidget(self._caption)
        self.column.addWidget(self.each, 1)

    def show_answer(self, answer: BackwardStepTaken) -> None:
        digits = _decimals(answer.loss_after - answer.loss)
        ends = number(answer.loss, digits), number(answer.loss_after, digits)
        self.verdict.set_formula(verdict(answer), *ends)
        self.losses.set_losses(answer.loss, answer.loss_after, digits)
        label = int(answer.labels[answer.shown])
        many = len(answer.labels) > 1
        # Beside those of a batch's other digits there is room for the largest shares alone.
        top = _LARGEST if many else None
        self.before.set_values(answer.shares[:10], label, top)
        self.after.set_values(answer.shares_after[:10], label, top)
        self._caption.setVisible(many)
        self.each.setVisible(many)
        names = [str(label) for label in answer.labels]
        self.each.set_values(answer.losses_after - answer.losses, names)


def _decimals(change: float) -> int:
    """So many that two figures of a change show."""
    if not change or not math.isfinite(change):
        return 4
    return max(3, min(_MOST_DECIMALS, 1 - math.floor(math.log10(abs(change)))))
