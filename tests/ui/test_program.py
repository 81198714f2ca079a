"""The whole program: window and engine, as somebody meets them."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PySide6.QtCore import QMimeData, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.core.project import Project, save_project
from cnnstudio.core.sentences import say
from cnnstudio.core.starters import starter
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.core.weights_file import save_weights
from cnnstudio.ui.app import Program
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.widgets.device_chip import DeviceChip
from cnnstudio.ui.workspaces.build.starter_gallery import StarterGallery
from tests.ui.kept_runs import empty_folder, keep_run

SLOW = 60_000


@pytest.fixture
def program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setenv("CNNSTUDIO_DATA", str(tmp_path / "data"))
    QSettings().clear()
    program = Program()
    program.show()
    yield program
    program.session.document.forget_unsaved()
    program.window.close()
    program.close()
    program.window.deleteLater()
    program.session.deleteLater()
    QSettings().clear()


@pytest.fixture
def ready(program: Program, qtbot: QtBot) -> Program:
    qtbot.waitUntil(lambda: program.session.engine.state == "ready", timeout=SLOW)
    return program


def answer_question(button: QMessageBox.StandardButton) -> None:
    """Press a button of the next question, once it is on screen."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        QTest.mouseClick(box.button(button), Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, press)


def libraries(pid: int) -> str:
    return Path(f"/proc/{pid}/maps").read_text()


def test_a_first_start_shows_a_trained_lenet_that_is_right(ready: Program, qtbot: QtBot) -> None:
    assert ready.session.document.network.name == "LeNet-5"
    qtbot.waitUntil(lambda: ready.session.live.probabilities is not None, timeout=SLOW)
    assert ready.session.live.probabilities.argmax() == ready.session.digit.current.label


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="reads /proc")
def test_the_live_engine_has_no_qt(ready: Program, qtbot: QtBot) -> None:
    assert "libQt6" in libraries(os.getpid())
    engine = libraries(ready.session.engine.pid)
    assert "libtorch_cpu" in engine
    assert "libQt6" not in engine


def test_each_workspace_comes_into_sight_by_its_keys_and_has_a_driver(program: Program) -> None:
    for key, name in (("3", "train"), ("4", "inside"), ("1", "learn"), ("2", "build")):
        QTest.keySequence(program.window, f"Ctrl+{key}")
        assert program.window.stage.key == name
        assert program.window.stage.currentWidget().driver.state().maximum >= 0


def test_f5_switches_the_projector_layout_and_escape_leaves_it(
    program: Program, qtbot: QtBot
) -> None:
    QTest.keySequence(program.window, "F5")
    assert theme_manager().current.projector
    assert program.window.rail.isVisible()
    assert not program.window.spine.isVisible()
    QTest.keyClick(program.window, Qt.Key.Key_Escape)
    assert not theme_manager().current.projector
    assert program.window.spine.isVisible()


def test_f11_fills_the_screen_and_escape_gives_it_back(program: Program, qtbot: QtBot) -> None:
    window, action = program.window, program.commands.menu.actions["full_screen"]
    QTest.keySequence(window, "F11")
    qtbot.waitUntil(window.isFullScreen)
    assert action.isChecked()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert not action.isChecked()


def test_what_is_projected_is_fitted_to_the_window(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.resize(1280, 720)
    QTest.keySequence(window, "F5")
    assert theme_manager().current.scale == pytest.approx(0.8)
    assert window.minimumSizeHint().height() <= 720
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: theme_manager().current == Theme(projector=True))
    QTest.keyClick(window, Qt.Key.Key_Escape)
    window.resize(1280, 720)
    QTest.qWait(200)
    assert theme_manager().current == Theme()


def test_page_keys_step_through_the_layers_whatever_has_the_focus(program: Program) -> None:
    program.window.spine.setFocus()
    program.session.select(())
    for _ in range(2):
        QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_PageDown)
    assert program.session.selection == ("relu1",)
    QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_PageUp)
    assert program.session.selection == ("conv1",)


