"""The head of the inspector: icon, title, and PyTorch's name for it."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from cnnstudio.ui.icons import pixmap
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel


class InspectorHeader(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._family = "input", "input"
        self._icon = QLabel()
        self.title = ElidedLabel("", "panel_title")
        self.kind = TextLabel("", "label", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        row.addWidget(self._icon)
        row.addWidget(self.title, 1)
        row.addWidget(self.kind)
        follow_theme(self._restyle)

    def show_header(self, title: str, kind: str, icon: str, family: str, help: str = "") -> None:
        self.title.setText(title)
        self.kind.setText(kind)
        self.kind.setToolTip(self.tr("PyTorch’s name for it") if kind else "")
        self._icon.setToolTip(help)
        self._icon_name, self._family = icon, family
        self._restyle(current_theme())

    def _restyle(self, theme: Theme) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            side = theme.px("icon") + 2
            picture = pixmap(self._icon_name, self._hue(theme), side, self.devicePixelRatioF())
            self._icon.setPixmap(picture)

    def _hue(self, theme: Theme) -> QColor:
        return theme.kind_colour(self._family)
