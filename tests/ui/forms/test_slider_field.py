"""A slider of a form, moved with mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.images import ImagesLab
from cnnstudio.core.settings import settings_of
from cnnstudio.ui.forms.setting_fields import field_for
from cnnstudio.ui.forms.slider_field import SliderField
from tests.ui.showing import shown


def made(name: str, qtbot: QtBot) -> SliderField:
    setting = next(s for s in settings_of(ImagesLab) if s.name == name)
    field = field_for(setting)
    assert isinstance(field, SliderField)
    return shown(field, qtbot, 160, 60)


def test_arrow_keys_move_it_by_one_place_and_say_so(qtbot: QtBot) -> None:
    field, told = made("turn", qtbot), []
    field.edited.connect(told.append)
    field.set_value(0.0)
    assert told == []
    field.slider.setFocus()
    QTest.keyClick(field.slider, Qt.Key.Key_Right)
    assert told == [1.5]


def test_both_ends_are_the_settings_own(qtbot: QtBot) -> None:
    field, told = made("light", qtbot), []
    field.edited.connect(told.append)
    field.slider.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(field.slider, key)
    assert told == [0.6, -0.6]


def test_the_name_stays_what_a_screen_reader_says(qtbot: QtBot) -> None:
    field = made("covered", qtbot)
    field.set_value(0.25)
    assert field.slider.accessibleName() == "Cover"
    assert "0.25" in field._labelled.label.text()
