"""What can be done to a kernel with one click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.icons import icon
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.flow_row import FlowRow
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.toggle import Toggle
from cnnstudio.ui.workspaces.inside.edit.presets import PresetButton

#: What a button makes of a kernel's numbers.
Change = Callable[[Floats], Floats]


class Tools(QWidget):
    """Presets, scaling, copy and paste: `changed(Change, code)` for what works number by number.

    With `every` on, all kernels of the filter are meant, not only the one in sight.
    """

    changed = Signal(object, str)
    copied = Signal()
    pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = PresetButton()
        self.strength = Toggle(self.tr("Same strength"))
        self.every = Toggle(self.tr("All kernels of the filter"))
        self._every_label = TextLabel(self.tr("All kernels"), "label", "muted")
        self._strength_label = TextLabel(self.tr("Same strength"), "label", "muted")
        self.buttons = {
            "halve": self._button("÷ 2", self.tr("Halve every weight"), 0.5),
            "double": self._button("× 2", self.tr("Double every weight"), 2.0),
            "negate": self._button("× −1", self.tr("Turn the sign of every weight"), -1.0),
            "zero": self._button("0", self.tr("Set every weight to 0"), 0.0),
        }
        self.copy, self.paste = QToolButton(), QToolButton()
        self._name()
        self._arrange()
        self.copy.clicked.connect(self.copied)
        self.paste.clicked.connect(self.pasted)
        follow_theme(self._restyle)

    def show_for(self, kernels: int, size: tuple[int, int] | None) -> None:
        """Offer what fits a filter of so many kernels of (rows, columns); None: it has none."""
        self.presets.offer(size)
        for widget in (*self.buttons.values(), self.copy, self.paste, self.strength):
            widget.setEnabled(size is not None)
        self._every_pair.setVisible(kernels > 1)

    @property
    def means_every(self) -> bool:
        """Whether all kernels of the filter are meant."""
        return self.every.isChecked() and not self._every_pair.isHidden()

    def _button(self, text: str, tip: str, factor: float) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("chip", True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        codes = {-1.0: "surgery_negate", 0.0: "surgery_zero"}
        code = codes.get(factor, "surgery_scale")
        button.clicked.connect(lambda: self.changed.emit(lambda kernel: kernel * factor, code))
        return button

    def _name(self) -> None:
        for button, name in (
            (self.copy, self.tr("Copy the kernel as text")),
            (self.paste, self.tr("Paste numbers from the clipboard")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setProperty("compact", True)
        self.strength.setChecked(True)
        self.strength.setToolTip(
            self.tr(
                "On: a known kernel is scaled until its squares add up to what those of the old "
                "one do, so that the layers behind get numbers of the usual size. Off: its numbers "
                "are as they stand in books."
            )
        )
        self.every.setToolTip(
            self.tr("On: what you choose here is done to every kernel of the filter.")
        )

    def _arrange(self) -> None:
        row = FlowRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)
        self._every_pair = _side_by_side(self.every, self._every_label)
        tools = _side_by_side(*self.buttons.values(), self.copy, self.paste)
        strength = _side_by_side(self.strength, self._strength_label)
        for widget in (self.presets, strength, tools, self._every_pair):
            row.add(widget)

    def _restyle(self, theme: Theme) -> None:
        side = theme.px("icon_small")
        for button, name in ((self.copy, "copy"), (self.paste, "paste")):
            button.setIcon(icon(name, theme.colour.text, theme.colour.faint))
            button.setIconSize(QSize(side, side))
            button.setFixedWidth(theme.px("min_hit_target") + 2 * theme.px("unit"))


def _side_by_side(*widgets: QWidget) -> QWidget:
    """Widgets that are never parted by the end of a row."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    return holder
