"""Runs that are laid over: one that cannot be read takes no other away."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cnnstudio.ui.workspaces.train.runs.comparison import Comparison
from tests.ui.kept_runs import empty_folder, keep_run


def test_a_broken_run_that_is_not_wanted_any_more_takes_no_other_away(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with empty_folder():
        sound = keep_run()
        comparison, told = Comparison(), []
        comparison.failed.connect(told.append)
        comparison.set_compared(tmp_path, True)  # no run at all
        comparison.set_compared(sound, True)
        comparison.set_compared(tmp_path, False)
        qtbot.waitUntil(lambda: bool(comparison.runs), timeout=5_000)
        assert [run.folder for run in comparison.runs] == [sound]
        assert told == []
