"""Preferences: few, kept in the user's settings, in force at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QWidget

from cnnstudio.ui.look import Mode
from cnnstudio.ui.session.history import BUDGET, history_budget
from cnnstudio.ui.system_motion import system_wants_motion
from cnnstudio.ui.theme import Theme, theme_manager

SYSTEM = "system"

#: MB of disk to choose from for the moments of one run.
BUDGETS = (128, 512, 2_048, 8_192)


def chosen_mode() -> Mode:
    """Light or dark, as the user chose, or as the system has it."""
    stored = str(QSettings().value("theme", SYSTEM))
    if stored in ("light", "dark"):
        return stored  # type: ignore[return-value]
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def chosen_theme() -> Theme:
    """The theme that the user's choices make, not projected."""
    return Theme(chosen_mode(), motion=_chosen_motion())


def _chosen_motion() -> bool:
    chosen = str(QSettings().value("motion", SYSTEM))
    return system_wants_motion() if chosen == SYSTEM else chosen == "on"


def set_mode(choice: str) -> None:
    """Keep a choice of system, light or dark, and dress the window in it."""
    _keep("theme", choice)


def _keep(name: str, choice: str) -> None:
    QSettings().setValue(name, choice)
    projector = theme_manager().current.projector
    theme_manager().set_theme(replace(chosen_theme(), projector=projector))


class PreferencesDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        form = QFormLayout(self)
        form.setContentsMargins(28, 24, 28, 24)
        form.setSpacing(14)
        self.theme = _choices(
            [
                (SYSTEM, self.tr("As the system")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
            ],
            str(QSettings().value("theme", SYSTEM)),
        )
        self.theme.setAccessibleName(self.tr("Theme"))
        self.theme.currentIndexChanged.connect(lambda: set_mode(self.theme.currentData()))
        form.addRow(self.tr("Theme"), self.theme)
        self.motion = _choices(
            [
                (SYSTEM, self.tr("As the system")),
                ("on", self.tr("Short moves")),
                ("off", self.tr("None")),
            ],
            str(QSettings().value("motion", SYSTEM)),
        )
        self.motion.setAccessibleName(self.tr("Motion"))
        self.motion.currentIndexChanged.connect(lambda: _keep("motion", self.motion.currentData()))
        form.addRow(self.tr("Motion"), self.motion)
        self.start = _choices(
            [("lenet5", self.tr("LeNet-5, trained")), ("last", self.tr("The last project"))],
            str(QSettings().value("start_with", "lenet5")),
        )
        self.start.setAccessibleName(self.tr("Start with"))
        self.start.currentIndexChanged.connect(
            lambda: QSettings().setValue("start_with", self.start.currentData())
        )
        form.addRow(self.tr("Start with"), self.start)
        self.budget = _choices(_budgets(), str(history_budget()))
        self.budget.setAccessibleName(self.tr("Moments of a run"))
        self.budget.setToolTip(
            self.tr(
                "Disk that the time machine may fill with moments of one run. When it is full, "
                "moments are thinned evenly; the first and the latest always stay."
            )
        )
        self.budget.currentIndexChanged.connect(
            lambda: QSettings().setValue(BUDGET, self.budget.currentData())
        )
        form.addRow(self.tr("Moments of a run"), self.budget)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # Qt's own icon is black in every theme.
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.close)
        form.addRow(buttons)


def _budgets() -> list[tuple[str, str]]:
    """The budgets to choose from, in MB, and the one that is in force."""
    words = QCoreApplication.translate("PreferencesDialog", "{megabytes:,} MB of disk")
    chosen = {*BUDGETS, history_budget()} - {0}
    return [
        ("0", QCoreApplication.translate("PreferencesDialog", "Keep none")),
        *((str(size), words.format(megabytes=size)) for size in sorted(chosen)),
    ]


def _choices(rows: list[tuple[str, str]], chosen: str) -> QComboBox:
    box = QComboBox()
    for key, text in rows:
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
