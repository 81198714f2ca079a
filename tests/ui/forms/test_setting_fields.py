"""Form fields that say what 0 stands for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.settings import settings_of
from cnnstudio.ui.forms.setting_fields import field_for


@pytest.mark.parametrize(
    ("name", "word", "typed", "value"),
    [("patience", "endless", "3", 3), ("stop_accuracy", "never", "0.99", 0.99)],
)
def test_a_word_stands_for_0_until_a_number_is_typed(
    qtbot: QtBot, name: str, word: str, typed: str, value: float
) -> None:
    setting = next(s for s in settings_of(RunSettings) if s.name == name)
    field = field_for(setting)
    qtbot.addWidget(field)
    field.set_value(0)
    field.show()
    assert field.box.text() == word
    field.box.selectAll()
    QTest.keyClicks(field.box, typed)
    with qtbot.waitSignal(field.edited) as edited:
        QTest.keyClick(field.box, Qt.Key.Key_Return)
    assert edited.args[-1] == value
    field.set_value(0)
    assert field.box.text() == word
