"""The map of the test digits along the kept moments of a run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.core.alignment import aligned
from cnnstudio.core.history import load_moment, open_run
from cnnstudio.core.messages import (
    DigitMap,
    DigitsAlong,
    Floats,
    MapDigits,
    MomentPassedOver,
    Progress,
)
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import save_weights
from cnnstudio.engine.datasets import DeviceDigits, load
from cnnstudio.engine.digit_map import map_digits
from cnnstudio.engine.digits_along import digits_along
from cnnstudio.engine.failures import RefusedError
from cnnstudio.engine.weights import initialised
from tests.engine.looking import scene_of
from tests.ui.kept_runs import empty_folder, keep_run

STEPS, COUNT = (0, 20, 200), 200


TEST = load("test")
FEW = DeviceDigits(TEST.images[:COUNT], TEST.labels[:COUNT])


@pytest.fixture
def folder() -> Iterator[Path]:
    with empty_folder():
        yield keep_run()


def look(folder: Path, layer: str = "dense1") -> DigitsAlong:
    return DigitsAlong(5, str(folder), STEPS, layer, COUNT)


def distances(points: Floats) -> Floats:
    """Between each two points, (n, n)."""
    return np.asarray(np.linalg.norm(points[:, None] - points[None], axis=2))


def test_each_moment_has_the_map_of_its_own_weights_turned_after_the_one_before(
    folder: Path,
) -> None:
    scene = scene_of(starter("linear"), (FEW, FEW))  # another network is on screen
    events = list(digits_along(look(folder), scene))
    maps = [event for event in events if isinstance(event, DigitMap)]
    assert [(m.request, m.run_id, m.step) for m in maps] == [(5, "0123abcd", s) for s in STEPS]
    record = open_run(folder)
    for found in maps:
        model = initialised(record.network, load_moment(record, found.step), seed=0)
        there = scene._replace(model=model, network=record.network)
        alone = list(map_digits(MapDigits(1, "dense1", COUNT), there))[-1]
        assert isinstance(alone, DigitMap)
        assert np.array_equal(found.answers, alone.answers)
        apart = distances(alone.points)
        assert np.allclose(distances(found.points), apart, atol=1e-3 * apart.max())
    for before, after in pairwise(maps):
        scale = np.abs(after.points).max()
        again = aligned(after.points, before.points)
        assert np.allclose(after.points, again, atol=1e-3 * scale)


def test_progress_counts_the_digits_of_all_moments(folder: Path) -> None:
    events = list(digits_along(look(folder), scene_of(starter("linear"), (FEW, FEW))))
    progress = [event for event in events if isinstance(event, Progress)]
    done = [event.done for event in progress]
    assert done == sorted(set(done))
    assert {event.total for event in progress} == {COUNT * len(STEPS)}
    assert done[-1] == COUNT * len(STEPS)


def test_a_damaged_moment_is_passed_over_with_a_sentence(folder: Path) -> None:
    path = folder / "moments" / "20.safetensors"
    path.write_bytes(path.read_bytes()[:-3])
    events = list(digits_along(look(folder), scene_of(starter("linear"), (FEW, FEW))))
    told = [event for event in events if isinstance(event, DigitMap | MomentPassedOver)]
    assert [event.step for event in told] == [0, 20, 200]
    assert isinstance(told[1], MomentPassedOver)
    assert "step 20 is damaged" in str(told[1].sentence)


def spoil(folder: Path, step: int) -> None:
    """Let a kept moment be one of a run that has left the numbers."""
    weights = load_moment(open_run(folder), step)
    weights["dense1.bias"] = np.full_like(weights["dense1.bias"], np.nan)
    save_weights(folder / "moments" / f"{step}.safetensors", weights)


def test_the_last_map_is_that_before_the_run_left_the_numbers(folder: Path) -> None:
    scene = scene_of(starter("linear"), (FEW, FEW))
    spoil(folder, 200)
    events = list(digits_along(look(folder), scene))
    assert [event.step for event in events if isinstance(event, DigitMap)] == [0, 20]
    spoil(folder, 0)
    with pytest.raises(RefusedError):
        list(digits_along(look(folder), scene))
