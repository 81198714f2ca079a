"""A run whose process is gone is told apart from one that goes on in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnstudio.core.history import RunFacts, list_runs, open_run
from cnnstudio.core.history import writer as writer_module
from cnnstudio.core.history.lock import is_held
from cnnstudio.core.history.run_file import write_facts
from tests.core.history.conftest import weights_at, writer_in

_TRAINER = """
import sys, time
from pathlib import Path
from tests.core.history.conftest import writer_in
writer = writer_in(Path(sys.argv[1]))
writer.set_state("running", 7)
print("begun", flush=True)
time.sleep(600)
"""


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is in the midst of the run in `tmp_path / "run"`."""
    root = str(Path(__file__).parents[3])
    process = subprocess.Popen(
        [sys.executable, "-c", _TRAINER, str(tmp_path / "run")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_run_whose_process_was_killed_is_broken_off(
    tmp_path: Path, trainer: subprocess.Popen[str]
) -> None:
    assert [run.state for run in list_runs(tmp_path)] == ["running"]
    assert open_run(tmp_path / "run").state == "running"
    trainer.kill()
    trainer.wait()
    assert [(run.state, run.step) for run in list_runs(tmp_path)] == [("broken off", 7)]
    assert open_run(tmp_path / "run").state == "broken off"


def test_a_folder_in_which_nothing_was_begun_yet_is_not_listed(tmp_path: Path) -> None:
    writer_in(tmp_path / "run")
    (tmp_path / "empty").mkdir()
    (tmp_path / "killed").mkdir()
    (tmp_path / "killed" / ".run.json.0123abcd").write_bytes(b"{")
    (tmp_path / "someone's").mkdir()
    (tmp_path / "someone's" / "letter.txt").write_bytes(b"")
    assert [run.folder.name for run in list_runs(tmp_path)] == ["run", "someone's"]


def test_what_run_it_is_is_the_first_that_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[list[str]] = []

    def look(path: Path, facts: RunFacts) -> None:
        found.append([file.name for file in path.parent.iterdir()])
        write_facts(path, facts)

    monkeypatch.setattr(writer_module, "write_facts", look)
    writer_in(tmp_path / "run")
    assert found == [[]]


def test_a_run_came_as_far_as_its_latest_moment(tmp_path: Path) -> None:
    writer = writer_in(tmp_path / "run")
    writer.set_state("running", 0)
    for step in (0, 1, 90):
        writer.add_moment(step, weights_at(step))
    assert [(run.state, run.step) for run in list_runs(tmp_path)] == [("running", 90)]
    writer.end()
    assert [(run.state, run.step) for run in list_runs(tmp_path)] == [("broken off", 90)]
    assert open_run(writer.folder).step == 90


@pytest.mark.parametrize("state", ["running", "paused"])
def test_a_run_that_nobody_holds_any_more_is_broken_off(tmp_path: Path, state: str) -> None:
    writer = writer_in(tmp_path / "run")
    writer.set_state(state, 3)  # type: ignore[arg-type]
    assert open_run(writer.folder).state == state
    writer.end()
    assert open_run(writer.folder).state == "broken off"


def test_a_run_that_goes_on_after_it_was_broken_off_is_running(tmp_path: Path) -> None:
    writer_in(tmp_path / "run").end()
    again = writer_in(tmp_path / "run")
    again.set_state("running", 0)
    assert [run.state for run in list_runs(tmp_path)] == ["running"]


def test_runs_kept_before_there_were_locks_are_finished_or_broken_off(folder: Path) -> None:
    (folder / "run.lock").unlink()
    assert open_run(folder).state == "finished"
    path = folder / "state.json"
    path.write_text(path.read_text().replace("finished", "running"))
    assert open_run(folder).state == "broken off"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_a_lock_that_is_no_file_does_not_hold_up_the_list(folder: Path) -> None:
    (folder / "run.lock").unlink()
    os.mkfifo(folder / "run.lock")
    assert not is_held(folder)
    assert [run.state for run in list_runs(folder.parent)] == ["finished"]
