"""Every visible string goes through Qt's translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)

import cnnstudio
from cnnstudio.core.layers import KINDS
from cnnstudio.ui.app import Program
from cnnstudio.ui.workspaces.inside.views import VIEWS

UI = Path(cnnstudio.__file__).parent / "ui"

#: Names, which are the same in every language: the program's, the network's, PyTorch's.
NAMES = {"CNN Studio", "LeNet-5", *KINDS}

#: Calls whose text somebody reads.
SHOWING = {
    *("setText", "setToolTip", "setTitle", "setWindowTitle", "setAccessibleName"),
    *("setAccessibleDescription", "setPlaceholderText", "setInformativeText", "setStatusTip"),
    *("addAction", "addItem", "addRow", "drawText", "set_title", "set_subtitle", "set_status"),
    *("QLabel", "QPushButton", "QCheckBox", "QAction", "TextLabel", "ElidedLabel", "Panel"),
    *("Stat", "Toggle", "LabelledField", "NumberField"),
}


class Foreign(QTranslator):
    """A language in which every text is the English one in brackets."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return f"⟦{text}⟧"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def foreign(qapp: QApplication) -> Iterator[None]:
    translator = Foreign()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def program(
    foreign: None, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setenv("CNNSTUDIO_DATA", str(tmp_path))
    program = Program()
    program.window.show()
    yield program
    program.session.document.forget_unsaved()
    program.window.close()
    program.close()
    program.window.deleteLater()
    program.session.deleteLater()


def texts(window: QWidget) -> Iterator[str]:
    for action in window.findChildren(QAction):
        yield action.text()
    for widget in window.findChildren(QWidget):
        yield widget.toolTip()
        yield widget.accessibleName()
        yield widget.windowTitle()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(i) for i in range(widget.count()))


def is_foreign(text: str) -> bool:
    """Whether a text has been translated, or has no words to translate."""
    plain = re.sub(r"<[^>]*>", "", text).replace("&", "")
    return "⟦" in plain or plain in NAMES or not re.search(r"[A-Za-z]{2}", plain)


@pytest.mark.parametrize("workspace", ["build", "train", *(f"inside/{v.key}" for v in VIEWS)])
def test_no_text_of_the_window_stays_english(program: Program, workspace: str) -> None:
    key, _, view = workspace.partition("/")
    program.window.show_workspace(key)
    if view:
        program.window.stage.workspace(key).show_view(view)
    program.session.select(("conv1",))
    QTest.qWait(50)
    program.session.select(("dense1",))
    QTest.qWait(50)
    english = sorted({text for text in texts(program.window) if not is_foreign(text)})
    assert english == []


def literal_texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name not in SHOWING:
            continue
        for argument in node.args[:1]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                text = argument.value
                if text not in NAMES and re.search(r"[A-Za-z]{2}", text):
                    yield f"{path.relative_to(UI)}:{node.lineno} {text!r}"


def test_no_text_is_shown_as_it_stands_in_the_code() -> None:
    found = [text for path in sorted(UI.rglob("*.py")) for text in literal_texts(path)]
    assert found == []