def test_undo_and_redo_by_keys_name_what_they_do(program: Program) -> None:
    program.session.edit(Remove(("pool2",)))
    undo = program.commands.menu.actions["undo"]
    assert "Remove Max pool 2×2" in undo.text()
    QTest.keySequence(program.window, "Ctrl+Z")
    assert program.session.document.report.parameters == 61_706
    QTest.keySequence(program.window, "Ctrl+Y")
    assert program.session.document.report.parameters == 205_706


def test_unsaved_work_is_asked_about_and_cancel_keeps_everything(program: Program) -> None:
    program.session.edit(Remove(("pool2",)))
    before = program.session.document.network
    answer_question(QMessageBox.StandardButton.Cancel)
    QTest.keySequence(program.window, "Ctrl+N")
    assert program.session.document.network is before
    answer_question(QMessageBox.StandardButton.Cancel)
    assert not program.window.close()
    assert program.window.isVisible()


def test_saving_at_the_question_saves_and_then_closes(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.cnnstudio"
    save_project(path, Project(starter("mlp")))
    assert program.files.open(path)
    program.session.edit(Remove(("relu1",)))
    answer_question(QMessageBox.StandardButton.Save)
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=SLOW)
    assert program.files.open(path)
    assert len(program.session.document.network.layers) == 3


