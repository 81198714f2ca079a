"""The input tray, driven as a user drives it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.messages import Evaluated
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.tray import InputTray
from cnnstudio.ui.tray.browser import Browser
from cnnstudio.ui.tray.drawing_flyout import DrawingFlyout
from cnnstudio.ui.tray.picture_flyout import PictureFlyout


@pytest.fixture
def tray(session: Session, qtbot: QtBot) -> Iterator[InputTray]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1200, 800)
    tray = InputTray(session, host)
    tray.resize(304, tray.sizeHint().height())
    host.show()
    yield tray
    host.close()


def flyout(tray: InputTray, kind: type) -> QWidget:
    (found,) = tray.window().findChildren(kind)
    return found


def press(pad: QWidget, *points: tuple[int, int]) -> None:
    """One stroke of the left button through points of the pad."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad, QPoint(*point))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def light_image() -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for row in range(10, 50):
        image.setPixelColor(30, row, QColor("black"))
    return image


def wrong_about(session: Session, *indices: int) -> Evaluated:
    """A test in which the network gets exactly these digits wrong."""
    labels = session.digit.test_set.labels
    answers = labels.copy()
    answers[list(indices)] = (labels[list(indices)] + 1) % 10
    shares = np.eye(10, dtype=np.float16)[answers]
    confusion = np.zeros((10, 10), np.int64)
    return Evaluated("", 0, 0, 0.0, 0.1, 0.99, 0.0, confusion, shares)


def test_the_tray_is_as_large_as_in_the_design(tray: InputTray) -> None:
    assert tray.sizeHint().width() <= 304
    assert tray.sizeHint().height() == pytest.approx(150, abs=8)


def test_a_digit_is_named_as_everywhere_else(tray: InputTray, session: Session) -> None:
    session.digit.show_test(1189)
    assert "Test digit 1,189" in [label.text() for label in tray.findChildren(QLabel)]


def test_next_and_previous_go_through_the_test_set(tray: InputTray, session: Session) -> None:
    QTest.mouseClick(tray.next_button, Qt.MouseButton.LeftButton)
    assert session.digit.current.index == 36
    QTest.mouseClick(tray.previous_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(tray.previous_button, Qt.MouseButton.LeftButton)
    assert session.digit.current.index == 34
    assert np.array_equal(tray.picture.values(), session.digit.current.pixels)


def test_left_and_right_keys_step_too(tray: InputTray, session: Session) -> None:
    tray.picture.setFocus()
    QTest.keyClick(tray.picture, Qt.Key.Key_Right)
    QTest.keyClick(tray.picture, Qt.Key.Key_Right)
    QTest.keyClick(tray.picture, Qt.Key.Key_Left)
    assert session.digit.current.index == 36


def test_an_input_of_another_size_says_how_digits_get_there(
    tray: InputTray, session: Session
) -> None:
    assert tray.note() == ""
    session.document.replace_all(starter("lenet5-1998"))
    assert "32×32" in tray.note()
    session.document.undo_stack.undo()
    assert tray.note() == ""


def test_drawing_with_the_mouse_changes_the_digit_while_it_is_drawn(
    tray: InputTray, session: Session, qtbot: QtBot
) -> None:
    QTest.mouseClick(tray.draw_button, Qt.MouseButton.LeftButton)
    pad = flyout(tray, DrawingFlyout).pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    QTest.mouseMove(pad, QPoint(90, 200))
    qtbot.waitUntil(lambda: session.digit.current.source == "drawn")
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 200))
    assert session.digit.current.pixels.max() > 0.9
    assert session.digit.current.label is None


def test_the_switch_shows_what_happens_without_centring(
    tray: InputTray, session: Session, qtbot: QtBot
) -> None:
    tray.draw()
    panel = flyout(tray, DrawingFlyout)
    press(panel.pad, (20, 20), (20, 80))
    with qtbot.waitSignal(session.digit.changed):
        pass
    centred = session.digit.current.pixels
    with qtbot.waitSignal(session.digit.changed):
        QTest.mouseClick(panel.centred, Qt.MouseButton.LeftButton)
    as_drawn = session.digit.current.pixels
    assert centred[:, :4].max() == 0
    assert as_drawn[:, :4].max() > 0.5
    assert as_drawn[:, 8:].max() == 0


def test_clearing_gives_a_black_picture_and_undo_brings_the_strokes_back(
    tray: InputTray, session: Session, qtbot: QtBot
) -> None:
    tray.draw()
    panel = flyout(tray, DrawingFlyout)
    press(panel.pad, (60, 60), (60, 200))
    with qtbot.waitSignal(session.digit.changed):
        pass
    drawn = session.digit.current.pixels
    with qtbot.waitSignal(session.digit.changed):
        QTest.mouseClick(panel.clear_button, Qt.MouseButton.LeftButton)
    assert not session.digit.current.pixels.any()
    with qtbot.waitSignal(session.digit.changed):
        QTest.mouseClick(panel.undo_button, Qt.MouseButton.LeftButton)
    assert np.array_equal(session.digit.current.pixels, drawn)


