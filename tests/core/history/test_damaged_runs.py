"""Run folders with parts missing, altered, half-written or made up to do harm."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.core import history
from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import log, open_run
from cnnstudio.core.history.lock import Hold
from cnnstudio.core.sentences import english
from cnnstudio.core.tensor_file import write
from tests.core.history.conftest import FACTS, metrics_of, weights_at, writer_in


def said(folder: Path) -> list[str]:
    """What opening the folder says, a sentence for each thing."""
    sentences = [english(sentence) for sentence in open_run(folder).sentences]
    assert all(text.endswith(".") and "\n" not in text for text in sentences)
    return sentences


def changed(path: Path, **values: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_a_half_written_moment_is_left_out_with_a_note(folder: Path) -> None:
    whole = (folder / "moments" / "100.safetensors").read_bytes()
    (folder / "moments" / ".150.safetensors.0a1b2c3d").write_bytes(whole[:99])
    (text,) = said(folder)
    assert "half written" in text
    assert open_run(folder).moments == (0, 1, 2, 50, 100)


def test_a_moment_that_was_cut_short_is_left_out_with_a_note(folder: Path) -> None:
    path = folder / "moments" / "50.safetensors"
    path.write_bytes(path.read_bytes()[:500])
    assert open_run(folder).moments == (0, 1, 2, 100)
    (text,) = said(folder)
    assert text == "One moment was only half written and is left out."
    (listed,) = history.list_runs(folder.parent)
    assert listed.moments == 4


def test_missing_moments_are_counted(folder: Path) -> None:
    (folder / "moments" / "2.safetensors").unlink()
    (text,) = said(folder)
    assert "step 2 is missing" in text
    (folder / "moments" / "50.safetensors").unlink()
    (text,) = said(folder)
    assert "2 moments are missing" in text


def test_a_moment_of_another_network_is_refused_in_one_sentence(folder: Path) -> None:
    path = folder / "moments" / "50.safetensors"
    with path.open("wb") as stream:
        write(stream, {**weights_at(50), "x.weight": np.zeros(3, np.float32)})
    with pytest.raises(ProjectError, match="weights of another network"):
        history.load_moment(open_run(folder), 50)


def test_a_moment_of_other_bytes_is_refused_in_one_sentence(folder: Path) -> None:
    path = folder / "moments" / "50.safetensors"
    path.write_bytes(os.urandom(path.stat().st_size))
    with pytest.raises(ProjectError, match="step 50 is damaged"):
        history.load_moment(open_run(folder), 50)
    with pytest.raises(ProjectError, match="cannot be read"):
        history.load_moment(open_run(folder), 77)


def test_a_moment_whose_numbers_were_changed_is_refused_in_one_sentence(folder: Path) -> None:
    path = folder / "moments" / "100.safetensors"
    data = bytearray(path.read_bytes())
    data[-50] ^= 1
    path.write_bytes(data)
    record = open_run(folder)
    with pytest.raises(ProjectError, match="step 100 is damaged"):
        history.load_moment(record, 100)
    sound = history.last_sound_moment(record)
    assert sound is not None
    assert sound[0] == 50


def test_a_moment_of_before_there_were_checksums_is_read(folder: Path) -> None:
    with (folder / "moments" / "50.safetensors").open("wb") as stream:
        write(stream, weights_at(50))
    found = history.load_moment(open_run(folder), 50)
    assert all((found[name] == tensor).all() for name, tensor in weights_at(50).items())


@pytest.mark.parametrize("name", ["state.json", "metrics.log", "evaluations.log"])
def test_a_missing_file_costs_a_sentence_and_the_rest_is_there(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (text,) = said(folder)
    assert name in text
    record = open_run(folder)
    assert record.moments == (0, 1, 2, 50, 100)
    assert history.evaluation_at(record, 100) is not None


def test_a_run_that_was_stopped_before_its_first_test_misses_none(tmp_path: Path) -> None:
    writer = writer_in(tmp_path / "run")
    writer.add_moment(0, weights_at(0))
    writer.add_metrics(metrics_of(1, 60))
    writer.set_state("finished", 60)
    assert said(writer.folder) == []
    writer.add_metrics(metrics_of(61, 100))
    writer.set_state("finished", 100)
    assert "evaluations.log" in said(writer.folder)[0]


def test_an_empty_folder_of_moments_is_a_run_without_moments(folder: Path) -> None:
    for path in (folder / "moments").iterdir():
        path.unlink()
    (folder / "moments").rmdir()
    assert open_run(folder).moments == ()
    (text,) = said(folder)
    assert text == "All 5 moments of the run are missing or damaged, so its weights are lost."


def test_a_torn_entry_of_the_log_is_left_out_and_written_over(folder: Path) -> None:
    path = folder / "metrics.log"
    path.write_bytes(path.read_bytes()[:-7])
    (text,) = said(folder)
    assert "last entry of “metrics.log”" in text
    assert history.metrics(open_run(folder)).steps.tolist() == list(range(1, 100))
    log.append(path, np.fromfile(path, log.STEP)[:0])
    assert not log.read(path, log.STEP).torn


@pytest.mark.parametrize("last", [0, 40])
@pytest.mark.parametrize("torn", [0, 7])
def test_a_log_that_was_cut_short_says_after_which_step(folder: Path, last: int, torn: int) -> None:
    os.truncate(folder / "metrics.log", last * log.STEP.itemsize + torn)
    (text,) = said(folder)
    assert text.startswith(f"The steps after {last} are missing from “metrics.log”")


def test_the_log_of_a_run_that_goes_on_may_be_a_little_behind(folder: Path) -> None:
    os.truncate(folder / "metrics.log", 40 * log.STEP.itemsize)
    changed(folder / "state.json", state="running")
    hold = Hold(folder)
    assert said(folder) == []
    hold.release()


@pytest.mark.parametrize("value", [-5, 3, 10**17])
def test_a_log_ends_before_a_step_that_cannot_be(folder: Path, value: int) -> None:
    path = folder / "metrics.log"
    records = np.fromfile(path, log.STEP)
    records["step"][40] = value
    records.tofile(path)
    (text,) = said(folder)
    assert "was altered" in text
    steps = history.metrics(open_run(folder)).steps.tolist()
    assert steps == list(range(1, 41))


def test_a_log_ends_before_a_loss_that_is_no_number(folder: Path) -> None:
    path = folder / "metrics.log"
    records = np.fromfile(path, log.STEP)
    records["loss"][40] = np.nan
    records.tofile(path)
    assert "was altered" in said(folder)[0]
    assert len(history.metrics(open_run(folder)).steps) == 40


def test_a_damaged_test_is_passed_over(folder: Path) -> None:
    path = folder / "evaluations" / "50.evaluation"
    path.write_bytes(bytes(path.stat().st_size))
    assert history.evaluation_at(open_run(folder), 100) is None


def test_a_missing_test_costs_a_sentence(folder: Path) -> None:
    shutil.rmtree(folder / "evaluations")
    (text,) = said(folder)
    assert text.startswith("The test of step 50 is missing")


FACTS_OF_RUN: dict[str, Any] = {
    "no object": [1, 2],
    "another format": {"format": 2},
    "a format of text": {"format": "1"},
    "an id that leads elsewhere": {"id": "../../etc"},
    "an id of a mile": {"id": "a" * 100_000},
    "a name of numbers": {"name": 5},
    "a time of old": {"began": "yesterday"},
    "a time without a zone": {"began": "2026-01-01T00:00:00"},
    "no steps an epoch": {"steps_per_epoch": 0},
    "steps of half": {"steps_per_epoch": 0.5},
    "more steps than there are": {"total_steps": 10**30},
    "true steps": {"total_steps": True},
    "no network": {"network": {}},
    "a network with a fault": {"network": {"format": 1, "name": "n", "layers": [{"kind": "?"}]}},
    "a network without settings": {"network": {"format": 1, "name": "n", "layers": []}},
}


@pytest.mark.parametrize("name", FACTS_OF_RUN)
def test_a_run_that_cannot_be_is_refused_in_one_sentence(folder: Path, name: str) -> None:
    values = FACTS_OF_RUN[name]
    path = folder / "run.json"
    if isinstance(values, dict):
        changed(path, **values)
    else:
        path.write_text(json.dumps(values))
    with pytest.raises(ProjectError) as caught:
        open_run(folder)
    assert "run.json" in str(caught.value)
    assert len(str(caught.value)) < 400
    (listed,) = history.list_runs(folder.parent)
    assert listed.sentence == caught.value.sentence


STATES: dict[str, bytes] = {
    "NaN": (
        b'{"format": 1, "state": "paused", "step": NaN, "moments": [], "marks": [], "gaps": []}'
    ),
    "a mark of infinity": (
        b'{"format": 1, "state": "running", "step": 1, "moments": [], "gaps": [],'
        b'"marks": [[1, "learning_rate", 1e999, 1]]}'
    ),
    "a mark of another setting": (
        b'{"format": 1, "state": "running", "step": 1, "moments": [], "gaps": [],'
        b'"marks": [[1, "__class__", 1, 1]]}'
    ),
    "a state of its own": (
        b'{"format": 1, "state": "flying", "step": 1, "moments": [], "marks": [], "gaps": []}'
    ),
    "gaps of text": (
        b'{"format": 1, "state": "paused", "step": 1, "moments": [], "marks": [], "gaps": ["ab"]}'
    ),
    "nothing": b"",
    "depth": b"[" * 100_000,
    "no text": bytes(range(256)),
}


@pytest.mark.parametrize("name", STATES)
def test_a_state_that_cannot_be_costs_one_sentence(folder: Path, name: str) -> None:
    (folder / "state.json").write_bytes(STATES[name])
    (text,) = said(folder)
    assert "state.json" in text
    assert open_run(folder).step == 100


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_whatever_happens_to_a_file_opening_says_it_or_refuses(folder: Path, data) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(paths))
    before = path.read_bytes()
    at = data.draw(st.integers(0, max(0, len(before) - 1)))
    path.write_bytes(before[:at] + data.draw(st.binary(max_size=20)) + before[at + 10 :])
    with suppress(ProjectError):
        record = open_run(folder)
        steps = history.metrics(record).steps
        assert (np.diff(steps) > 0).all()
        assert all(0 <= accuracy <= 1 for _, _, accuracy in history.evaluations(record))
        assert record.step in range(10**12 + 1)
        for step in record.moments:
            assert set(history.load_moment(record, step)) == set(weights_at(0))
    path.write_bytes(before)


def test_links_to_elsewhere_are_neither_read_nor_deleted(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (folder / "moments").rename(elsewhere)
    (folder / "moments").symlink_to(elsewhere, target_is_directory=True)
    assert open_run(folder).moments == ()
    history.delete(folder)
    assert len(list(elsewhere.iterdir())) == 5


def test_a_linked_moment_is_no_moment(folder: Path) -> None:
    (folder / "moments" / "70.safetensors").symlink_to("/dev/zero")
    assert 70 not in open_run(folder).moments


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(folder: Path) -> None:
    for name in ("state.json", "metrics.log"):
        (folder / name).unlink()
        os.mkfifo(folder / name)
    assert len(said(folder)) == 2


def test_a_folder_of_a_million_bytes_of_names_is_read_in_part(folder: Path) -> None:
    for number in range(300):
        (folder / "moments" / f"{'9' * 40}{number}.safetensors").write_bytes(b"")
    assert open_run(folder).moments == (0, 1, 2, 50, 100)


def test_a_log_that_does_not_fit_onto_the_disk_stays_as_it_was(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    writer = writer_in(tmp_path / "run")
    writer.add_metrics(metrics_of(1, 10))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (250, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            writer.add_metrics(metrics_of(11, 30))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (writer.folder / "metrics.log").stat().st_size == 10 * log.STEP.itemsize
    writer.add_metrics(metrics_of(11, 30))
    record = open_run(writer.folder)
    assert history.metrics(record).steps.tolist() == list(range(1, 31))
    assert record.id == FACTS.id
