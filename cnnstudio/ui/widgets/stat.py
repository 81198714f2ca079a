"""A figure in large type with its name above it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.ui.widgets.label import TextLabel


class Stat(QWidget):
    """What is measured, and the number."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = TextLabel(label, "label", "muted")
        self._figure = TextLabel("", "big_number")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._label)
        column.addWidget(self._figure)
        self.set_text("–")

    def set_text(self, text: str) -> None:
        self._figure.setText(text)
        self.setAccessibleName(f"{self._label.text()}: {text}")

    def set_label(self, label: str) -> None:
        """Say otherwise what is measured."""
        if label != self._label.text():
            self._label.setText(label)
            self.set_text(self.text())

    def label(self) -> str:
        return self._label.text()

    def text(self) -> str:
        return self._figure.text()

    def set_tone(self, tone: str) -> None:
        self._figure.set_tone(tone)
