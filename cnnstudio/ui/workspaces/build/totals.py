"""A few sums, each with its name at the left and its number at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel


class Totals(QWidget):
    """Rows of a name and a number; the rows stay, their numbers change."""

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._names = names
        self._numbers = []
        for row, name in enumerate(names):
            figure = TextLabel("", "body_strong")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(TextLabel(name, "body", "muted"), row, 0)
            self._grid.addWidget(figure, row, 1)
            self._numbers.append(figure)
        follow_theme(self._restyle)

    def show_numbers(self, *texts: str) -> None:
        for label, name, text in zip(self._numbers, self._names, texts, strict=True):
            label.setText(text)
            label.setAccessibleName(f"{name}: {text}")

    def texts(self) -> tuple[str, ...]:
        return tuple(label.text() for label in self._numbers)

    def _restyle(self, theme: Theme) -> None:
        self._grid.setVerticalSpacing(theme.px("unit"))
