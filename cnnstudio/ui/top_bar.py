"""The bar at the window's top: name of the program and the network, workspaces, device, look."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cnnstudio.ui.icons import icon, set_icon
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.device_chip import DeviceChip, DeviceState
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.logo import Logo
from cnnstudio.ui.widgets.past_chip import PastChip
from cnnstudio.ui.widgets.workspace_tabs import WorkspaceTabs

__all__ = ["DeviceState", "TopBar"]


class TopBar(QWidget):
    """Tells what is pressed on it; shows what it is told."""

    workspace_chosen = Signal(str)
    network_menu_requested = Signal(QPoint)
    projector_toggled = Signal(bool)
    theme_toggled = Signal()
    device_clicked = Signal()
    now_requested = Signal()

    def __init__(
        self, workspaces: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tabs = WorkspaceTabs(workspaces)
        self._network = QPushButton()
        self._network.setProperty("flat", True)
        self._network.setProperty("quiet", True)
        self._network.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.past = PastChip()
        self.past.hide()
        self._device = DeviceChip()
        self._projector = QPushButton(self.tr("Projector"))
        self._projector.setCheckable(True)
        self._look = QPushButton()
        self._identity = QWidget()
        self._row = QHBoxLayout(self)
        self._arrange()
        self._name_parts()
        self._connect()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_network("")
        follow_theme(self._restyle)

    def _arrange(self) -> None:
        identity = QHBoxLayout(self._identity)
        identity.setContentsMargins(0, 0, 0, 0)
        identity.setSpacing(10)
        identity.addWidget(Logo())
        identity.addWidget(TextLabel("CNN Studio", "app_title"))
        identity.addWidget(_Divider())
        identity.addWidget(self._network)
        identity.addStretch()
        self._row.addWidget(self._identity)
        self._row.addWidget(self._tabs)
        self._row.addStretch(1)
        for widget in (self.past, self._device, self._projector, self._look):
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _name_parts(self) -> None:
        for button in (self._network, self._device, self._projector, self._look):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("chip", True)
        self._network.setToolTip(self.tr("The open network: start another, open, save"))
        self._projector.setToolTip(self.tr("Large type for the last row (F5)"))

    def _connect(self) -> None:
        self._tabs.chosen.connect(self.workspace_chosen)
        self._network.clicked.connect(self._ask_for_network_menu)
        self._device.clicked.connect(self.device_clicked)
        self.past.clicked.connect(self.now_requested)
        self._projector.clicked.connect(self.projector_toggled)
        self._look.clicked.connect(self.theme_toggled)

    def _ask_for_network_menu(self) -> None:
        corner = self._network.rect().bottomLeft()
        self.network_menu_requested.emit(self._network.mapToGlobal(corner))

    # What is shown

    def set_workspace(self, key: str) -> None:
        """Underline a workspace's tab, without a signal."""
        self._tabs.set_key(key)

    def workspace(self) -> str:
        return self._tabs.key()

    def tabs(self) -> WorkspaceTabs:
        return self._tabs

    def set_network(self, name: str, modified: bool = False) -> None:
        """The open network's name, with a dot behind it where it has unsaved changes."""
        self._network.setText(self.tr("{name} •").format(name=name) if modified else name)
        state = self.tr("{name}, with unsaved changes") if modified else self.tr("{name}")
        self._network.setAccessibleName(state.format(name=name))

    def set_past(self, text: str, hint: str = "") -> None:
        """Which moment of the past all panels show; "" for now."""
        self.past.setVisible(bool(text))
        if text:
            self.past.show_step(text, hint)

    def set_device(self, text: str, tooltip: str = "", state: DeviceState = "ready") -> None:
        """What computes, and whether it is ready, busy or at fault."""
        self._device.show_device(text, tooltip, state)

    def device_corner(self) -> QPoint:
        """Where a menu of the device chip opens, on the screen."""
        return self._device.mapToGlobal(self._device.rect().bottomLeft())

    def set_projector(self, on: bool) -> None:
        """Say how to get into the projector's layout, or out of it."""
        self._projector.setChecked(on)
        self._projector.setText(self.tr("Leave  Esc") if on else self.tr("Projector"))

    # Look

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px("topbar_h"))
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)
        # The tabs begin above the stage, whatever the network is called.
        self._identity.setMinimumWidth(0 if theme.projector else theme.px("spine_w") - 12)
        self._network.setIcon(icon("chevron_down", theme.colour.muted))
        side = theme.px("icon")
        set_icon(self._projector, "projector", theme.colour.text, side + 2)
        light = theme.mode == "light"
        set_icon(self._look, "moon" if light else "sun", theme.colour.text, side + 2)
        name = self.tr("Dark theme") if light else self.tr("Light theme")
        self._look.setAccessibleName(name)
        self._look.setToolTip(name)
        self._resize_buttons(theme)
        self.update()

    def _resize_buttons(self, theme: Theme) -> None:
        for button in (self._projector, self._look):
            button.setFixedHeight(theme.px("chip_h"))
        self._look.setFixedWidth(theme.px("chip_h") + 8)
        self._network.setFixedHeight(theme.px("chip_h"))
        small = theme.px("icon_small")
        self._network.setIconSize(QSize(small, small))

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = current_theme().colour
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour.surface)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), colour.hairline)
        painter.end()


class _Divider(QWidget):
    """A thin upright line between two words."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(1, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().colour.hairline_strong)
        painter.end()
