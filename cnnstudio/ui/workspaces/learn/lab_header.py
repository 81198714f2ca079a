"""The line above a lab: back, its title, the labs before and after it, the mode, and its menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.icons import icon, set_icon
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import ElidedLabel
from cnnstudio.ui.workspaces.learn.figures_line import FiguresLine
from cnnstudio.ui.workspaces.learn.lab_menu import LabMenu
from cnnstudio.ui.workspaces.learn.mode_switch import ModeSwitch

#: The least width of what says where numbers come from, in sizes of its type.
_LEAST_ORIGIN = 8


class LabHeader(QWidget):
    """`back()` to all labs, `returned()` to the lab that this one was opened from, `turned(by)` to
    the next lab (1) or the one before (−1), `settings_wanted(on)`."""

    back = Signal()
    returned = Signal()
    turned = Signal(int)
    settings_wanted = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = QPushButton()
        self.back_button.setAccessibleName(self.tr("All labs"))
        self.back_button.setToolTip(self.tr("Choose from all labs"))
        self.return_button = QPushButton()
        self.return_button.hide()
        self.title = ElidedLabel(role="page_title")
        self.origin = ElidedLabel(role="label", tone="muted")
        self.figures = FiguresLine()
        self.figures.set_inline(True)
        self.previous, self.next = QToolButton(), QToolButton()
        self.settings = QPushButton()
        self.settings.setAccessibleName(self.tr("Settings"))
        self.settings.setCheckable(True)
        self.settings.setToolTip(self.tr("Show or hide the lab's settings and choices"))
        self.mode = ModeSwitch()
        self.menu = LabMenu(session)
        leave_keys(self.back_button, self.return_button, self.previous, self.next, self.settings)
        self._arrange()
        self.back_button.clicked.connect(self.back)
        self.return_button.clicked.connect(self.returned)
        self.previous.clicked.connect(lambda: self.turned.emit(-1))
        self.next.clicked.connect(lambda: self.turned.emit(1))
        self.settings.clicked.connect(self.settings_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.back_button)
        self._row.addWidget(self.return_button)
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

    def tab_stops(self) -> list[QWidget]:
        return [self.menu]  # the last one: all of the others were made in their order

    def show_way_back(self, kind: type[Lab] | None) -> None:
        """Offer the lab that this one was opened from, where there is one."""
        name = translated(kind.title) if kind is not None else ""
        self.return_button.setText(name)
        self._show_signs(current_theme())
        self.return_button.setToolTip(
            self.tr("Back to where this lab was opened: {lab}").format(lab=name)
        )
        self.return_button.setVisible(kind is not None)
        self._share_room()

    def show_origin(self, origin: Sentence | None) -> None:
        """Say what of the network is shown, where that is so."""
        text = translated(origin) if origin is not None else ""
        self.origin.setText(text)
        self.origin.setToolTip(text)
        self._share_room()

    def set_low(self, low: bool) -> None:
        """Take less room where the window is small."""
        self.mode.set_narrow(low)
        self._share_room()

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_room()
        return done

    def _share_room(self) -> None:
        """Where there is too little, buttons whose sign says enough lose their words, then the
        title its end, or all of it for a complaint; buttons are never cut off. What is left, origin
        and figures have."""
        wordless = (self.settings, self.back_button)
        wanted = self.title.sizeHint().width()
        for count in range(len(wordless) + 1):
            for index, button in enumerate(wordless):
                self._show_words(button, index >= count)
            room = self.width() - self._needed()
            if wanted <= room:
                break
        self.title.setFixedWidth(max(0, min(wanted, room)))
        said = self.figures.complaint_width() if self.figures.complaint() else 0
        self.title.setVisible(not said or wanted + said <= room)
        least = _LEAST_ORIGIN * current_theme().font_px("label")
        self.origin.setVisible(bool(self.origin.whole_text()) and room - wanted >= least)

    def _show_words(self, button: QPushButton, shown: bool) -> None:
        text = button.accessibleName() if shown else ""
        if text != button.text():
            button.setText(text)
            self._show_signs(current_theme())

    def _needed(self) -> int:
        """By everything that is not to be cut off, with the gaps."""
        buttons = (self.back_button, self.return_button, self.mode, self.settings)
        parts = (*buttons, self.previous, self.next, self.menu)
        widths = [part.sizeHint().width() for part in parts if not part.isHidden()]
        gaps = len(widths) + 1  # before the title and the figures
        return sum(widths) + gaps * self._row.spacing()

    def _restyle(self, theme: Theme) -> None:
        unit, side = theme.px("unit"), theme.px("icon_small")
        self._row.setSpacing(2 * unit)
        # Buttons, or two lines of a complaint: nothing below jumps when there is one.
        two_lines = round(2.8 * theme.font_px("label"))
        self.setMinimumHeight(max(theme.px("button_h"), two_lines))
        self._show_signs(theme)
        for button, name in ((self.previous, "previous"), (self.next, "next")):
            button.setIcon(icon(name, theme.colour.text, theme.colour.faint))
            button.setIconSize(QSize(side, side))
            button.setFixedWidth(theme.px("button_h"))
        self._share_room()

    def _show_signs(self, theme: Theme) -> None:
        """With some room to the words, where there are any."""
        for button in (self.back_button, self.return_button):
            set_icon(button, "previous", theme.colour.muted, theme.px("icon_small"))
        set_icon(self.settings, "settings", theme.colour.text, theme.px("icon"))
