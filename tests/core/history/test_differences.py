"""What changed between two moments: weights against torch, answers by counting."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import changes_between, open_run
from cnnstudio.core.history.differences import answer_changes, layer_changes
from cnnstudio.core.infer import infer
from cnnstudio.core.network import Network
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.engine.build import layer_modules, named_tensors
from cnnstudio.engine.weights import initialised
from tests.core.history.conftest import NETWORK
from tests.strategies import sound_networks


@settings(max_examples=15, deadline=None)
@given(sound_networks(), st.integers(0, 2**32 - 1))
def test_each_layers_way_is_torchs_norm_over_its_parameters(network: Network, seed: int) -> None:
    assume(infer(network).runs)
    model = initialised(network, {}, seed)
    moved = initialised(network, {}, seed + 1)
    before, after = ({n: t.detach().numpy() for n, t in named_tensors(m)} for m in (model, moved))
    rows = layer_changes(network, before, after)
    learning = [(id, module) for id, module in layer_modules(model) if list(module.parameters())]
    assert [row.layer_id for row in rows] == [id for id, _ in learning]
    others = dict(layer_modules(moved))
    for row, (id, module) in zip(rows, learning, strict=True):
        start, end = (
            torch.cat([p.detach().double().ravel() for p in m.parameters()])
            for m in (module, others[id])
        )
        way, length = torch.linalg.vector_norm(end - start), torch.linalg.vector_norm(start)
        assert row.change == pytest.approx(float(way), rel=1e-9)
        assert row.relative == pytest.approx(float(way / length), rel=1e-9)


def test_a_layer_that_set_out_with_zeros_has_no_relative_change() -> None:
    zeros = {
        name: np.zeros(shape, np.float32) for name, shape in weights_of_network(NETWORK).items()
    }
    ones = {name: array + 1 for name, array in zeros.items()}
    rows = layer_changes(NETWORK, zeros, ones)
    assert [row.layer_id for row in rows] == ["c", "n", "d"]
    assert all(row.relative is None for row in rows)
    assert rows[1].change == pytest.approx(2.0)  # two scales and two shifts, no running statistics


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 200))
def test_every_changed_answer_is_now_right_now_wrong_or_still_wrong(seed: int, count: int) -> None:
    made = np.random.default_rng(seed)
    before, after = made.random((2, count, 10))
    labels = made.integers(0, 10, count)
    changes = answer_changes(before, after, labels)
    first, second = before.argmax(axis=1), after.argmax(axis=1)
    assert np.array_equal(changes.all, np.flatnonzero(first != second))
    assert all(second[i] == labels[i] != first[i] for i in changes.now_right)
    assert all(first[i] == labels[i] != second[i] for i in changes.now_wrong)
    assert all(labels[i] not in (first[i], second[i]) for i in changes.still_wrong)


def test_the_changes_of_a_run_on_disk_have_the_tests_of_the_moments_themselves(
    folder: Path,
) -> None:
    record = open_run(folder)
    changes = changes_between(record, 50, 100)
    assert (changes.first, changes.second) == (50, 100)
    assert changes.tests[0].step == 50
    assert changes.tests[1] is None
    assert changes_between(record, 1, 100).layers[0].relative == pytest.approx(99.0)


def test_a_damaged_moment_is_refused_in_one_sentence(folder: Path) -> None:
    record = open_run(folder)
    path = folder / "moments" / "50.safetensors"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ProjectError, match="step 50 is damaged"):
        changes_between(record, 1, 50)
