"""The “…” menu of a lab: what goes into the program and out of it. A table; see `ENTRIES`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from cnnstudio.ui.icons import icon
from cnnstudio.ui.marking import QT_TRANSLATE_NOOP
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys


class Entry(NamedTuple):
    """A row of the menu: its name in code, its text, and what it does with the session; the
    widget is the one that dialogs belong to. Rows without a name are lines between others.
    In the catalogue, where no lab is on show, rows that need one are left out.
    """

    name: str = ""
    text: str = ""
    do: Callable[[Session, QWidget], object] = lambda *_: None
    needs_lab: bool = True


def _copy_state(session: Session, _widget: QWidget) -> None:
    session.labs.copy_state(session.labs.current)


def _paste_state(session: Session, _widget: QWidget) -> None:
    session.labs.paste_state()


def _copy_picture(session: Session, _widget: QWidget) -> None:
    from cnnstudio.ui.labs.export.actions import copy_lab  # not before it is asked for

    copy_lab(session)


def _export(what: str, session: Session, widget: QWidget) -> None:
    from cnnstudio.ui.labs.export.actions import export_dialog

    export_dialog(session, widget, what)


ENTRIES: tuple[Entry, ...] = (
    Entry("copy_picture", QT_TRANSLATE_NOOP("LabMenu", "Copy as a picture"), _copy_picture),
    Entry(
        "save_picture",
        QT_TRANSLATE_NOOP("LabMenu", "Save a picture…"),
        partial(_export, "picture"),
    ),
    Entry(
        "save_film",
        QT_TRANSLATE_NOOP("LabMenu", "Save an animation…"),
        partial(_export, "film"),
    ),
    Entry(),
    Entry("copy_state", QT_TRANSLATE_NOOP("LabMenu", "Copy the lab as text"), _copy_state),
    Entry(
        "paste_state",
        QT_TRANSLATE_NOOP("LabMenu", "Paste a lab from text"),
        _paste_state,
        needs_lab=False,
    ),
)


class LabMenu(QToolButton):
    """The button with the menu; `actions_by_name` are its entries."""

    def __init__(
        self, session: Session, needs_lab: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.actions_by_name: dict[str, QAction] = {}
        menu = QMenu(self)
        for entry in ENTRIES:
            if not entry.name:
                menu.addSeparator()
            elif needs_lab or not entry.needs_lab:
                self._add(menu, entry)
        self.setMenu(menu)
        leave_keys(self)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        name = self.tr("Copy, paste and save the lab") if needs_lab else self.tr("Paste a lab")
        self.setAccessibleName(name)
        self.setToolTip(name)
        follow_theme(self._restyle)

    def _add(self, menu: QMenu, entry: Entry) -> None:
        action = menu.addAction(QCoreApplication.translate("LabMenu", entry.text))
        action.triggered.connect(lambda: entry.do(self._session, self))
        self.actions_by_name[entry.name] = action

    def _restyle(self, theme: Theme) -> None:
        self.setIcon(icon("more", theme.colour.text))
        side = theme.px("icon")
        self.setIconSize(QSize(side, side))
        self.setFixedSize(theme.px("button_h"), theme.px("button_h"))
