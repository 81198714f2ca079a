"""The map of digits: principal components equal numpy's, and t-SNE can be ended."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.messages import DigitMap, MapDigits
from cnnstudio.core.starters import starter
from cnnstudio.engine import tsne as tsne_module
from cnnstudio.engine.datasets import DeviceDigits, adapt, load, pixels
from cnnstudio.engine.failures import RefusedError
from cnnstudio.engine.features import MOST, Table
from cnnstudio.engine.principal import Principal, principal
from tests.engine.looking import asked, said, scene_of

TEST = load("test")
FEW = DeviceDigits(TEST.images[:200], TEST.labels[:200])


def found(rows: torch.Tensor, count: int) -> Principal:
    work = principal(rows.clone(), count)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@given(
    st.integers(3, 60), st.integers(1, 40), st.integers(1, 4), st.integers(0, 2**20), st.booleans()
)
@settings(max_examples=40, deadline=None)
def test_principal_components_are_numpys(
    rows: int, columns: int, count: int, seed: int, is_flat: bool
) -> None:
    random = np.random.default_rng(seed)
    scales = np.ones(columns) if is_flat else 0.6 ** np.arange(columns)
    table = (random.normal(size=(rows, columns)) * scales + 3).astype(np.float32)
    mine = found(torch.from_numpy(table), count)
    centred = table.astype(np.float64) - table.mean(0, dtype=np.float64)
    left, spread, _ = np.linalg.svd(centred, full_matrices=False)
    shares = np.zeros(count)
    there = min(count, len(spread))
    shares[:there] = (spread**2 / (spread**2).sum())[:there]
    assert mine.shares.numpy() == pytest.approx(shares, abs=1e-4)
    points = left * spread
    for axis in range(there):
        neighbours = np.delete(spread, axis)
        if len(neighbours) and np.abs(neighbours - spread[axis]).min() < 0.1 * spread[0]:
            continue  # Two axes of nearly one length: their directions are anybody's.
        ours, theirs = mine.points[:, axis].numpy(), points[:, axis]
        off = min(np.abs(ours - theirs).max(), np.abs(ours + theirs).max())
        assert off < 2e-2 * spread[0]


def test_a_layer_of_lenet_is_laid_out_as_numpys_svd_does() -> None:
    scene = scene_of(starter("lenet5"), (FEW, FEW))
    answer = said(MapDigits(5, "relu3", 150), scene)[-1]
    assert isinstance(answer, DigitMap)
    outputs = {}
    with torch.no_grad():
        x = adapt(pixels(FEW.images[:150]), scene.network.input)
        logits = scene.model(x, lambda id, output: outputs.update({id: output}))
    rows = outputs["relu3"].double().numpy()
    left, spread, _ = np.linalg.svd(rows - rows.mean(0), full_matrices=False)
    expected = (left * spread)[:, :2]
    signs = np.sign((expected * answer.points).sum(0))
    assert answer.points == pytest.approx(expected * signs, abs=1e-3 * spread[0])
    assert answer.explained == pytest.approx((spread**2 / (spread**2).sum())[:2], abs=1e-5)
    assert np.array_equal(answer.answers, logits.argmax(1).numpy())
    assert (answer.numbers, answer.kept, answer.pool) == (120, 120, 1)


def test_a_layer_whose_numbers_are_all_alike_is_one_point() -> None:
    answer = found(torch.full((20, 6), 2.5), 2)
    assert answer.points.abs().max() == 0
    assert answer.shares.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("shape", "columns", "pool"),
    [((84,), 84, 1), ((6, 28, 28), 1176, 2), ((16, 10, 10), 1600, 1), ((64, 112, 112), 1600, 23)],
)
def test_large_maps_are_pooled_till_they_fit(
    shape: tuple[int, ...], columns: int, pool: int
) -> None:
    table = Table(shape, 1)
    assert (table.columns, table.pool) == (columns, pool)
    table.fill(0, 1, torch.ones(1, *shape))
    assert table.rows.numpy() == pytest.approx(1)


@pytest.mark.parametrize("shape", [(9_000,), (3_000, 2, 2)])
def test_adding_up_at_random_keeps_distances_within_a_tenth(shape: tuple[int, ...]) -> None:
    chance = torch.Generator().manual_seed(3)
    output = torch.randn(12, *shape, generator=chance)
    table = Table(shape, 12)
    table.fill(0, 12, output)
    assert table.columns == MOST
    if len(shape) == 1:
        before, after = torch.cdist(output, output), torch.cdist(table.rows, table.rows)
        assert (after / before)[~torch.eye(12, dtype=torch.bool)].sub(1).abs().max() < 0.1


def test_weights_that_are_no_numbers_are_refused_in_a_sentence() -> None:
    scene = scene_of(starter("mlp"), (FEW, FEW))
    with torch.no_grad():
        next(iter(scene.model.parameters())).fill_(torch.nan)
    with pytest.raises(RefusedError, match="not numbers"):
        said(MapDigits(1, scene.network.layers[-1].id, 50), scene)


def test_tsne_brings_digits_of_a_class_together() -> None:
    scene = scene_of(starter("lenet5"), (FEW, FEW))
    answer = said(MapDigits(1, "flatten1", 200, "tsne"), scene)[-1]
    assert isinstance(answer, DigitMap)
    assert answer.explained == ()
    distances = np.linalg.norm(answer.points[:, None] - answer.points, axis=2)
    np.fill_diagonal(distances, np.inf)
    labels = FEW.labels.numpy()
    assert (labels[distances.argmin(1)] == labels).mean() > 0.6  # 0.1 by chance


def test_tsne_that_is_cancelled_ends_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen] = []
    start = tsne_module._start

    def noted(*paths: object) -> subprocess.Popen:
        started.append(start(*paths))  # type: ignore[arg-type]
        return started[0]

    monkeypatch.setattr(tsne_module, "_start", noted)
    work = asked(MapDigits(1, "flatten1", 200, "tsne"), scene_of(starter("lenet5"), (FEW, FEW)))
    while not started:
        next(work)
    assert started[0].poll() is None
    del work
    assert started[0].poll() is not None


def test_tsne_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tsne_module, "find_spec", lambda _: None)
    with pytest.raises(RefusedError, match=r"pip install cnnstudio\[tsne\]"):
        said(MapDigits(1, "flatten1", 200, "tsne"), scene_of(starter("lenet5"), (FEW, FEW)))


def test_tsne_that_breaks_off_says_why() -> None:
    work = tsne_module.tsne(np.zeros((0, 2), np.float32))
    with pytest.raises(RefusedError, match="t-SNE broke off"):
        list(work)
