"""Opening and saving, on real files."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.core.project import load_project
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import save_weights
from cnnstudio.ui.files.project_files import ProjectFiles
from cnnstudio.ui.session import Session


@pytest.fixture
def files(session: Session) -> ProjectFiles:
    QSettings().clear()
    return ProjectFiles(session, session)


def save(files: ProjectFiles, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(files.saved):
        files.save(path)
    files.wait()


def test_what_is_saved_opens_again_with_its_weights(
    files: ProjectFiles, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.cnnstudio"
    session.edit(Remove(("relu4",)))
    network, weights = session.document.network, session.weights()
    save(files, path, qtbot)
    assert not session.document.is_unsaved
    files.new()
    assert files.open(path)
    assert session.document.network == network
    assert session.document.path == path
    opened = session.weights()
    assert opened.keys() == weights.keys()
    assert all(np.array_equal(opened[key], weights[key]) for key in weights)


def test_a_file_that_is_none_of_ours_is_named_in_one_sentence_and_nothing_is_lost(
    files: ProjectFiles, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "notes.cnnstudio"
    path.write_text("hello")
    before = session.document.network
    with qtbot.waitSignal(files.told) as told:
        assert not files.open(path)
    assert "notes.cnnstudio" in str(told.args[0])
    assert session.document.network is before


def test_a_folder_that_cannot_be_written_keeps_the_work_unsaved(
    files: ProjectFiles, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.edit(Remove(("relu4",)))
    with qtbot.waitSignal(files.told) as told:
        files.save(tmp_path / "missing" / "mine.cnnstudio")
    assert "mine.cnnstudio" in str(told.args[0])
    assert session.document.is_unsaved
    files.wait()


def test_recent_files_are_the_newest_first_and_only_those_that_are_there(
    files: ProjectFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    one, two = tmp_path / "one.cnnstudio", tmp_path / "two.cnnstudio"
    save(files, one, qtbot)
    save(files, two, qtbot)
    assert files.recent() == [two, one]
    assert files.open(one)
    assert files.recent() == [one, two]
    two.unlink()
    assert files.recent() == [one]


def test_imported_weights_are_those_of_the_file(
    files: ProjectFiles, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "weights.safetensors"
    bias = np.arange(6, dtype=np.float32)
    save_weights(path, {"conv1.bias": bias})
    with qtbot.waitSignal(files.remarked):  # that the file has only one of the tensors
        files.import_weights(path)
    assert np.array_equal(session.weights()["conv1.bias"], bias)
    assert session.document.is_unsaved


def test_what_an_imported_file_has_nothing_for_stays_as_the_run_has_made_it(
    files: ProjectFiles, live_session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "weights.safetensors"
    weight = np.ones((6, 1, 5, 5), np.float32)
    save_weights(path, {"conv1.weight": weight})
    before = live_session.weights()
    live_session.start_run()
    qtbot.waitUntil(lambda: live_session.run.step > 20, timeout=60_000)
    with qtbot.waitSignal(files.remarked, timeout=20_000):
        files.import_weights(path)
    taken = live_session.weights()
    assert np.array_equal(taken["conv1.weight"], weight)
    assert not np.array_equal(taken["conv2.weight"], before["conv2.weight"])
    assert live_session.run.state == "idle"


def test_exported_weights_can_be_read_by_torch(
    files: ProjectFiles, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    from safetensors.numpy import load_file

    path = tmp_path / "out.safetensors"
    with qtbot.waitSignal(files.done) as done:
        files.export_weights(path)
    files.wait()
    assert "out.safetensors" in str(done.args[0])
    loaded = load_file(path)
    assert loaded.keys() == session.weights().keys()


def test_a_network_without_weights_has_none_to_export(
    files: ProjectFiles, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.open(starter("plain20"), {})
    with qtbot.waitSignal(files.told) as told:
        files.export_weights(tmp_path / "out.safetensors")
    assert told.args[0].code == "no_weights_yet"
    assert not (tmp_path / "out.safetensors").exists()


def test_the_saved_file_holds_the_settings_of_the_run(
    files: ProjectFiles, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    from cnnstudio.core.run_settings import RunSettings

    session.settings = RunSettings(seed=7, batch_size=128)
    path = tmp_path / "mine.cnnstudio"
    save(files, path, qtbot)
    assert load_project(path).settings == session.settings


def test_what_is_frozen_and_off_comes_back_with_the_file(
    files: ProjectFiles, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.surgery.set_frozen("conv1", [0, 3], True)
    session.surgery.set_off("conv2", [5], True)
    held = session.surgery.interventions
    path = tmp_path / "held.cnnstudio"
    save(files, path, qtbot)
    assert not session.document.is_unsaved
    files.new()
    assert not session.surgery.interventions
    assert files.open(path)
    assert session.surgery.interventions == held
    assert not session.document.is_unsaved
