"""Numbers typed into boxes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.widgets.spin_box import RealBox, WholeBox


@pytest.fixture(params=[WholeBox, RealBox])
def box(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[WholeBox | RealBox]:
    window = QWidget()
    qtbot.addWidget(window)
    box = request.param(window)
    box.setRange(1, 64)
    box.setValue(5)
    QVBoxLayout(window).addWidget(box)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    box.setFocus()
    yield box
    QToolTip.hideText()
    QApplication.processEvents()


def type_over(box: WholeBox | RealBox, text: str) -> None:
    box.selectAll()
    QTest.keyClicks(box, text)


@pytest.mark.parametrize(("typed", "becomes"), [("99", 5), ("0", 5), ("16", 16)])
def test_a_number_beyond_the_limits_is_not_taken(
    box: WholeBox | RealBox, typed: str, becomes: int
) -> None:
    type_over(box, typed)
    assert box.value() == 5
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == becomes


def test_the_limits_are_told_when_a_number_was_beyond_them(box: WholeBox | RealBox) -> None:
    told: list[tuple[str, str, str]] = []
    box.refused.connect(lambda *words: told.append(words))
    type_over(box, "99")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert "64" in QToolTip.text()
    ((least, most, typed),) = told
    assert (float(least), float(most), typed) == (1, 64, "99")


def test_undo_is_the_windows_unless_something_is_being_typed(box: WholeBox | RealBox) -> None:
    undone: list[bool] = []
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), box.window())
    shortcut.activated.connect(lambda: undone.append(True))
    type_over(box, "16")
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []
    type_over(box, "16")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]
