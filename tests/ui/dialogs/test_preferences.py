"""Preferences take effect at once and are kept."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.ui.dialogs import preferences
from cnnstudio.ui.dialogs.preferences import PreferencesDialog, chosen_theme
from cnnstudio.ui.session.history import history_budget
from cnnstudio.ui.system_motion import system_wants_motion
from cnnstudio.ui.theme import current_theme


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[PreferencesDialog]:
    QSettings().clear()
    dialog = PreferencesDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    QSettings().clear()


def choose(box: QComboBox, text: str) -> None:
    """Pick an entry as the keyboard does."""
    box.setFocus()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_a_theme_is_put_on_at_once_and_kept(dialog: PreferencesDialog) -> None:
    choose(dialog.theme, "Dark")
    assert current_theme().mode == "dark"
    assert chosen_theme().mode == "dark"


def test_without_motion_moves_take_no_time_and_live_pictures_stay_live(
    dialog: PreferencesDialog,
) -> None:
    assert current_theme().milliseconds("card_settle") > 0
    choose(dialog.motion, "None")
    assert current_theme().milliseconds("card_settle") == 0
    assert current_theme().milliseconds("chart_refresh") > 0
    assert chosen_theme() == current_theme()


def test_motion_is_what_the_system_wants_until_somebody_chooses(
    dialog: PreferencesDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wants in (False, True):
        monkeypatch.setattr(preferences, "system_wants_motion", lambda wants=wants: wants)
        assert chosen_theme().motion is wants
    choose(dialog.motion, "None")
    assert not chosen_theme().motion


def test_a_system_that_says_nothing_of_motion_is_taken_to_want_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert system_wants_motion()


def test_the_last_project_can_be_what_a_start_opens(dialog: PreferencesDialog) -> None:
    choose(dialog.start, "The last project")
    assert QSettings().value("start_with") == "last"


def test_the_disk_for_moments_is_chosen_or_kept_as_somebody_had_it(
    dialog: PreferencesDialog, qtbot: QtBot
) -> None:
    assert dialog.budget.currentData() == "512"
    choose(dialog.budget, "2,048")
    assert history_budget() == 2_048
    QTest.keyClick(dialog.budget, Qt.Key.Key_Home)
    assert history_budget() == 0
    QSettings().setValue("history_megabytes", 700)
    other = PreferencesDialog()
    qtbot.addWidget(other)
    assert other.budget.currentText() == "700 MB of disk"


def test_the_button_has_no_icon_that_would_be_black_on_black(dialog: PreferencesDialog) -> None:
    (button,) = dialog.findChildren(QPushButton)
    assert button.text() == "Close"
    assert button.icon().isNull()
