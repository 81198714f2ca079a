"""The menu of the device chip: what is to compute."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.settings import settings_of
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import word


class DeviceMenu(QMenu):
    """The devices that the engine has found, and “Best”. A choice holds from the next run on."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._group = QActionGroup(self)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        setting = next(s for s in settings_of(RunSettings) if s.name == "device")
        labels = dict(zip(setting.choices, setting.choice_labels, strict=True))
        found = {device.kind: device.name for device in self._session.engine.devices}
        self._add("auto", word(labels["auto"]))
        for kind, name in found.items():
            self._add(kind, f"{word(labels[kind])} · {name}")

    def _add(self, kind: str, text: str) -> None:
        action = QAction(text, self, checkable=True)
        action.setChecked(self._session.settings.device == kind)
        action.triggered.connect(lambda: self._choose(kind))
        self._group.addAction(action)
        self.addAction(action)

    def _choose(self, kind: str) -> None:
        self._session.settings = replace(self._session.settings, device=kind)
