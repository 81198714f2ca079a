"""The export dialog, through real clicks and keys, beside a lab that goes on."""

from __future__ import annotations

import io
from pathlib import Path

import av
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.labs.export import form as forms
from cnnstudio.ui.labs.export.actions import copy_lab, export_dialog
from cnnstudio.ui.labs.export.dialog import ExportDialog
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from tests.ui.showing import shown

LONG = 20_000


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> QWidget:
    """A window with the convolution lab on show, at its 24th step."""
    session.labs.open("convolution")
    session.labs.document("convolution").go_to(24)
    return shown(QWidget(), qtbot, 200, 100)


def opened(session: Session, window: QWidget, what: str, qtbot: QtBot) -> ExportDialog:
    dialog = export_dialog(session, window, what)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


@pytest.fixture
def dialog(session: Session, window: QWidget, qtbot: QtBot) -> ExportDialog:
    return opened(session, window, "picture", qtbot)


@pytest.fixture
def film(session: Session, window: QWidget, qtbot: QtBot) -> ExportDialog:
    dialog = opened(session, window, "film", qtbot)
    choose_own_size(dialog, 480, 270)
    return dialog


def click(button: QAbstractButton) -> None:
    assert button.isEnabled()
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_own_size(dialog: ExportDialog, width: int, height: int) -> None:
    field = dialog.form.size_field
    field.presets.setFocus()
    QTest.keyClick(field.presets, Qt.Key.Key_End)
    for box, value in ((field.width_box, width), (field.height_box, height)):
        type_into(box, str(value))


