"""The settings that seldom change, in a frame that opens above their button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.train.settings_form import SettingsForm

_COLUMNS = 3


class MoreSettings(QFrame):
    """A frame that closes on Escape or a click beside it; every change applies at once."""

    def __init__(self, form: SettingsForm, names: list[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(self.tr("More settings"))
        panel = Panel(self.tr("More settings"))
        self.reset_button = QPushButton(self.tr("Reset to defaults"))
        self.reset_button.setToolTip(self.tr("All settings of the run as they were at first"))
        self.reset_button.clicked.connect(form.reset)
        panel.set_corner(self.reset_button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * current_theme().px("control_gap"))
        grid.setVerticalSpacing(current_theme().px("control_gap"))
        for place, name in enumerate(names):
            field = form.field(name)
            field.setMinimumWidth(current_theme().font_px("body") * 11)
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
        panel.content.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)

    def open_at(self, button: QWidget) -> None:
        """Open above the button, or wherever the screen has room."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, -self.height() - 6))
        screen = QGuiApplication.screenAt(button.mapToGlobal(QPoint(0, 0)))
        if screen is not None:
            room = screen.availableGeometry()
            x = min(max(corner.x(), room.left()), room.right() - self.width())
            corner = QPoint(x, max(corner.y(), room.top()))
        self.move(corner)
        self.show()
