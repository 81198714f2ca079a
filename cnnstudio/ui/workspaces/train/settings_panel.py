"""How the network is trained: the settings at hand, and more behind a button."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.core.run_settings import RunSettings
from cnnstudio.ui.forms.scientific_box import ScientificBox
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.workspaces.train.more_settings import MoreSettings
from cnnstudio.ui.workspaces.train.rate_slider import RateSlider
from cnnstudio.ui.workspaces.train.settings_form import SettingsForm

#: The settings at hand, in rows.
_AT_HAND = (("optimizer", "epochs"), ("batch_size", "seed"))


class SettingsPanel(Panel):
    """The learning rate as slider and number, the most used settings, and “More settings”."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("How to train"), parent=parent)
        self._session, self._run = session, session.run
        self.form = SettingsForm(session, self)
        self._form_column = QVBoxLayout()
        self._form_column.setContentsMargins(0, 0, 0, 0)
        self._make_rate()
        for names in _AT_HAND:
            row = QHBoxLayout()
            row.setSpacing(current_theme().px("control_gap"))
            for name in names:
                row.addWidget(self.form.field(name), 1)
            self._form_column.addLayout(row)
        self._make_foot()
        self._put_into_scroll_area()
        self.form.changed.connect(self._show)
        follow_theme(self._restyle_fields)
        self.form.refresh()

    def _make_rate(self) -> None:
        name = TextLabel(self.tr("Learning rate"), "label", "muted")
        self.rate_box = ScientificBox(1e-7, 100)
        self.rate_box.setAccessibleName(self.tr("Learning rate"))
        self.rate_box.valueChanged.connect(lambda rate: self.form.set("learning_rate", rate))
        name.setBuddy(self.rate_box)
        hint = self.tr("How far each step moves the weights: try ten times more, or less.")
        self.rate_slider = RateSlider()
        self.rate_slider.setAccessibleName(self.tr("Learning rate"))
        self.rate_slider.rate_chosen.connect(lambda rate: self.form.set("learning_rate", rate))
        self.rate_slider.rate_moved.connect(self._show_rate)
        for control in (self.rate_box, self.rate_slider):
            control.setToolTip(hint)
        line = QHBoxLayout()
        line.addWidget(name, 1)
        line.addWidget(self.rate_box)
        self._form_column.addLayout(line)
        self._form_column.addWidget(self.rate_slider)

    def _make_foot(self) -> None:
        rest = [n for n in self.form.names if n != "learning_rate" and n not in sum(_AT_HAND, ())]
        self.more = MoreSettings(self.form, rest, self)
        self.more_button = QPushButton(self.tr("More…"))
        self.more_button.setProperty("link", True)
        self.more_button.setAccessibleName(self.tr("More settings"))
        self.more_button.setToolTip(
            self.tr("Momentum, weight decay, schedule, augmentation, when to stop, device")
        )
        self.more_button.clicked.connect(lambda: self.more.open_at(self.more_button))
        self.set_corner(self.more_button)
        self._note = TextLabel(role="label", tone="muted")
        self._note.setWordWrap(True)
        self._form_column.addWidget(self._note)
        self._form_column.addStretch(1)

    def _put_into_scroll_area(self) -> None:
        inside = QWidget()
        inside.setLayout(self._form_column)
        area = ScrollColumn(inside)
        self.content.addWidget(area, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.form.refresh()

    def _show_rate(self, rate: float) -> None:
        blocked = self.rate_box.blockSignals(True)
        self.rate_box.setValue(rate)
        self.rate_box.blockSignals(blocked)

    def _show(self) -> None:
        active = self._run.is_active
        rate = self._session.settings.learning_rate
        self._show_rate(rate)
        if not self.rate_slider.isSliderDown():
            self.rate_slider.set_rate(rate)
        self.rate_slider.set_origin(self._run.settings.learning_rate if active else None)
        self.set_title(self.tr("Change while it runs") if active else self.tr("How to train"))
        self._note.setText(self._note_words(active))

    def _note_words(self, active: bool) -> str:
        if active:
            return self.tr("Changes apply from the next step and leave a mark on the curves.")
        if self._session.settings == RunSettings():
            return self.tr("These are the usual settings.")
        return self.tr("Other settings than the usual ones: reset them under More.")

    def _restyle_fields(self, theme: Theme) -> None:
        self._form_column.setSpacing(max(4, current_theme().px("control_gap") - 6))
        self.setMinimumWidth(theme.font_px("body") * 20)
        # Wide enough for 0.00025, however large the type.
        self.rate_box.setFixedWidth(round(theme.font_px("body") * 7.5))