def type_into(box: QWidget, text: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Tab)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the file dialog is answered, and what it was asked."""
    found = {"answer": ""}

    def ask(parent: QWidget, caption: str, proposed: str, filter: str) -> tuple[str, str]:
        found.update(proposed=proposed, filter=filter)
        return found["answer"], filter

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return found


def test_a_picture_is_saved_where_the_user_says(
    dialog: ExportDialog, answers: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    answers["answer"] = str(tmp_path / "mine.png")
    with qtbot.waitSignal(dialog.work.finished, timeout=LONG):
        click(dialog.save)
    assert Path(answers["proposed"]).name == "convolution-24.png"
    assert answers["filter"] == "PNG (*.png)"
    assert QImage(str(tmp_path / "mine.png")).size() == QSize(1600, 900)
    assert dialog.progress.message.whole_text() == "“mine.png” is written."


def test_a_name_without_a_suffix_gets_it(
    dialog: ExportDialog, answers: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    click(dialog.form.picture_format.button(".svg"))
    answers["answer"] = str(tmp_path / "mine")
    with qtbot.waitSignal(dialog.work.finished, timeout=LONG):
        click(dialog.save)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.svg"]


def test_no_answer_writes_nothing(dialog: ExportDialog, answers: dict[str, str]) -> None:
    click(dialog.save)
    assert "proposed" in answers
    assert not dialog.work.is_running


def test_an_animation_of_some_steps_with_progress(
    film: ExportDialog, answers: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    form = film.form
    click(form.steps.button("some"))
    type_into(form.first, "3")
    type_into(form.last, "9")
    click(form.pace.button("length"))
    type_into(form.seconds, "5")
    assert film.figures.whole_text() == "Steps 3 to 9 in 5 s, 100 frames"
    answers["answer"] = str(tmp_path / "film.gif")
    with qtbot.waitSignal(film.work.finished, timeout=LONG):
        click(film.save)
        assert film.cancel.isVisible()
        assert not form.isEnabled()
        qtbot.waitUntil(lambda: film.progress.bar.value() > 0, timeout=LONG)
    data = io.BytesIO((tmp_path / "film.gif").read_bytes())
    with Image.open(data) as image:
        assert image.size == (480, 270)
        times = []
        for number in range(image.n_frames):  # type: ignore[attr-defined]
            image.seek(number)
            times.append(image.info["duration"])
    assert sum(times) == 5000
    assert form.isEnabled()
    assert not film.cancel.isVisible()


def test_from_here_on_as_mp4(film: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    click(film.form.film_format.button(".mp4"))
    click(film.form.steps.button("here"))
    type_into(film.form.speed, "20")
    lab = film.lab()
    assert lab is not None
    assert film.figures.whole_text().startswith("Steps 24 to 49 in 3 s")
    with qtbot.waitSignal(film.work.finished, timeout=LONG):
        film.begin(lab, tmp_path / "film.mp4")
    with av.open(tmp_path / "film.mp4") as container:
        assert container.streams.video[0].frames == round(30 * (0.5 + 25 / 20 + 1.5))


def test_cancel_leaves_no_file(film: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    lab = film.lab()
    assert lab is not None
    film.begin(lab, tmp_path / "film.gif")
    qtbot.waitUntil(lambda: film.progress.bar.value() > 5, timeout=LONG)
    with qtbot.waitSignal(film.work.cancelled, timeout=LONG):
        click(film.cancel)
    assert list(tmp_path.iterdir()) == []
    assert film.progress.message.whole_text() == "Cancelled; nothing was written."
    assert film.isVisible()


def test_escape_gives_up_first_and_closes_second(
    film: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    lab = film.lab()
    assert lab is not None
    film.begin(lab, tmp_path / "film.gif")
    with qtbot.waitSignal(film.work.cancelled, timeout=LONG):
        QTest.keyClick(film, Qt.Key.Key_Escape)
    assert film.isVisible()
    QTest.keyClick(film, Qt.Key.Key_Escape)
    assert not film.isVisible()


def test_closing_gives_up(film: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    lab = film.lab()
    assert lab is not None
    film.begin(lab, tmp_path / "film.gif")
    with qtbot.waitSignal(film.work.cancelled, timeout=LONG):
        click(film.leave)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told_in_the_dialog(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    lab = dialog.lab()
    assert lab is not None
    with qtbot.waitSignal(dialog.work.failed, timeout=LONG):
        dialog.begin(lab, tmp_path / "nowhere" / "a.png")
    assert dialog.progress.message.whole_text().startswith("“a.png” cannot be written")
    assert dialog.progress.message.property("tone") == "warning"
    assert dialog.save.isEnabled()


def test_steps_the_wrong_way_round_are_told_before_saving(
    film: ExportDialog, tmp_path: Path
) -> None:
    click(film.form.steps.button("some"))
    type_into(film.form.first, "9")
    type_into(film.form.last, "3")
    assert film.figures.whole_text().endswith("no way from step 9 to step 3.")
    lab = film.lab()
    assert lab is not None
    film.begin(lab, tmp_path / "film.gif")
    assert film.progress.message.property("tone") == "warning"
    assert not film.work.is_running
    assert list(tmp_path.iterdir()) == []


def test_copy_puts_pixels_and_vectors_on_the_clipboard(dialog: ExportDialog) -> None:
    choose_own_size(dialog, 640, 360)
    click(dialog.copy)
    data = QGuiApplication.clipboard().mimeData()
    image = data.imageData()
    assert isinstance(image, QImage)
    assert image.size() == QSize(640, 360)
    assert bytes(data.data("image/png").data()).startswith(b"\x89PNG")
    assert b"<svg" in bytes(data.data("image/svg+xml").data())[:200]
    assert dialog.progress.message.whole_text() == "The picture is on the clipboard."
    QGuiApplication.clipboard().setMimeData(QMimeData())


def test_the_menu_copies_in_the_windows_own_theme(session: Session, window: QWidget) -> None:
    theme_manager().set_theme(Theme("dark"))
    copy_lab(session)
    image = QGuiApplication.clipboard().image()
    assert image.size() == QSize(1600, 900)
    assert image.pixelColor(1, 1) == Theme("dark").colour.surface
    QGuiApplication.clipboard().setMimeData(QMimeData())


def test_the_dialog_begins_with_the_windows_theme_and_the_labs_speed(
    session: Session, window: QWidget, qtbot: QtBot
) -> None:
    theme_manager().set_theme(Theme("dark", projector=True))
    session.labs.document("convolution").set_speed(8.0)
    dialog = opened(session, window, "film", qtbot)
    options = dialog.form.options()
    assert (options.mode, options.projector, options.speed) == ("dark", True, 8.0)


def test_there_is_one_dialog_for_a_window(
    session: Session, window: QWidget, dialog: ExportDialog
) -> None:
    assert export_dialog(session, window, "film") is dialog
    assert dialog.form.options().is_film


def test_it_follows_the_lab_on_show(session: Session, dialog: ExportDialog, qtbot: QtBot) -> None:
    assert dialog.figures.whole_text() == "Window 24 of 49 · row 4 of 7, column 3"
    session.labs.document("convolution").go_to(25)
    qtbot.waitUntil(lambda: "Window 25" in dialog.figures.whole_text())
    session.labs.open("stride")
    assert dialog.lab() is session.labs.document("stride").lab
    assert dialog.form.last.value() == session.labs.document("stride").lab.count
    session.labs.show_catalogue()
    assert dialog.lab() is None
    assert not dialog.save.isEnabled()


def test_only_fields_that_matter_are_there(dialog: ExportDialog) -> None:
    form = dialog.form
    assert form.picture_format.isVisible()
    assert dialog.copy.isVisible()
    for field in (form.film_format, form.steps, form.pace, form.loop, form.first):
        assert not field.isVisible()
    click(form.what.button("film"))
    for field in (form.film_format, form.steps, form.pace, form.loop, form.speed):
        assert field.isVisible()
    for field in (form.picture_format, form.first, form.seconds, dialog.copy):
        assert not field.isVisible()
    click(form.film_format.button(".mp4"))
    assert not form.loop.isVisible()


def test_without_pyav_mp4_says_what_it_needs(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "has_video", lambda: False)
    form = shown(forms.ExportForm(), qtbot, 500, 500)
    button = form.film_format.button(".mp4")
    assert not button.isEnabled()
    assert 'pip install "cnnstudio[video]"' in button.toolTip()


def test_every_field_has_a_name_for_screen_readers(film: ExportDialog) -> None:
    form = film.form
    fields = [form.what, form.film_format, form.size_field.presets, form.mode, form.projector]
    fields += [form.titled, form.steps, form.first, form.last, form.pace, form.speed, form.loop]
    fields += [form.seconds, form.size_field.width_box, form.size_field.height_box, film.preview]
    assert [field for field in fields if not field.accessibleName()] == []


def test_the_preview_shows_the_theme_that_is_chosen(dialog: ExportDialog) -> None:
    def corner() -> str:
        return dialog.preview.grab().toImage().pixelColor(6, 6).name()

    before = corner()
    click(dialog.form.mode.button("dark"))
    assert before == Theme().colour.surface.name()
    assert corner() == Theme("dark").colour.surface.name()
