"""A run is written, read again, listed, renamed, deleted; budgets, and runs that go back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.core import history
from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import open_run
from cnnstudio.core.messages import Changed
from cnnstudio.core.sentences import english, say
from cnnstudio.core.starters import starter
from tests.core.history.conftest import (
    FACTS,
    NETWORK,
    evaluation_of,
    metrics_of,
    weights_at,
    writer_in,
)


def test_a_run_comes_back_as_it_was_written(folder: Path) -> None:
    record = open_run(folder)
    assert record.facts == FACTS
    assert (record.state, record.step) == ("finished", 100)
    assert record.moments == (0, 1, 2, 50, 100)
    assert record.sentences == ()
    log = history.metrics(record)
    assert log.note is None
    assert np.array_equal(log.steps, np.arange(1, 101))
    assert np.array_equal(log.losses, np.arange(1, 101, dtype=np.float32))
    assert log.learning_rates[-1] == np.float32(100 / 1e6)


def test_the_weights_of_a_moment_come_back_batch_norms_own_numbers_too(folder: Path) -> None:
    weights = history.load_moment(open_run(folder), 50)
    assert set(weights) == set(weights_at(0))
    assert "n.running_var" in weights
    assert all((tensor == 50).all() for tensor in weights.values())


def test_the_test_of_a_moment_is_the_last_one_before_it(folder: Path) -> None:
    writer = writer_in(folder.with_name("other"))
    for step in (20, 40):
        writer.add_evaluation(evaluation_of(step))
    record = open_run(writer.folder)
    found = [history.evaluation_at(record, step) for step in (10, 20, 39, 1_000)]
    assert [None if test is None else test.step for test in found] == [None, 20, 20, 40]
    last = found[-1]
    assert last is not None
    assert (last.confusion == 100).all()
    assert last.probabilities.shape == (10_000, 10)
    assert history.evaluations(record) == [(20, 1.5, 0.25), (40, 1.5, 0.25)]


def test_settings_that_changed_on_the_way_are_kept(folder: Path) -> None:
    writer = writer_in(folder.with_name("other"))
    mark = Changed(FACTS.id, 7, "learning_rate", 0.1, 0.01)
    writer.add_mark(mark)
    assert open_run(writer.folder).marks == (mark,)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fitting=st.integers(1, 12), count=st.integers(1, 30))
def test_moments_stay_within_the_budget(tmp_path_factory, fitting: int, count: int) -> None:
    each = 4 * sum(tensor.size for tensor in weights_at(0).values()) + 1_000
    folder = tmp_path_factory.mktemp("budget") / "run"
    writer = writer_in(folder, budget=fitting * each)
    for step in range(count):
        writer.add_moment(step, weights_at(step))
        assert writer.size_bytes <= max(2, fitting) * each
    record = open_run(folder)
    assert record.moments == writer.moments
    assert (record.moments[0], record.moments[-1]) == (0, count - 1)
    assert record.sentences == ()


def test_a_network_too_large_for_three_moments_keeps_two_and_says_so(tmp_path: Path) -> None:
    network = starter("mlp")
    each = sum(tensor.nbytes for tensor in weights_at(0, network).values())
    writer = writer_in(tmp_path / "run", budget=5 * each // 2, network=network)
    for step in range(5):
        writer.add_moment(step, weights_at(step, network))
    assert writer.moments == (0, 4)
    assert writer.note is not None
    assert "only the first and the latest fit" in english(writer.note)


def test_a_network_too_large_for_the_budget_says_that_it_takes_more(tmp_path: Path) -> None:
    writer = writer_in(tmp_path / "run", budget=1_500 * 1_000)
    many = {"d.weight": np.zeros(250_000, np.float32)}
    for step in range(4):
        writer.add_moment(step, many)
    assert writer.moments == (0, 3)
    assert writer.note == say("history_over_budget", megabytes=2, each=1)
    assert "more than the 2 MB" in english(writer.note)


def test_a_thinned_history_says_so(tmp_path: Path) -> None:
    each = 4 * sum(tensor.size for tensor in weights_at(0).values()) + 1_000
    writer = writer_in(tmp_path / "run", budget=4 * each)
    for step in range(4):
        writer.add_moment(step, weights_at(step))
    assert writer.note is None
    writer.add_moment(4, weights_at(4))
    assert len(writer.moments) == 4
    assert writer.note is not None
    assert "thinned" in english(writer.note)


def test_whole_tests_take_a_quarter_of_the_budget_at_most(tmp_path: Path) -> None:
    writer = writer_in(tmp_path / "run", budget=4 * 5 * 201_000)
    for step in range(1, 12):
        writer.add_evaluation(evaluation_of(step))
    record = open_run(writer.folder)
    assert len(list((writer.folder / "evaluations").iterdir())) == 5
    assert len(history.evaluations(record)) == 11
    assert history.evaluation_at(record, 11) is not None


def test_a_run_that_goes_on_from_an_earlier_step_forgets_what_came_after(folder: Path) -> None:
    again = writer_in(folder)  # begins at step 0
    assert again.moments == (0,)
    again.begin(2)
    again.add_metrics(metrics_of(1, 3))
    record = open_run(folder)
    assert history.metrics(record).steps.tolist() == [1, 2, 3]
    assert history.evaluation_at(record, 100) is None
    assert record.sentences == (), [english(s) for s in record.sentences]


def test_runs_are_listed_the_newest_first_and_broken_ones_last(folder: Path) -> None:
    root = folder.parent
    newer = FACTS.began.replace(year=FACTS.began.year + 1)
    writer_in(root / "newer", began=newer, name="Newer")
    (root / "broken").mkdir()
    (root / "broken" / "metrics.log").write_bytes(b"")
    (root / "not a folder").write_text("x")
    runs = history.list_runs(root)
    assert [run.name for run in runs] == ["Newer", "My run", "broken"]
    assert [run.moments for run in runs] == [0, 5, 0]
    assert runs[1].accuracy == 0.25
    assert runs[1].size_bytes == history.size_bytes(folder) > 200_000
    assert runs[2].sentence is not None
    assert history.list_runs(root / "nowhere") == ()


def test_a_run_gets_another_name_of_one_line(folder: Path) -> None:
    assert history.rename(folder, "  Slow\nand  steady ") == "Slow and steady"
    assert open_run(folder).name == "Slow and steady"


def test_deleting_a_run_leaves_what_is_not_its_own(folder: Path) -> None:
    (folder / "moments" / "notes.txt").write_text("mine")
    history.delete(folder)
    assert [p.name for p in folder.rglob("*") if p.is_file()] == ["notes.txt"]


def test_deleting_a_run_leaves_nothing_of_it(folder: Path) -> None:
    history.delete(folder)
    assert not folder.exists()


def test_what_is_left_of_a_run_that_nobody_knows_any_more_is_deleted(folder: Path) -> None:
    (folder / "run.json").unlink()
    assert history.is_run(folder)
    (folder / "letter.txt").write_text("mine")
    assert not history.is_run(folder)
    with pytest.raises(ProjectError, match="not the folder of a run"):
        history.delete(folder)
    (folder / "letter.txt").unlink()
    history.delete(folder)
    assert not folder.exists()


def test_a_folder_that_is_no_run_is_not_deleted(tmp_path: Path) -> None:
    (tmp_path / "moments").mkdir()
    kept = tmp_path / "moments" / "5.safetensors"
    kept.write_bytes(b"x")
    with pytest.raises(ProjectError, match="not the folder of a run"):
        history.delete(tmp_path)
    assert kept.exists()


def test_the_network_is_that_of_the_run(folder: Path) -> None:
    assert open_run(folder).network == NETWORK
