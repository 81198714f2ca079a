"""A choice of a few words side by side, of which one is pressed in."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import draw_box


class Segmented(Painted):
    """Choices (key, word), of which exactly one is chosen; the first, to begin with.

    `tight` is for many short words.
    """

    chosen = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        name: str = "",
        parent: QWidget | None = None,
        tight: bool = False,
    ) -> None:
        super().__init__(parent)
        self._tight = tight
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for key, word in choices:
            row.addWidget(self._button(key, word))
        next(iter(self._buttons.values())).setChecked(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.buttonClicked.connect(self._report)

    def _button(self, key: str, word: str) -> QPushButton:
        button = QPushButton(word)
        button.setCheckable(True)
        button.setProperty("segment", True)
        button.setProperty("tight", self._tight)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._group.addButton(button)
        self._buttons[key] = button
        return button

    def key(self) -> str:
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_key(self, key: str) -> None:
        """Choose without a signal; a `KeyError` if there is no such choice."""
        self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        return self._buttons[key]

    def _report(self, pressed: QAbstractButton) -> None:
        self.chosen.emit(self.key())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        rect, radius = QRectF(self.rect()), theme.px_f("radius_button")
        draw_box(painter, rect, theme.colour.sunken, theme.colour.hairline_strong, radius)
