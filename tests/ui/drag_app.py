"""A window for tests of real drags: spine, palette, and a stage that takes cards away.

Started as a program of its own on a real display. It answers each line on standard input with a
line of JSON that says what it shows, also in the middle of a drag.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QPoint, QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from cnnstudio.core.layers import (
    BatchNorm2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
    Residual,
)
from cnnstudio.core.network import Network
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import CurrentDigit
from cnnstudio.ui.spine.remove_drop import RemoveDropFilter
from cnnstudio.ui.spine.spine import Spine
from cnnstudio.ui.theme import Theme, apply
from cnnstudio.ui.workspaces.build.palette import Palette

NETWORK = Network(
    "Dragged",
    (
        Conv2d(8, (3, 3), padding=(1, 1), id="conv"),
        ReLU(id="relu"),
        Residual((BatchNorm2d(id="norm"), ReLU(id="inner")), id="block"),
        MaxPool2d(id="pool"),
        Flatten(id="flatten"),
        Linear(10, id="dense"),
    ),
)


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.session = Session(NETWORK, CurrentDigit.of_test_set())
        self.spine = Spine(self.session)
        self.palette_ = Palette(self.session)
        self.stage = QWidget()
        self.filter = RemoveDropFilter(self.spine.commands, self.stage)
        self.told = ""
        self.spine.preview_changed.connect(self._previewed)
        self.spine.setFixedWidth(304)
        self.palette_.setFixedWidth(240)
        row = QHBoxLayout(self)
        for part in (self.spine, self.palette_, self.stage):
            row.addWidget(part)
        self.setWindowTitle("Drags")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setGeometry(0, 0, 1200, 800)

    def _previewed(self, report: object, text: str) -> None:
        self.told = text

    def answer(self, line: str) -> str:
        if line.strip() == "restore":
            self.session.document.open(NETWORK, None)
            self.session.select(())
        elif line.startswith("select "):
            self.session.select(line.split()[1:])
        return json.dumps(self.state())

    def state(self) -> dict[str, object]:
        spine = self.spine
        cards = {row.key: spine.card_rect(row.key) for row in spine.rows}
        corner = spine.viewport().mapToGlobal(QPoint(0, 0))
        rows = self.palette_.rows
        return {
            "layers": [_tree(layer) for layer in self.session.document.network.layers],
            "selection": list(self.session.selection),
            "cards": {
                key: [r.x() + corner.x(), r.y() + corner.y(), r.width(), r.height()]
                for key, r in cards.items()
            },
            "palette": {kind: _centre(row) for kind, row in rows.items()},
            "stage": _centre(self.stage),
            "told": self.told,
            "undo": self.session.document.undo_stack.undoText(),
            "veiled": any(child.isVisible() for child in self.stage.findChildren(QWidget)),
        }


def _tree(layer: Layer) -> list[object]:
    body = [_tree(inner) for inner in layer.body] if isinstance(layer, Residual) else []
    return [layer.kind, layer.id, body]


def _centre(widget: QWidget) -> list[int]:
    return list(widget.mapToGlobal(widget.rect().center()).toTuple())


def main() -> None:
    app = QApplication([])
    # One test's press may follow another's faster than a hand's: never a double click.
    app.setDoubleClickInterval(0)
    apply(app, Theme())
    window = Window()
    window.show()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def respond() -> None:
        line = sys.stdin.readline()
        if not line:
            app.quit()
            return
        print(window.answer(line), flush=True)

    notifier.activated.connect(respond)
    app.exec()
    window.session.close()


if __name__ == "__main__":
    main()
