"""Feature maps of one picture along the kept moments of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio.core.history import load_moment, open_run
from cnnstudio.core.messages import MapsAlong, MapsOfMoment, MomentPassedOver, Progress
from cnnstudio.core.mnist import load_digits
from cnnstudio.core.starters import starter
from cnnstudio.engine.maps_along import maps_along
from tests.engine.scenes import scene_of
from tests.ui.kept_runs import MOMENTS, empty_folder, keep_run


@pytest.fixture
def folder() -> Iterator[Path]:
    with empty_folder():
        yield keep_run()


PIXELS = load_digits("test").images[35].astype(np.float32) / 255


def look(folder: Path, layer: str, most: int = 64, steps: tuple[int, ...] = MOMENTS) -> MapsAlong:
    return MapsAlong(5, str(folder), steps, layer, PIXELS, most)


def test_each_moment_has_the_maps_of_its_own_weights(folder: Path) -> None:
    scene = scene_of(starter("linear"))  # another network is on screen
    events = list(maps_along(look(folder, "conv1"), scene))
    found = [event for event in events if isinstance(event, MapsOfMoment)]
    assert [event.step for event in found] == list(MOMENTS)
    assert {(event.request, event.run_id) for event in found} == {(5, "0123abcd")}
    record = open_run(folder)
    for event in found[::4]:
        weights = load_moment(record, event.step)
        expected = torch.nn.functional.conv2d(
            torch.from_numpy(PIXELS)[None, None],
            torch.from_numpy(weights["conv1.weight"]),
            torch.from_numpy(weights["conv1.bias"]),
            padding=2,
        )[0]
        assert np.allclose(event.maps, expected.numpy(), atol=1e-5)
    last = events[-1]
    assert isinstance(last, Progress)
    assert (last.done, last.total) == (len(MOMENTS), len(MOMENTS))


def test_a_list_is_maps_of_one_cell_and_no_more_than_wanted_are_told(folder: Path) -> None:
    scene = scene_of(starter("linear"))
    (event, _) = maps_along(look(folder, "dense1", most=64, steps=(20,)), scene)
    assert isinstance(event, MapsOfMoment)
    assert event.maps.shape == (64, 1, 1)


def test_damaged_moments_are_passed_over_with_a_sentence_each(folder: Path) -> None:
    path = folder / "moments" / "20.safetensors"
    path.write_bytes(path.read_bytes()[:-3])
    (folder / "moments" / "0.safetensors").unlink()
    events = list(maps_along(look(folder, "conv1"), scene_of(starter("linear"))))
    steps = [event.step for event in events if isinstance(event, MapsOfMoment)]
    assert steps == [step for step in MOMENTS if step not in (0, 20)]
    passed_over = [event for event in events if isinstance(event, MomentPassedOver)]
    assert [(event.request, event.step) for event in passed_over] == [(5, 0), (5, 20)]
    assert "step 20 is damaged" in str(passed_over[1].sentence)
    assert events[-1] == Progress(5, len(MOMENTS), len(MOMENTS))
