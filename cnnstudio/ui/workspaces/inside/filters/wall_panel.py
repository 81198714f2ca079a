"""The panel of the wall: its order, its colour scale, and which start is meant."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import FittingLabel, TextLabel
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.widgets.number_field import NumberField
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from cnnstudio.ui.workspaces.inside.filters.filter_wall import FilterWall
from cnnstudio.ui.workspaces.inside.filters.names import FilterNames
from cnnstudio.ui.workspaces.inside.filters.stack import FilterStack, sorted_by
from cnnstudio.ui.workspaces.inside.filters.wall_pixels import limits_of
from cnnstudio.ui.workspaces.inside.learned import PerMap
from cnnstudio.ui.workspaces.inside.scale import Scale
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel


class FilterWallPanel(StagePanel):
    """The wall, or bars for what each map has one of, or a sentence.

    `chosen` brings a filter; `rescaled` follows a change of the colour scale; `entered`: what
    lies within a block is wanted.
    """

    chosen = Signal(int)
    rescaled = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.scale = Scale()
        self.wall = FilterWall()
        self.legend = ColourLegend()
        self.start_words = FittingLabel(role="label", tone="muted")
        self._stack: FilterStack | None = None
        self._start: FilterStack | None = None
        self._selected = 0
        self._make_choices()
        self.bars = [BarChart(self.tr("Scale")), BarChart(self.tr("Shift"))]
        self._sentence = TextLabel(role="body", tone="muted")
        self._sentence_page = QWidget()
        self.enter = QPushButton(self.tr("Show its first convolution"))
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        follow_theme(self._resize_controls)

    # What is shown

    def show_stack(self, stack: FilterStack, start: FilterStack | None, is_other: bool) -> None:
        """`start`: the same as it began, where that is known; `is_other`: another layer than
        before, or one with its start known at last, is put in order anew."""
        self._stack, self._start = stack, start
        if is_other or len(self.wall.order()) != len(stack):
            self._sort()
        self.set_subtitle(*words.learned_subtitle(stack.shown))
        self.colours.setVisible(stack.is_rgb)
        self._pages.setCurrentWidget(self.wall)
        self._set_controls_visible(True)
        self._sort_word.setVisible(not stack.is_rgb)
        self._draw()

    def show_per_map(self, shown: PerMap) -> None:
        """Scale and shift of each map, of a normalisation."""
        self._stack = self._start = None
        self.set_subtitle(*words.learned_subtitle(shown))
        for chart, values in zip(self.bars, shown.rows.values(), strict=False):
            chart.set_values(values, [str(index + 1) for index in range(len(values))])
        self._pages.setCurrentIndex(1)
        self._set_controls_visible(False)

    def show_sentence(self, sentence: str, enters: bool = False) -> None:
        """Why there is nothing to see; `enters`: there is within the block."""
        self.enter.setVisible(enters)
        self._stack = self._start = None
        self.set_subtitle("")
        self._sentence.setText(sentence)
        self._pages.setCurrentWidget(self._sentence_page)
        self._set_controls_visible(False)

    def sentence(self) -> str:
        shown = self._pages.currentWidget() is self._sentence_page
        return self._sentence.text() if shown else ""

    def select(self, index: int) -> None:
        self._selected = index
        self.wall.select(index)
        for chart in self.bars:
            chart.select(index)
        self._show_legend()

    def limit_of(self, index: int) -> float:
        """Where the colours of a filter end."""
        assert self._stack is not None
        return float(limits_of(self._stack.kernels, self.scale)[index])

    # Set-up

    def _make_choices(self) -> None:
        self.order = Segmented(
            [
                ("number", self.tr("number")),
                ("norm", self.tr("norm")),
                ("change", self.tr("change")),
            ],
            self.tr("Order"),
        )
        self.order.setToolTip(
            self.tr(
                "In which order they stand: by their number, by norm (how large the weights are), "
                "or by how far they are from where they started. Press again to sort anew."
            )
        )
        self.mode = Segmented(
            [
                ("map", self.tr("per filter")),
                ("layer", self.tr("per layer")),
                ("fixed", self.tr("fixed")),
            ],
            self.tr("Colour scale"),
        )
        self.mode.setToolTip(
            self.tr(
                "Which numbers the ends of the colours stand for: each filter's own, the whole "
                "layer's, or a range that stays as it is."
            )
        )
        self.mode.set_key(self.scale.mode)
        self.limit = NumberField(self.tr("End of the colours"), 0.001, 10_000, 1, 0.1, 3)
        self.limit.label.hide()
        self.limit.hide()
        self.colours = Segmented(
            [("rgb", self.tr("in colour")), ("kernels", self.tr("as kernels"))],
            self.tr("How filters that read colours are drawn"),
        )
        self.colours.setToolTip(
            self.tr(
                "One coloured picture for each filter, or a kernel for each of red, green, blue"
            )
        )

    def _arrange(self) -> None:
        bars = QWidget()
        column = QVBoxLayout(bars)
        column.setContentsMargins(0, 0, 0, 0)
        names = (self.tr("Scale, one for each map"), self.tr("Shift, one for each map"))
        for chart, name in zip(self.bars, names, strict=True):
            column.addWidget(TextLabel(name, "label", "muted"))
            column.addWidget(chart, 1)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.enter.setToolTip(self.tr("Select the first convolution within this block"))
        middle = QVBoxLayout(self._sentence_page)
        middle.addStretch()
        middle.addWidget(self._sentence)
        middle.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignCenter)
        middle.addStretch()
        for page in (self.wall, bars, self._sentence_page):
            self._pages.addWidget(page)
        corner, foot = QWidget(), QHBoxLayout()
        sorting = QHBoxLayout(corner)
        sorting.setContentsMargins(0, 0, 0, 0)
        sorting.addWidget(self.colours)
        self._sort_word = TextLabel(self.tr("sort by"), "label", "muted")
        sorting.addWidget(self._sort_word)
        sorting.addWidget(self.order)
        self.set_corner(corner)
        foot.addWidget(self.mode)
        foot.addWidget(self.limit)
        foot.addWidget(self.start_words, 1)
        foot.addWidget(self.legend)
        self.content.addWidget(self._pages, 1)
        self.content.addLayout(foot)
        self.start_words.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _connect(self) -> None:
        self.wall.chosen.connect(self.chosen)
        self.enter.clicked.connect(self.entered)
        for chart in self.bars:
            chart.chosen.connect(self.chosen)
        self.order.chosen.connect(self._sort_anew)
        self.mode.chosen.connect(self._set_mode)
        self.colours.chosen.connect(self._draw)
        self.limit.value_changed.connect(self._set_limit)

    def _set_controls_visible(self, visible: bool) -> None:
        for widget in (self.order, self._sort_word, self.mode, self.legend, self.start_words):
            widget.setVisible(visible)
        self.limit.setVisible(visible and self.scale.mode == "fixed")
        if not visible:
            self.colours.hide()

    # Drawing

    def _draw(self, *_key: str) -> None:
        stack = self._stack
        if stack is None:
            return
        changes = None if self._start is None else stack.changes(self._start)
        limits = limits_of(stack.kernels, self.scale)
        names, in_colour = FilterNames.of(stack), self.colours.key() == "rgb"
        self.wall.show_stack(stack, limits, self._ordered, changes, names, in_colour)
        self.legend.setVisible(not in_colour or not stack.is_rgb)
        self._show_legend()

    def _show_legend(self) -> None:
        if self._stack is not None and self._selected < len(self._stack):
            kernels = self._stack.kernels
            shown = kernels[self._selected] if self.scale.mode == "map" else kernels
            limit = self.limit_of(self._selected)
            self.legend.set_scale(ColourMap.SIGNED, limit, values=shown)

    def _sort(self) -> None:
        assert self._stack is not None
        self._ordered: np.ndarray = sorted_by(self.order.key(), self._stack, self._start)

    def _sort_anew(self, *_key: str) -> None:
        if self._stack is not None:
            self._sort()
            self._draw()

    def _set_mode(self, key: str) -> None:
        if key == "fixed" and self._stack is not None:
            self.limit.set_value(self.limit_of(min(self._selected, len(self._stack) - 1)))
            self.scale.limit = float(self.limit.value())
        self.scale.mode = key
        self.limit.setVisible(key == "fixed")
        self._draw()
        self.rescaled.emit()

    def _set_limit(self, limit: float) -> None:
        self.scale.limit = float(limit)
        self._draw()
        self.rescaled.emit()

    def _resize_controls(self, theme: Theme) -> None:
        self.limit.setFixedWidth(theme.px("arrow_w") + 5 * theme.font_px("body"))
