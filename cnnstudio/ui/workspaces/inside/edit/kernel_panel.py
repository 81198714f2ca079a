"""One filter: its numbers to be changed, and switches to freeze it and to switch it off."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.messages import Floats
from cnnstudio.ui.icons import set_icon
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.inside.edit.bench import scalar_of
from cnnstudio.ui.workspaces.inside.edit.canvas import BenchCanvas
from cnnstudio.ui.workspaces.inside.edit.pasting import NotPasted, as_text, read_kernel
from cnnstudio.ui.workspaces.inside.edit.presets import preset
from cnnstudio.ui.workspaces.inside.edit.scene import Unitful
from cnnstudio.ui.workspaces.inside.edit.sheets import Sheet
from cnnstudio.ui.workspaces.inside.edit.tools import Change, Tools
from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel

#: Pixels of height from which on there is room for a line of help.
_ROOMY = 560


class KernelPanel(StagePanel):
    """Shows a unit, and asks the session for what is done to it.

    `channel_chosen` brings the kernel that was picked of several; `stepped` asks for the next
    unit (1) or the one before (−1); `spot_chosen` the row and column
    of the map that was clicked.
    """

    channel_chosen = Signal(int)
    stepped = Signal(int)
    spot_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._unit: Unitful | None = None
        self.previous, self.next = QPushButton(), QPushButton()
        self.freeze = QPushButton(self.tr("Freeze"))
        self.off = QPushButton(self.tr("Switch off"))
        self.tools = Tools()
        self.channels = FeatureGrid()
        self.canvas = BenchCanvas()
        self.hint = TextLabel(role="label", tone="muted")
        self._arrange()
        self._connect()
        follow_theme(self._dress)

    def show_unit(
        self, unit: Unitful | None, heading: str, why_not: str = "", fixed: bool = False
    ) -> None:
        """Show a unit; `why_not` says why there are no numbers to change, where that is so;
        `fixed`: there are, but they belong to the past."""
        self._unit = unit
        self.set_title(heading)
        sheet = None if unit is None else unit.sheet
        has_kernels = sheet is not None and len(sheet.kernels) > 0
        self.tools.setVisible(sheet is not None)
        self.tools.show_for(
            len(sheet.kernels) if sheet else 0, sheet.size if sheet and has_kernels else None
        )
        self._show_switches(unit, sheet)
        self._show_channels(unit, sheet)
        if unit is not None:
            self.canvas.show_bench(unit.bench())
        self.canvas.setVisible(unit is not None)
        for widget in (self.tools, self.canvas, self.freeze, self.off):
            widget.setEnabled(not fixed)
        self._say(why_not or self._help())

    # --- set-up -----------------------------------------------------------------------------

    def _arrange(self) -> None:
        for button, tip in (
            (
                self.freeze,
                self.tr(
                    "Training leaves a frozen filter as it is: weights, bias and, in batch norm, "
                    "the running mean and variance, to the last bit. By hand it can still be "
                    "changed. Key: F."
                ),
            ),
            (
                self.off,
                self.tr(
                    "What comes out of a filter that is off is 0, for all layers behind it. "
                    "Batch norm may make another number of that 0. Key: O."
                ),
            ),
        ):
            button.setCheckable(True)
            button.setToolTip(tip)
            self.header_layout.addWidget(button)
        for button, name in (
            (self.previous, self.tr("Previous filter or map")),
            (self.next, self.tr("Next filter or map")),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.header_layout.insertWidget(0, self.previous)
        self.header_layout.insertWidget(1, self.next)
        self.channels.setAccessibleName(self.tr("Kernels of the filter"))
        self.hint.setWordWrap(True)
        self.content.addWidget(self.tools)
        self.content.addWidget(self.channels)
        self.content.addWidget(self.canvas, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        self.content.addLayout(foot)

    def _connect(self) -> None:
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.freeze.clicked.connect(self.toggle_frozen)
        self.off.clicked.connect(self.toggle_off)
        self.tools.changed.connect(self._change)
        self.tools.presets.chosen.connect(self._take_preset)
        for source in (self.tools, self.canvas):
            source.copied.connect(self.copy)
            source.pasted.connect(self.paste)
        self.channels.clicked.connect(lambda index, _row, _column: self.channel_chosen.emit(index))
        self.canvas.edited.connect(self._edit)
        self.canvas.clicked.connect(self._clicked)
        self.canvas.refused.connect(lambda sentence: self._say(sentence, "warning"))

    def _dress(self, theme: Theme) -> None:
        self.channels.setFixedHeight(theme.px("cell_feature_map"))
        # Projected, there is no list of all of them beside the panel.
        for button, name in ((self.previous, "previous"), (self.next, "next")):
            button.setVisible(theme.projector)
            set_icon(button, name, theme.colour.text, theme.px("icon_small"))
        self._paint_switches(theme)

    def _paint_switches(self, theme: Theme) -> None:
        side = theme.px("icon_small")
        for button, name in (
            (self.freeze, "snowflake"),
            (self.off, "eye_off" if self.off.isChecked() else "eye"),
        ):
            set_icon(button, name, theme.colour.text, side)

    # --- what is shown ----------------------------------------------------------------------

    def _show_switches(self, unit: Unitful | None, sheet: Sheet | None) -> None:
        self.freeze.setVisible(sheet is not None)
        self.off.setVisible(unit is not None)
        if unit is None:
            return
        interventions = unit.session.surgery.interventions
        frozen = unit.unit in interventions.frozen_in(unit.report.layer.id)
        off = unit.unit in interventions.off_in(unit.report.layer.id)
        self.freeze.setChecked(frozen)
        self.freeze.setText(self.tr("Frozen") if frozen else self.tr("Freeze"))
        self.off.setChecked(off)
        self.off.setText(self.tr("Off") if off else self.tr("Switch off"))
        self._paint_switches(current_theme())

    def _show_channels(self, unit: Unitful | None, sheet: Sheet | None) -> None:
        several = unit is not None and sheet is not None and len(sheet.kernels) > 1
        self.channels.setVisible(several)
        if several:
            assert unit is not None
            assert sheet is not None
            limit = unit.bench().limit
            self.channels.set_maps(np.array(sheet.kernels), ColourMap.SIGNED, limit)
            count = len(sheet.kernels)
            self.channels.set_names([self.tr("Kernel {n}").format(n=n + 1) for n in range(count)])
            self.channels.select(unit.channel)

    def _help(self) -> str:
        if self._unit is None or self._unit.sheet is None:
            return ""
        return self.tr(
            "Click a weight and type a number, or turn the wheel over it. Arrow keys move; Ctrl+C "
            "and Ctrl+V copy and paste; Ctrl+Z takes a change back."
        )

    def _say(self, sentence: str, tone: str = "muted") -> None:
        self.hint.setText(sentence)
        self.hint.set_tone(tone)
        is_help = sentence == self._help() and self.height() < _ROOMY
        self.hint.setVisible(bool(sentence) and not is_help)

    # --- what is asked for ------------------------------------------------------------------

    def toggle_frozen(self) -> None:
        unit = self._unit
        if unit is not None and unit.sheet is not None:
            layer, surgery = unit.report.layer.id, unit.session.surgery
            frozen = unit.unit in surgery.interventions.frozen_in(layer)
            surgery.set_frozen(layer, (unit.unit,), not frozen)

    def toggle_off(self) -> None:
        unit = self._unit
        if unit is not None:
            layer, surgery = unit.report.layer.id, unit.session.surgery
            off = unit.unit in surgery.interventions.off_in(layer)
            surgery.set_off(layer, (unit.unit,), not off)

    def copy(self) -> None:
        """The kernel in sight, as text."""
        kernel = self._kernel()
        if kernel is not None:
            QGuiApplication.clipboard().setText(as_text(kernel))
            self._say(self.tr("The kernel is on the clipboard, as text."))

    def paste(self) -> None:
        """Numbers from the clipboard in the place of the kernel in sight, or of all of them."""
        kernel = self._kernel()
        if kernel is None:
            return
        try:
            size = (int(kernel.shape[0]), int(kernel.shape[1]))
            found = read_kernel(QGuiApplication.clipboard().text(), size)
        except NotPasted as refusal:
            self._say(translated(refusal.sentence), "warning")
            return
        self._change(lambda _: found, "surgery_paste")

    def _take_preset(self, name: str) -> None:
        keeps = self.tools.strength.isChecked()
        self._change(lambda kernel: preset(name, kernel, keeps), "surgery_preset")

    def _kernel(self) -> Floats | None:
        unit = self._unit
        sheet = None if unit is None else unit.sheet
        if unit is None or sheet is None or not len(sheet.kernels):
            return None
        return sheet.kernels[unit.channel]

    def _change(self, change: Change, code: str) -> None:
        """Make something of the kernel in sight, or of each of the filter's."""
        unit = self._unit
        sheet = None if unit is None else unit.sheet
        if unit is None or sheet is None or not len(sheet.kernels):
            return
        kernels = np.array(sheet.kernels, np.float32)
        chosen = range(len(kernels)) if self.tools.means_every else (unit.channel,)
        for channel in chosen:
            kernels[channel] = change(kernels[channel])
        after = sheet.with_kernels(unit.tensors, kernels)
        unit.session.surgery.change_weights(unit.report.layer.id, after, code)

    def _edit(self, cell: Cell, value: float) -> None:
        """A number was typed, or turned."""
        unit, scalar = self._unit, scalar_of(self.canvas.bench, cell)
        sheet = None if unit is None else unit.sheet
        if unit is None or sheet is None:
            return
        if scalar is not None:
            after = sheet.with_scalar(unit.tensors, scalar, value)
        else:
            kernels = np.array(sheet.kernels, np.float32)
            kernels[unit.channel, cell.row, cell.column] = value
            after = sheet.with_kernels(unit.tensors, kernels)
        merge = f"{unit.report.layer.id}/{unit.unit}/{unit.channel}/{cell}"
        unit.session.surgery.change_weights(unit.report.layer.id, after, merge=merge)

    def _clicked(self, cell: Cell) -> None:
        if self.canvas.is_map(cell):
            self.spot_chosen.emit(cell.row, cell.column)

    def sizeHint(self) -> QSize:
        return QSize(560, 600)

    def focus_canvas(self) -> None:
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
