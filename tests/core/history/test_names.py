"""A new run is told apart from the others by its name."""

from __future__ import annotations

from pathlib import Path

from cnnstudio.core.history import list_runs, open_run, rename
from cnnstudio.core.history.run_file import LONGEST_NAME
from tests.core.history.conftest import writer_in


def names(root: Path) -> list[str]:
    return sorted(run.name for run in list_runs(root))


def test_runs_of_the_same_name_are_numbered(tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        writer_in(tmp_path / folder)
    assert names(tmp_path) == ["My run", "My run (2)", "My run (3)"]


def test_a_run_that_goes_on_keeps_its_name(tmp_path: Path) -> None:
    writer_in(tmp_path / "a")
    writer_in(tmp_path / "a")
    rename(tmp_path / "a", "Another")
    writer_in(tmp_path / "b")
    writer_in(tmp_path / "a")
    assert names(tmp_path) == ["Another", "My run"]


def test_what_is_no_run_has_no_name_to_be_told_apart_from(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "run.json").write_text('{"format": 1, "name": ["My run"]}')
    (tmp_path / "a file").write_text("My run")
    assert open_run(writer_in(tmp_path / "a").folder).name == "My run"


def test_the_longest_names_are_told_apart_too(tmp_path: Path) -> None:
    longest = "m" * LONGEST_NAME
    for folder in ("a", "b"):
        writer_in(tmp_path / folder, name=longest)
    assert len(set(names(tmp_path))) == 2
