"""What the program is, what it is made of, and whose data it ships."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

import cnnstudio
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.logo import Logo

#: What the window itself is made of; the engine's versions are in each run's record.
PARTS = ("PySide6_Essentials", "pyqtgraph", "numpy", "torch", "torchvision", "safetensors")


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About CNN Studio"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 28)
        layout.setSpacing(10)
        layout.addWidget(Logo())
        layout.addWidget(TextLabel(f"CNN Studio {cnnstudio.__version__}", "big_number"))
        for text in (self._purpose(), self._licence(), self._data(), self._parts()):
            label = TextLabel(text, "body")
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setMinimumWidth(460)
            layout.addWidget(label)

    def _purpose(self) -> str:
        return self.tr(
            "Build convolutional networks by dragging layers, train them live, and look inside."
        )

    def _licence(self) -> str:
        return self.tr("The program is free software under the MIT licence.")

    def _data(self) -> str:
        return self.tr(
            "MNIST: Yann LeCun, Corinna Cortes and Christopher J. C. Burges, after data of the "
            "US National Institute of Standards and Technology; CC BY-SA 3.0. Typeface: Inter, "
            "SIL Open Font License."
        )

    def _parts(self) -> str:
        # Here, since it takes as long to import as the rest of the window.
        from importlib.metadata import version

        python = ".".join(map(str, sys.version_info[:3]))
        parts = [f"Python {python}", *(f"{name} {version(name)}" for name in PARTS)]
        return self.tr("Made with {parts}.").format(parts=", ".join(parts))