def test_what_a_run_learns_is_unsaved_from_its_first_step_on(
    ready: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    session, path = ready.session, tmp_path / "trained.cnnstudio"
    ready.files.save(path)
    qtbot.waitUntil(lambda: not session.document.is_unsaved and path.exists(), timeout=SLOW)
    session.start_run()
    chips = ready.window.top_bar.findChildren(DeviceChip)
    qtbot.waitUntil(lambda: "CPU · training" in [chip.text() for chip in chips], timeout=SLOW)
    qtbot.waitUntil(lambda: session.document.is_unsaved, timeout=SLOW)
    answer_question(QMessageBox.StandardButton.Cancel)
    assert not ready.window.close()
    answer_question(QMessageBox.StandardButton.Save)
    ready.window.close()
    qtbot.waitUntil(lambda: not ready.window.isVisible(), timeout=SLOW)  # is not asked once more


def test_a_project_dropped_onto_the_window_opens(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "dropped.cnnstudio"
    save_project(path, Project(starter("linear")))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDragEnterEvent(
        program.window.rect().center(),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(program.window, event)
    assert event.isAccepted()
    program.window.files_dropped.emit([str(path)])
    assert program.session.document.network.name == "Linear"


def test_a_bad_file_is_told_in_the_window_and_nothing_is_lost(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "bad.cnnstudio"
    path.write_bytes(b"PK\x03\x04 but nothing else")
    before = program.session.document.network
    program.commands.open_dropped([str(path)])
    assert program.window.banner.isVisible()
    assert "bad.cnnstudio" in program.window.banner.accessibleName()
    assert program.session.document.network is before


def test_all_that_is_to_be_said_of_weights_that_fit_in_part_is_told(
    program: Program, tmp_path: Path
) -> None:
    shapes = weights_of_network(starter("lenet5"))
    weights = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    weights["conv1.weight"] = np.zeros((7, 1, 5, 5), np.float32)
    path = tmp_path / "other.safetensors"
    save_weights(path, weights)
    program.commands.open_dropped([str(path)])
    said = program.window.banner.accessibleName()
    assert "2 tensors in “other.safetensors” fit no layer" in said
    assert "2 tensors of this network are not in “other.safetensors”" in said


def test_what_is_said_of_a_runs_moment_is_over_when_another_run_is_opened(
    program: Program,
) -> None:
    with empty_folder():
        one, other = keep_run("one", "One"), keep_run("other", "Other")
        reopen(program.session, one)
        banner = program.window.banner
        program.session.history.failed.emit(say("moment_damaged", step=20))
        assert banner.accessibleName() == "The moment of step 20 is damaged or cut short."
        program.session.history.seek(5)
        assert banner.isVisible()
        reopen(program.session, other)
        assert not banner.isVisible()


def test_ctrl_z_in_the_list_of_runs_has_a_deleted_run_back_and_then_is_the_networks(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with empty_folder():
        folder = keep_run()
        program.session.edit(Remove(("pool2",)))
        edited = program.session.document.network
        QTest.keySequence(program.window, "Ctrl+3")
        past = program.window.stage.workspace("train").past
        past.toggle_runs()
        table = past._drawer.page("runs").table
        qtbot.waitUntil(lambda: table.rowCount() == 1, timeout=5_000)
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: table.rowCount() == 0, timeout=5_000)
        press_undo(program)
        qtbot.waitUntil(lambda: table.rowCount() == 1, timeout=5_000)
        assert folder.exists()
        assert program.session.document.network == edited
        press_undo(program)
        assert program.session.document.network != edited
        past.toggle_runs()


def press_undo(program: Program) -> None:
    """As the keyboard does it: whoever has the focus may keep it from being a shortcut."""
    QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_f1_lists_the_shortcuts_and_about_says_whose_data_it_is(
    program: Program, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QLabel

    QTest.keySequence(program.window, "F1")
    program.commands.menu.actions["about"].trigger()
    texts = [
        label.text() for dialog in program.commands.dialogs for label in dialog.findChildren(QLabel)
    ]
    assert "F5" in texts
    assert any("Yann LeCun" in text for text in texts)


def test_the_engine_is_gone_after_the_window_is_closed(ready: Program, qtbot: QtBot) -> None:
    engine = psutil.Process(ready.session.engine.pid)
    ready.window.close()
    ready.close()
    assert not engine.is_running()


def test_an_edit_in_build_pauses_the_run_and_asks_what_is_meant(
    ready: Program, qtbot: QtBot
) -> None:
    ready.session.start_run()
    qtbot.waitUntil(lambda: ready.session.run.step > 5, timeout=SLOW)
    network = ready.session.document.network
    ready.session.edit(Remove(("relu4",)))
    banner = ready.window.banner
    assert banner.isVisible()
    qtbot.waitUntil(lambda: ready.session.run.state == "paused", timeout=10_000)
    QTest.mouseClick(banner.buttons[1], Qt.MouseButton.LeftButton)
    assert not banner.isVisible()
    assert ready.session.document.network == network


@pytest.mark.parametrize("workspace", ["build", "train", "inside"])
def test_every_control_that_tab_reaches_has_a_name(program: Program, workspace: str) -> None:
    program.window.show_workspace(workspace)
    QTest.qWait(50)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in program.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_every_menu_entry_does_something(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is triggered once; an exception in what it does fails the test."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: ("", ""))
    for name, action in program.commands.menu.actions.items():
        if name not in ("quit", "new", "open_image") and action.isEnabled():
            action.trigger()
            QApplication.processEvents()
    starters = program.window.findChildren(StarterGallery)
    assert [gallery.isVisible() for gallery in starters] == [True]


def test_a_starter_leaves_the_file_of_the_network_before_it_alone(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "mine.cnnstudio"
    save_project(path, Project(starter("mlp")))
    assert program.files.open(path)
    program.session.start_from("linear")
    assert program.session.document.path is None
    assert program.session.document.is_unsaved


def test_the_device_chip_offers_the_devices_that_were_found(ready: Program, qtbot: QtBot) -> None:
    chip = next(b for b in ready.window.top_bar.findChildren(QWidget) if "CPU" in text_of(b))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(ready.commands.devices.isVisible)
    best, *found = ready.commands.devices.actions()
    assert best.isChecked()
    names = [device.name for device in ready.session.engine.devices]
    assert len(found) == len(names)
    assert all(name in action.text() for name, action in zip(names, found, strict=True))
    found[-1].trigger()
    assert ready.session.settings.device == "cpu"
    ready.commands.devices.close()


def text_of(widget: QWidget) -> str:
    return str(getattr(widget, "text", str)())


def test_a_dead_engine_is_told_of_and_started_again_while_the_window_stays(
    ready: Program, qtbot: QtBot
) -> None:
    psutil.Process(ready.session.engine.pid).kill()
    qtbot.waitUntil(ready.window.banner.isVisible, timeout=SLOW)
    assert "engine" in ready.window.banner.accessibleName()
    qtbot.waitUntil(lambda: ready.session.engine.state == "ready", timeout=SLOW)
    assert ready.window.isVisible()
    assert not ready.window.banner.isVisible()
