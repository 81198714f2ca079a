"""The doctor's numbers of a run are kept beside its losses."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from cnnstudio.core.history import open_run, vital_signs
from cnnstudio.core.sentences import english
from tests.core.history.conftest import metrics_of, vitals_of, writer_in


@pytest.fixture
def examined(tmp_path: Path) -> Path:
    """A run of 60 steps, examined at three of them."""
    writer = writer_in(tmp_path / "run")
    for step in (1, 20, 40):
        writer.add_vitals(vitals_of(step))
    writer.add_metrics(metrics_of(1, 60))
    writer.set_state("finished", 60)
    return writer.folder


def test_vital_signs_come_back_as_they_were_told(examined: Path) -> None:
    signs = vital_signs(open_run(examined))
    assert [vitals.step for vitals in signs] == [1, 20, 40]
    assert signs[1].dead == {"r": 0.5}
    assert signs[1].saturated == {}
    assert signs[1].gradients == pytest.approx({"c": 0.02, "d": 0.25})
    assert (signs[1].digits, signs[1].gradient_norm, signs[1].updates) == (256, 20.0, {"c": 0.125})


def test_sizes_that_are_no_numbers_come_back_as_beyond_all_numbers(tmp_path: Path) -> None:
    writer = writer_in(tmp_path / "run")
    writer.add_vitals(replace(vitals_of(1), gradient_norm=math.nan, gradients={"c": math.inf}))
    (vitals,) = vital_signs(open_run(writer.folder))
    assert (vitals.gradient_norm, vitals.gradients) == (math.inf, {"c": math.inf})


def test_a_run_that_goes_back_forgets_the_vital_signs_of_later_steps(examined: Path) -> None:
    writer_in(examined).begin(20)
    assert vital_signs(open_run(examined)) == ()  # it had begun at step 0 already
    writer = writer_in(examined)
    for step in (1, 20, 40):
        writer.add_vitals(vitals_of(step))
    writer.forget_after(20)
    assert [vitals.step for vitals in vital_signs(open_run(examined))] == [1, 20]


def test_a_run_of_before_vital_signs_were_kept_has_none_and_lacks_nothing(examined: Path) -> None:
    (examined / "vitals.log").unlink()
    record = open_run(examined)
    assert vital_signs(record) == ()
    assert not any("vitals" in english(sentence) for sentence in record.sentences)


@pytest.mark.parametrize(
    ("at", "data"),
    [
        (0, b"\x00"),  # step 0 does not come after step 1
        (8, b"\xff\xff\xff\xff"),  # fewer than no digits
    ],
)
def test_altered_vital_signs_are_left_out_and_that_is_said(
    examined: Path, at: int, data: bytes
) -> None:
    path = examined / "vitals.log"
    before = path.read_bytes()
    at += len(before) // 3
    path.write_bytes(before[:at] + data + before[at + len(data) :])
    record = open_run(examined)
    assert len(vital_signs(record)) == 1
    assert any("“vitals.log” was altered" in english(said) for said in record.sentences)


def test_a_torn_entry_is_left_out_and_that_is_said(examined: Path) -> None:
    path = examined / "vitals.log"
    path.write_bytes(path.read_bytes()[:-3])
    record = open_run(examined)
    assert len(vital_signs(record)) == 2
    assert any("“vitals.log” was only half written" in english(s) for s in record.sentences)


def test_a_share_above_all_is_no_share(examined: Path) -> None:
    writer = writer_in(examined)
    writer.add_vitals(replace(vitals_of(1), dead={"r": 1.5}))
    assert vital_signs(open_run(examined)) == ()