def test_escape_closes_the_pad_and_the_drawing_is_there_again_later(tray: InputTray) -> None:
    tray.draw()
    panel = flyout(tray, DrawingFlyout)
    press(panel.pad, (60, 60), (60, 200))
    QTest.keyClick(panel.pad, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    tray.draw()
    assert panel.isVisible()
    assert not panel.pad.is_blank


def test_only_one_panel_is_open_at_a_time(tray: InputTray) -> None:
    tray.draw()
    QTest.mouseClick(tray.picture, Qt.MouseButton.LeftButton)
    assert flyout(tray, Browser).isVisible()
    assert not flyout(tray, DrawingFlyout).isVisible()


def test_browsing_by_class_and_clicking_a_digit_shows_it(tray: InputTray, session: Session) -> None:
    tray.browse()
    browser = flyout(tray, Browser)
    QTest.mouseClick(browser.classes.button("7"), Qt.MouseButton.LeftButton)
    place = 3 + browser.wall.columns()
    QTest.mouseClick(
        browser.wall.viewport(),
        Qt.MouseButton.LeftButton,
        pos=browser.wall.rect_of(place).center(),
    )
    sevens = np.flatnonzero(session.digit.test_set.labels == 7)
    assert session.digit.current.index == sevens[place]
    QTest.keyClick(browser.wall, Qt.Key.Key_Right)
    assert session.digit.current.index == sevens[place + 1]


def test_a_typed_number_shows_that_test_digit(tray: InputTray, session: Session) -> None:
    tray.browse()
    box = flyout(tray, Browser).index.box
    box.selectAll()
    QTest.keyClicks(box, "9876")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert session.digit.current.index == 9876


def test_the_wall_scrolls_to_the_digit_shown(tray: InputTray, session: Session) -> None:
    tray.browse()
    wall = flyout(tray, Browser).wall
    session.digit.show_test(9999)
    assert wall.viewport().rect().intersects(wall.rect_of(9999))


def test_the_browser_opens_where_the_current_digit_is(tray: InputTray, session: Session) -> None:
    session.digit.show_test(5000)
    tray.browse()
    wall = flyout(tray, Browser).wall
    assert wall.viewport().rect().contains(wall.rect_of(5000))


def test_next_mistake_says_why_it_cannot_be_had_before_a_test(
    tray: InputTray, session: Session
) -> None:
    tray.browse()
    browser = flyout(tray, Browser)
    assert not browser.mistake.isEnabled()
    assert "not been tested" in browser.reason.text()
    assert not tray.mistake_action.isEnabled()


def test_next_mistake_goes_from_one_misread_digit_to_the_next(
    tray: InputTray, session: Session
) -> None:
    tray.browse()
    browser = flyout(tray, Browser)
    session.take_evaluation(wrong_about(session, 40, 700))
    assert "2 of 10,000" in browser.reason.text()
    for expected in (40, 700, 40):
        QTest.mouseClick(browser.mistake, Qt.MouseButton.LeftButton)
        assert session.digit.current.index == expected


def test_a_broken_image_is_one_sentence_and_nothing_is_lost(
    tray: InputTray, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    before = session.digit.current
    assert not tray.open_file(path)
    assert tray.note().startswith("broken.png")
    assert session.digit.current is before
    session.digit.step(1)
    assert tray.note() == ""


def test_a_dropped_image_file_becomes_the_digit(
    tray: InputTray, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "one.png"
    light_image().save(str(path))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(tray, enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(tray, drop)
    digit = session.digit.current
    assert (digit.source, digit.name, digit.label) == ("file", "one.png", None)
    panel = flyout(tray, PictureFlyout)
    assert panel.inverted.isChecked()
    assert digit.pixels[0].max() == 0


def test_a_project_file_is_left_to_the_window(tray: InputTray, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "net.cnnstudio"))])
    enter = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    QApplication.sendEvent(tray, enter)
    assert not enter.isAccepted()


def test_ctrl_v_pastes_a_picture_from_the_clipboard(tray: InputTray, session: Session) -> None:
    QGuiApplication.clipboard().setImage(light_image())
    tray.picture.setFocus()
    QTest.keyClick(tray.picture, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert session.digit.current.source == "file"
    assert session.digit.current.pixels.max() > 0.9
    QGuiApplication.clipboard().clear()


def test_escape_closes_the_panel_of_a_picture(tray: InputTray) -> None:
    QGuiApplication.clipboard().setImage(light_image())
    tray.paste()
    flyout = tray._flyouts[PictureFlyout]
    assert flyout.isVisible()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert not flyout.isVisible()
    QGuiApplication.clipboard().clear()


def test_a_picture_in_which_nothing_stands_out_is_told_to_be_blank(tray: InputTray) -> None:
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    tray.paste()
    assert "Nothing stands out" in flyout(tray, PictureFlyout).noticed()
    QGuiApplication.clipboard().setImage(light_image())
    tray.paste()
    assert "dark is taken for ink" in flyout(tray, PictureFlyout).noticed()
    QGuiApplication.clipboard().clear()


def test_what_cannot_be_opened_takes_the_picture_before_away(tray: InputTray, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(light_image())
    tray.paste()
    QGuiApplication.clipboard().setText("seven")
    tray.paste()
    assert not tray._flyouts[PictureFlyout].isVisible()
    assert "no picture" in tray.note()
    tray._complained.setInterval(10)
    tray.paste()
    qtbot.waitUntil(lambda: tray.note() == "")
    QGuiApplication.clipboard().clear()


def test_a_clipboard_without_a_picture_is_said_to_have_none(
    tray: InputTray, session: Session
) -> None:
    QGuiApplication.clipboard().setText("seven")
    before = session.digit.current
    tray.paste_action.trigger()
    assert "no picture" in tray.note()
    assert session.digit.current is before
    QGuiApplication.clipboard().clear()


def test_the_switch_for_ink_inverts_an_opened_image(
    tray: InputTray, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "one.png"
    light_image().save(str(path))
    assert tray.open_file(path)
    as_noticed = session.digit.current.pixels
    panel = flyout(tray, PictureFlyout)
    QTest.mouseClick(panel.centred, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.inverted, Qt.MouseButton.LeftButton)
    assert as_noticed[0, 0] == 0
    assert session.digit.current.pixels[0, 0] > 0.9
