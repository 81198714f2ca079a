"""Fields of the run's settings that write into the session, and into a run that goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.settings import InvalidValue, settings_of
from cnnstudio.ui.forms.setting_field import SettingField
from cnnstudio.ui.forms.setting_fields import field_for
from cnnstudio.ui.session import Session


class SettingsForm(QObject):
    """Keeps fields, the session's settings and the run in step; `changed` after every change.

    While there is a run, only the settings of RunSettings.LIVE can be changed; their changes
    are handed to it.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._run = session, session.run
        self._table = {setting.name: setting for setting in settings_of(RunSettings)}
        self.fields: dict[str, SettingField] = {}
        session.run.state_changed.connect(self.refresh)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._table)

    def field(self, name: str) -> SettingField:
        """A new control for a setting, kept in step from now on."""
        made = field_for(self._table[name])
        made.edited.connect(lambda value: self.set(name, value))
        self.fields[name] = made
        return made

    def set(self, name: str, value: Any) -> None:
        """Change a setting, unless its value is not allowed; then the field goes back."""
        before = self._session.settings
        try:
            self._session.settings = replace(before, **{name: value})
        except InvalidValue:
            self.refresh()
            return
        if self._session.settings == before:
            return
        if name in RunSettings.LIVE and self._run.is_active:
            self._run.change(name, float(getattr(self._session.settings, name)))
        self.refresh()

    def reset(self) -> None:
        """All settings as they were at first; of a run that goes on, only the live ones."""
        usual = RunSettings()
        names: Iterable[str] = RunSettings.LIVE if self._run.is_active else self.names
        for name in names:
            self.set(name, getattr(usual, name))

    def refresh(self) -> None:
        """Show the session's settings."""
        settings = self._session.settings
        for name, field in self.fields.items():
            field.set_value(getattr(settings, name))
            field.setEnabled(self._may_change(name))
        self.changed.emit()

    def _may_change(self, name: str) -> bool:
        settings = self._session.settings
        if self._run.is_active:
            return name in RunSettings.LIVE
        if name == "nesterov":
            return settings.optimizer == "sgd"
        if name in ("rotate", "shift", "scale"):
            return settings.augment
        return True
