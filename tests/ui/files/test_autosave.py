"""A crash costs little: the work of a window that died is found and can be restored."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnstudio.core.edits import Remove
from cnnstudio.core.project import load_project
from cnnstudio.ui.files.autosave import Autosave
from cnnstudio.ui.files.project_files import ProjectFiles
from cnnstudio.ui.session import Session

#: A window's worth of unsaved work, kept aside, and then a death without warning.
DYING = """
import os, signal
from PySide6.QtWidgets import QApplication
from cnnstudio.core.edits import Remove
from cnnstudio.core.starters import starter
from cnnstudio.ui.files.autosave import Autosave
from cnnstudio.ui.files.project_files import ProjectFiles
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import CurrentDigit

app = QApplication([])
session = Session(starter("lenet5"), CurrentDigit.of_test_set())
autosave = Autosave(session, ProjectFiles(session))
session.edit(Remove(("pool2",)))
autosave.keep()
print(autosave.path, flush=True)
{ending}
"""


@pytest.fixture
def autosave(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Autosave:
    monkeypatch.setenv("CNNSTUDIO_DATA", str(tmp_path))
    autosave = Autosave(session, ProjectFiles(session, session), session)
    yield autosave
    autosave.close()


def run_window(ending: str) -> Path:
    process = subprocess.Popen(
        [sys.executable, "-c", DYING.format(ending=ending)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )
    output, _ = process.communicate(timeout=60)
    return Path(output.strip())


def test_the_work_of_a_killed_window_is_found_and_opens_as_unsaved_work(
    autosave: Autosave, session: Session
) -> None:
    path = run_window("os.kill(os.getpid(), signal.SIGKILL)")
    (work,) = autosave.left_over()
    assert work.path == path
    assert work.name == "LeNet-5"
    files = ProjectFiles(session)
    assert files.restore(work.path, work.original)
    assert session.document.report.parameters == 205_706
    assert session.document.is_unsaved
    autosave.discard(work)
    assert autosave.left_over() == []


def test_work_by_hand_is_kept_aside_and_comes_back(autosave: Autosave, session: Session) -> None:
    session.surgery.set_frozen("conv1", [1], True)
    autosave.keep()
    session.surgery.set_off("conv2", [0], True)
    autosave.keep()
    held = session.surgery.interventions
    session.surgery.begin_anew()
    assert ProjectFiles(session).restore(autosave.path, None)
    assert session.surgery.interventions == held


def test_a_window_that_lives_keeps_its_work_to_itself(autosave: Autosave, session: Session) -> None:
    session.edit(Remove(("pool2",)))
    autosave.keep()
    other = Autosave(session, ProjectFiles(session, session), session)
    assert autosave.path.exists()
    assert other.left_over() == []
    other.close()


def test_saved_or_undone_work_is_not_kept(autosave: Autosave, session: Session) -> None:
    session.edit(Remove(("pool2",)))
    autosave.keep()
    assert load_project(autosave.path).network == session.document.network
    session.document.undo_stack.undo()
    autosave.keep()
    assert not autosave.path.exists()


def test_a_window_that_ends_as_it_should_leaves_nothing(autosave: Autosave) -> None:
    path = run_window("autosave.close(); session.close()")
    assert not path.exists()
    assert autosave.left_over() == []
