"""The real window for tests of real drags, with a network of its own and without an engine.

Started as a program of its own on a real display. It answers each line on standard input with a
line of JSON that says what it shows, also in the middle of a drag.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QPoint, QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication, QWidget

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
from cnnstudio.core.starters import starter
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import CurrentDigit
from cnnstudio.ui.spine.remove_drop import RemoveHint
from cnnstudio.ui.theme import Theme, apply

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


class Desk:
    """The window, and what it says of itself."""

    def __init__(self) -> None:
        self.session = Session(NETWORK, CurrentDigit.of_test_set())
        self.window = MainWindow(self.session)
        self.spine = self.window.spine
        self.palette = self.window.stage.workspace("build").palette_panel
        self.told = ""
        self.spine.preview_changed.connect(self._previewed)
        self.window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.window.setGeometry(0, 0, 1500, 980)
        self.window.show()

    def _previewed(self, report: object, text: str) -> None:
        self.told = text

    def answer(self, line: str) -> str:
        if line.strip() == "restore":
            self.session.document.open(NETWORK, None)
            self.session.select(())
        elif line.strip() == "long":
            self.session.document.open(starter("vgg16"), None)
        elif line.startswith("select "):
            self.session.select(line.split()[1:])
        return json.dumps(self.state())

    def state(self) -> dict[str, object]:
        spine = self.spine
        cards = {row.key: spine.card_rect(row.key) for row in spine.rows}
        corner = spine.viewport().mapToGlobal(QPoint(0, 0))
        rows = self.palette.rows
        return {
            "layers": [_tree(layer) for layer in self.session.document.network.layers],
            "selection": list(self.session.selection),
            "cards": {
                key: [r.x() + corner.x(), r.y() + corner.y(), r.width(), r.height()]
                for key, r in cards.items()
            },
            "palette": {kind: _centre(row) for kind, row in rows.items()},
            "stage": _centre(self.window.stage),
            "foot": [corner.x() + 150, corner.y() + spine.viewport().height() - 12],
            "told": self.told,
            "gap": [spine.open_gap.index, spine.open_gap.parent] if spine.open_gap else None,
            "undo": self.session.document.undo_stack.undoText(),
            "veiled": any(veil.isVisible() for veil in self.window.stage.findChildren(RemoveHint)),
            "scrolled": spine.offset,
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
    desk = Desk()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def respond() -> None:
        line = sys.stdin.readline()
        if not line:
            app.quit()
            return
        print(desk.answer(line), flush=True)

    notifier.activated.connect(respond)
    app.exec()
    desk.session.close()


if __name__ == "__main__":
    main()
