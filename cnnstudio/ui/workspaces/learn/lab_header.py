"""The line above a lab: back, its title, the labs before and after it, the mode, and its menu."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.icons import icon, set_icon
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import ElidedLabel
from cnnstudio.ui.workspaces.learn.figures_line import FiguresLine
from cnnstudio.ui.workspaces.learn.lab_menu import LabMenu
from cnnstudio.ui.workspaces.learn.mode_switch import ModeSwitch


class LabHeader(QWidget):
    """`back()`, `turned(by)` to the next lab (1) or the one before (−1), `settings_wanted(on)`."""

    back = Signal()
    turned = Signal(int)
    settings_wanted = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = QPushButton(self.tr("All labs"))
        self.title = ElidedLabel(role="page_title")
        self.origin = ElidedLabel(role="label", tone="muted")
        self.figures = FiguresLine()
        self.figures.set_inline(True)
        self.previous, self.next = QToolButton(), QToolButton()
        self.settings = QPushButton(self.tr("Settings"))
        self.settings.setCheckable(True)
        self.settings.setToolTip(self.tr("Show or hide the lab's settings and choices"))
        self.mode = ModeSwitch()
        self.menu = LabMenu(session)
        leave_keys(self.back_button, self.previous, self.next, self.settings)
        self._arrange()
        self.back_button.clicked.connect(self.back)
        self.previous.clicked.connect(lambda: self.turned.emit(-1))
        self.next.clicked.connect(lambda: self.turned.emit(1))
        self.settings.clicked.connect(self.settings_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.back_button)
        self._row.addWidget(self.title)
        self._row.addWidget(self.origin)
        self._row.addWidget(self.figures, 1)
        # Which lab this is matters more than its figures, which the settings show as well.
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        for widget in (self.mode, self.settings, self.previous, self.next, self.menu):
            self._row.addWidget(widget)

    def show_lab(self, lab: Lab, before: type[Lab] | None, after: type[Lab] | None) -> None:
        """Name the lab and its neighbours in the catalogue."""
        self.title.setText(translated(lab.title))
        self.mode.setVisible(lab.asks)
        for button, kind, nothing, template in (
            (self.previous, before, self.tr("There is no lab before"), self.tr("Before: {lab}")),
            (self.next, after, self.tr("There is no lab after"), self.tr("Next: {lab}")),
        ):
            button.setEnabled(kind is not None)
            name = template.format(lab=translated(kind.title)) if kind else nothing
            button.setAccessibleName(name)
            button.setToolTip(name)

    def show_origin(self, origin: Sentence | None) -> None:
        """Say what of the network is shown, where that is so."""
        text = translated(origin) if origin is not None else ""
        self.origin.setText(text)
        self.origin.setToolTip(text)
        self.origin.setVisible(bool(text))

    def set_low(self, low: bool) -> None:
        """Take less room where the window is small."""
        self.mode.set_narrow(low)

    def _restyle(self, theme: Theme) -> None:
        unit, side = theme.px("unit"), theme.px("icon_small")
        self._row.setSpacing(2 * unit)
        set_icon(self.back_button, "previous", theme.colour.muted, side)
        self.back_button.setAccessibleName(self.back_button.text())
        set_icon(self.settings, "settings", theme.colour.text, theme.px("icon"))
        for button, name in ((self.previous, "previous"), (self.next, "next")):
            button.setIcon(icon(name, theme.colour.text, theme.colour.faint))
            button.setIconSize(QSize(side, side))
            button.setFixedWidth(theme.px("button_h"))
