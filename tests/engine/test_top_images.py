"""Top images equal what a loop over the digits finds, for networks that hypothesis makes up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from cnnstudio.core.infer import infer
from cnnstudio.core.messages import BINS, FindTopImages, Picks, Progress, TopImages
from cnnstudio.core.network import Network, walk
from cnnstudio.core.starters import starter
from cnnstudio.engine.datasets import DeviceDigits, adapt, load, pixels
from cnnstudio.engine.failures import RefusedError
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.top_images import Ranking, histograms
from tests.engine.looking import said, scene_of
from tests.strategies import sound_networks

TEST = load("test")
FEW = DeviceDigits(TEST.images[:40], TEST.labels[:40])


class Peaks(NamedTuple):
    """The largest number of each digit and unit, and its whole map, found one by one."""

    values: np.ndarray
    maps: list[Tensor]


@torch.no_grad()
def one_by_one(scene: Scene, layer_id: str) -> Peaks:
    values, maps = [], []
    for image in scene.test_digits.images:
        outputs = {}
        x = adapt(pixels(image[None]), scene.network.input)
        scene.model(x, lambda id, output, into=outputs: into.update({id: output}))
        output = outputs[layer_id][0]
        maps.append(output if output.dim() == 3 else output[:, None, None])
        values.append(maps[-1].flatten(1).max(1).values.numpy())
    return Peaks(np.stack(values, 1), maps)


def check_picks(picks: Picks, peaks: Peaks, sign: int) -> None:
    for unit, row in enumerate(peaks.values):
        expected = np.sort(sign * row)[::-1][: picks.values.shape[1]]
        assert sign * picks.values[unit] == pytest.approx(expected, abs=1e-5)
        assert row[picks.digits[unit]] == pytest.approx(picks.values[unit], abs=1e-5)
        assert len(set(picks.digits[unit])) == len(picks.digits[unit])
        for digit, place, value in zip(
            picks.digits[unit], picks.places[unit], picks.values[unit], strict=True
        ):
            there = float(peaks.maps[digit][unit][tuple(place)])
            assert there == pytest.approx(float(value), abs=1e-5)


@given(network=sound_networks(), chance=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_they_are_those_that_a_loop_over_the_digits_finds(network: Network, chance: object) -> None:
    if not infer(network).computes:
        return
    scene = scene_of(network, (FEW, FEW))
    layer = chance.choice(list(walk(network.layers)))  # type: ignore[attr-defined]
    *pieces, found = said(FindTopImages(3, layer.id, count=5), scene)
    assert isinstance(found, TopImages)
    assert (found.request, found.run_id, found.step) == (3, "run", 7)
    assert [p.done for p in pieces if isinstance(p, Progress)][-1] == len(FEW)
    peaks = one_by_one(scene, layer.id)
    check_picks(found.strongest, peaks, 1)
    check_picks(found.weakest, peaks, -1)
    assert found.histogram.sum(1).tolist() == [len(FEW)] * len(peaks.values)
    assert found.low == pytest.approx(peaks.values.min(1), abs=1e-5)
    assert found.high == pytest.approx(peaks.values.max(1), abs=1e-5)
    assert found.units == infer(network).by_id[layer.id].output[0]  # type: ignore[index]


def test_a_filter_that_is_dead_is_silent_for_every_digit() -> None:
    scene = scene_of(starter("lenet5"), (FEW, FEW))
    with torch.no_grad():
        dict(zip(scene.model.stack.ids, scene.model.stack.steps, strict=True))["conv1"].bias[2] = -9
    found = said(FindTopImages(1, "relu1"), scene)[-1]
    assert isinstance(found, TopImages)
    assert found.silent[2] == len(FEW)
    assert found.high[2] == 0
    assert found.histogram[2].tolist() == [len(FEW), *[0] * (BINS - 1)]
    # Among equals, the digits stay in their order.
    assert found.strongest.digits[2].tolist() == list(range(12))


def test_pieces_of_any_size_come_to_the_same_ranking() -> None:
    chance = torch.Generator().manual_seed(0)
    maps = torch.randint(9, (60, 3, 4, 5), generator=chance).float()
    whole, parts = Ranking(7, 1), Ranking(7, 1)
    whole.add(maps.amax((2, 3)).T, maps, 0)
    for start, end in ((0, 1), (1, 9), (9, 60)):
        parts.add(maps[start:end].amax((2, 3)).T, maps[start:end], start)
    for one, other in zip(vars(whole.picks()).values(), vars(parts.picks()).values(), strict=True):
        assert np.array_equal(one, other)


def test_numbers_that_are_none_come_last_and_count_for_nothing() -> None:
    numbers = torch.tensor([[1.0, torch.nan, 3.0]])
    ranking = Ranking(3, 1)
    ranking.add(numbers, numbers.T[:, :, None, None], 0)
    assert ranking.picks().digits.tolist() == [[2, 0, 1]]
    counts, low, high = histograms(numbers)
    assert (counts.sum(), low[0], high[0]) == (2, 1, 3)


def test_a_layer_that_is_not_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(RefusedError, match="no longer there"):
        said(FindTopImages(1, "gone"), scene_of(starter("lenet5"), (FEW, FEW)))
