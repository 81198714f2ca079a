"""The head of the inspector: icon, title, PyTorch's name for it, and the way to its lab."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.icons import pixmap
from cnnstudio.ui.labs.open_in_lab import OpenInLab
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel


class InspectorHeader(QWidget):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._family = "input", "input"
        self._icon = QLabel()
        self.title = ElidedLabel("", "panel_title")
        self.kind = TextLabel("", "label", "muted")
        self.lab = OpenInLab(session)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.kind)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        row.addWidget(self._icon)
        row.addLayout(names, 1)
        row.addWidget(self.lab)
        follow_theme(self._restyle)

    def show_header(
        self,
        title: str,
        kind: str,
        icon: str,
        family: str,
        help: str = "",
        layer: LayerReport | None = None,
    ) -> None:
        """`layer` is the one whose lab can be opened; None where there is not one layer."""
        self.title.setText(title)
        self.kind.setText(kind)
        self.kind.setVisible(bool(kind))
        self.lab.setVisible(layer is not None)
        self.lab.show_layer(layer)
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
