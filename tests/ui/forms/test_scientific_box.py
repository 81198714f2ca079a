"""Numbers of any size, typed and stepped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.forms.scientific_box import ScientificBox


@pytest.fixture
def box(qtbot: QtBot) -> ScientificBox:
    box = ScientificBox(0, 10)
    qtbot.addWidget(box)
    return box


def test_a_power_of_ten_can_be_typed(box: ScientificBox) -> None:
    box.selectAll()
    QTest.keyClicks(box, "1e-6")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 1e-6
    assert box.text() == "1e-6"


@pytest.mark.parametrize(("before", "after"), [(0.5, 0.51), (0.0005, 0.00051), (0.0, 0.001)])
def test_the_arrows_change_the_second_figure(
    box: ScientificBox, before: float, after: float
) -> None:
    box.setValue(before)
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == pytest.approx(after)


def test_the_smallest_number_that_is_allowed_can_be_shown(qtbot: QtBot) -> None:
    box = ScientificBox(1e-12, 1)
    qtbot.addWidget(box)
    box.setValue(1e-12)
    assert box.value() == 1e-12
    assert box.text() == "1e-12"
