"""The tabs of the workspaces, the open one underlined."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_focus

_UNDERLINE = 6
_PADDING = 16


class WorkspaceTabs(QWidget):
    """Tabs (key, label), of which exactly one is open; the first, to begin with."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: dict[str, _Tab] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for key, label in tabs:
            self._tabs[key] = _Tab(label)
            group.addButton(self._tabs[key])
            row.addWidget(self._tabs[key])
        next(iter(self._tabs.values())).setChecked(True)
        group.buttonClicked.connect(self._report)
        self.setAccessibleName(self.tr("Workspaces"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def key(self) -> str:
        return next(key for key, tab in self._tabs.items() if tab.isChecked())

    def set_key(self, key: str) -> None:
        """Open a tab without a signal; a `KeyError` if there is none of that key."""
        self._tabs[key].setChecked(True)

    def tab(self, key: str) -> QAbstractButton:
        return self._tabs[key]

    def _report(self, pressed: QAbstractButton) -> None:
        self.chosen.emit(self.key())


class _Tab(QAbstractButton):
    def __init__(self, label: str) -> None:
        super().__init__()
        self.setText(label)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    def sizeHint(self) -> QSize:
        # The bold width always, so that the others stay where they are when one opens.
        metrics = QFontMetrics(current_theme().font("tab_active"))
        width = metrics.horizontalAdvance(self.text()) + 2 * _PADDING
        return QSize(width, current_theme().px("topbar_h"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        lit = self.isChecked() or self.underMouse()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("tab_active" if self.isChecked() else "tab"))
        painter.setPen(theme.colour.text if lit else theme.colour.muted)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            painter.setClipRect(rect)
            line = QRectF(0, rect.bottom() - _UNDERLINE, rect.width(), 2 * _UNDERLINE)
            fill_rounded(painter, line, theme.colour.accent, 4)
        if self.hasFocus():
            stroke_focus(painter, rect.adjusted(2, 8, -2, -9), theme)
        painter.end()
