"""Files that go while a folder is read: deleted in another window, or thinned by the engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cnnstudio.core.history import list_runs, open_run
from cnnstudio.core.history.keeping import size_bytes
from tests.core.history.conftest import weights_at, writer_in


@pytest.fixture
def run(tmp_path: Path) -> Path:
    writer = writer_in(tmp_path / "run")
    for step in (0, 1, 90):
        writer.add_moment(step, weights_at(step))
    writer.end()
    return writer.folder


@pytest.fixture
def when_listed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, Callable[[], object]], None]:
    """Let something be done once a folder's files have been listed, but not yet looked at."""

    def arrange(folder: Path, act: Callable[[], object]) -> None:
        real = os.scandir

        @contextmanager
        def listing(path: Path | int) -> Iterator[Iterator[os.DirEntry[str]]]:
            with real(path) as entries:
                found = list(entries)
            if path == folder:
                act()
            yield iter(found)

        monkeypatch.setattr(os, "scandir", listing)

    return arrange


def test_a_moment_that_goes_meanwhile_is_not_counted(
    run: Path, when_listed: Callable[[Path, Callable[[], object]], None]
) -> None:
    gone = run / "moments" / "1.safetensors"
    when_listed(gone.parent, lambda: gone.unlink(missing_ok=True))
    assert open_run(run).moments == (0, 90)
    assert size_bytes(run) > 0


def test_a_run_that_goes_meanwhile_is_not_in_the_list(
    run: Path, when_listed: Callable[[Path, Callable[[], object]], None]
) -> None:
    writer_in(run.with_name("other")).end()
    when_listed(run / "moments", lambda: shutil.rmtree(run, ignore_errors=True))
    assert [listed.folder.name for listed in list_runs(run.parent)] == ["other"]
