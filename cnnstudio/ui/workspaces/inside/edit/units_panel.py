"""All filters of the layer, by what comes out of them, and switches for all of them at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.icons import set_icon
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.flow_row import FlowRow
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.edit.unit_grid import UnitGrid
from cnnstudio.ui.workspaces.inside.scale import legend_limit
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel


class UnitsPanel(StagePanel):
    """`chosen` brings the map that was picked; `asked` what is to be done to the chosen one;
    `all_frozen` and `all_off` what is to become of all of them."""

    chosen = Signal(int)
    asked = Signal(str)
    all_frozen = Signal(bool)
    all_off = Signal(bool)
    shortcut_off = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.grid = UnitGrid()
        self.legend = ColourLegend()
        self.freeze_all = QPushButton(self.tr("Freeze all"))
        self.all_on = QPushButton(self.tr("All on"))
        self.shortcut = QPushButton(self.tr("Shortcut off"))
        self._nothing = TextLabel(role="label", tone="muted")
        self._arrange()
        self.grid.clicked.connect(lambda index, _row, _column: self.chosen.emit(index))
        self.grid.asked.connect(self.asked)
        self.freeze_all.clicked.connect(self.all_frozen)
        self.all_on.clicked.connect(lambda: self.all_off.emit(False))
        self.shortcut.clicked.connect(self.shortcut_off)
        follow_theme(self._paint_icon)

    def show_maps(self, maps: Floats, colours: ColourMap) -> None:
        """What comes out of each filter (N, H, W)."""
        limit = legend_limit(maps, colours)
        outputs = words.outputs(maps.shape if maps.shape[1:] != (1, 1) else maps.shape[:1])
        self.set_subtitle(outputs, number(len(maps)))
        self.grid.set_maps(maps, colours, limit)
        self.legend.set_scale(colours, limit, values=maps)
        self._show(True)

    def show_nothing(self, sentence: str) -> None:
        self.set_subtitle("")
        self._nothing.setText(sentence)
        self._show(False)

    def show_signs(
        self, frozen: frozenset[int], off: frozenset[int], count: int, learns: bool
    ) -> None:
        """Which of `count` are frozen and off; `learns`: whether there is anything to freeze."""
        self.grid.set_signs(frozen, off)
        every = learns and len(frozen) >= count > 0
        self.freeze_all.setText(self.tr("Unfreeze all") if every else self.tr("Freeze all"))
        self.freeze_all.setCheckable(True)
        self.freeze_all.setChecked(every)
        self.freeze_all.setVisible(learns)
        self.all_on.setEnabled(bool(off))

    def show_shortcut(self, is_off: bool | None) -> None:
        """Whether a block's shortcut is off; None for layers that have none."""
        self.shortcut.setVisible(is_off is not None)
        self.shortcut.setCheckable(True)
        self.shortcut.setChecked(bool(is_off))

    def set_fixed(self, fixed: bool) -> None:
        """`fixed`: what is shown is of the past, where nothing can be frozen or switched."""
        self._switches.setEnabled(not fixed)

    def _show(self, there: bool) -> None:
        self.grid.setVisible(there)
        self.legend.setVisible(there)
        self._nothing.setVisible(not there)

    def _arrange(self) -> None:
        self._nothing.setWordWrap(True)
        self.freeze_all.setToolTip(self.tr("Let training leave this layer as it is, or not."))
        self.all_on.setToolTip(self.tr("Switch on every map of this layer that is off."))
        self.shortcut.setToolTip(
            self.tr("Let the block’s sum be that of its layers alone, as if it had no shortcut.")
        )
        self._switches = FlowRow()
        for button in (self.freeze_all, self.all_on, self.shortcut):
            button.setProperty("chip", True)
            self._switches.add(button)
        self.content.addWidget(self._nothing)
        self.content.addWidget(self.grid, 1)
        self.content.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignRight)
        self.content.addWidget(self._switches)
        self.shortcut.hide()

    def _paint_icon(self, theme: Theme) -> None:
        side = theme.px("icon_small")
        set_icon(self.freeze_all, "snowflake", theme.colour.text, side)
