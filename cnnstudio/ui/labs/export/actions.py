"""What menus offer for the lab on show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.labs.export.clipboard import copy_picture
from cnnstudio.ui.labs.export.dialog import ExportDialog
from cnnstudio.ui.labs.export.options import Options
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import current_theme


def copy_lab(session: Session) -> None:
    """Put the picture of the lab on show on the clipboard, in the theme of the window."""
    theme = current_theme()
    lab = session.labs.document(session.labs.current).lab
    copy_picture(lab, Options(mode=theme.mode, projector=theme.projector))


def export_dialog(session: Session, widget: QWidget, what: str) -> ExportDialog:
    """Show the one export dialog of the widget's window, for a "picture" or a "film"."""
    window = widget.window()
    found = window.findChild(
        ExportDialog, options=Qt.FindChildOption.FindDirectChildrenOnly
    ) or ExportDialog(session, window)
    found.open_for(what)
    return found
