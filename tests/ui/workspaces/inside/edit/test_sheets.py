"""The numbers of a unit are views of its layer's tensors, whatever the layer is."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.infer import infer, walk_reports
from cnnstudio.core.layers import BatchNorm2d, Conv2d, Flatten, Linear, LocallyConnected2d, Residual
from cnnstudio.core.network import Input, Network
from cnnstudio.engine.build import build, layer_modules
from cnnstudio.engine.weights import initialised, load
from cnnstudio.ui.workspaces.inside.edit.sheets import Sheet, sheet_of
from tests.strategies import sound_networks


def tensors_of(network: Network, layer_id: str) -> dict[str, np.ndarray]:
    modules = dict(layer_modules(initialised(network, {}, 3)))
    named = modules[layer_id].named_parameters()
    return {name: tensor.detach().numpy().copy() for name, tensor in named}


def sheet(network: Network, layer_id: str, unit: int, place=None) -> tuple[Sheet, dict]:
    report = infer(network)
    tensors = tensors_of(network, layer_id)
    found = sheet_of(report.layers, report.by_id[layer_id], tensors, unit, place)
    assert found is not None
    return found, tensors


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_changed_number_changes_that_unit_alone(data: st.DataObject) -> None:
    """As torch computes: with nothing before it that mixes maps, only the unit's own map moves."""
    network = data.draw(sound_networks().filter(lambda n: infer(n).runs))
    learning = [r for r in walk_reports(infer(network).layers) if tensors_of_report(network, r)]
    report = data.draw(st.sampled_from(learning))
    unit = data.draw(st.integers(0, report.output[0] - 1))
    found, tensors = sheet(network, report.layer.id, unit)
    model = initialised(network, {}, 3).eval()
    x = torch.rand(1, *network.input.shape, generator=torch.Generator().manual_seed(0)) + 0.5
    before, after = {}, {}
    with torch.no_grad():
        model(x, before.__setitem__)
        changed = changed_everywhere(found, tensors)
        load(model, {f"{report.layer.id}.{name}": array for name, array in changed.items()})
        model(x, after.__setitem__)
    name = report.layer.id
    if isinstance(report.layer, Residual):
        name += ".shortcut"
    moved = (
        (before[name] != after[name]).flatten(2).any(2)
        if before[name].dim() > 2
        else (before[name] != after[name])
    )
    assert set(torch.nonzero(moved)[:, 1].tolist()) <= {unit}


def tensors_of_report(network: Network, report) -> bool:
    return any(
        id == report.layer.id and list(module.parameters())
        for id, module in layer_modules(build(network, "meta"))
    )


def changed_everywhere(found: Sheet, tensors: dict) -> dict[str, np.ndarray]:
    changed = dict(tensors)
    if len(found.kernels):
        changed |= found.with_kernels(changed, found.kernels + 1)
    for scalar in found.scalars:
        changed |= found.with_scalar(changed, scalar, scalar.value + 1)
    return changed


def test_a_convolution_has_a_kernel_for_each_channel_and_a_bias() -> None:
    network = Network("n", (Conv2d(6, 3, groups=2, id="c"),), Input(4, 9, 9))
    found, tensors = sheet(network, "c", 4)
    assert found.kernels.tobytes() == tensors["weight"][4].tobytes()
    assert [(s.name, s.value) for s in found.scalars] == [("Bias", float(tensors["bias"][4]))]


def test_a_dense_layer_is_laid_out_as_the_maps_that_it_reads() -> None:
    network = Network("n", (Conv2d(3, 5, id="c"), Flatten(), Linear(10, id="d")), Input(1, 8, 9))
    found, _ = sheet(network, "d", 9)
    assert found.kernels.shape == (3, 4, 5)


def test_a_dense_layer_behind_another_is_a_block() -> None:
    network = Network("n", (Flatten(), Linear(84, id="a"), Linear(10, id="b")))
    assert sheet(network, "a", 0)[0].kernels.shape == (1, 28, 28)
    assert sheet(network, "b", 0)[0].kernels.shape == (1, 7, 12)


@pytest.mark.parametrize("place", [None, (0, 3), (99, 99)])
def test_a_locally_connected_layer_has_kernels_at_each_place(place) -> None:
    local = LocallyConnected2d(3, 3, id="l")
    network = Network("n", (local,), Input(2, 6, 7))
    found, tensors = sheet(network, "l", 1, place)
    row, column = {None: (2, 2), (0, 3): (0, 3), (99, 99): (3, 4)}[place]
    assert found.kernels.tobytes() == tensors["weight"][1, row, column].tobytes()
    assert found.scalars[0].value == tensors["bias"][1, row, column]
    changed = found.with_kernels(tensors, np.zeros_like(found.kernels))["weight"]
    assert not changed[1, row, column].any()
    assert np.count_nonzero(changed != tensors["weight"]) == found.kernels.size


def test_batch_norm_has_a_scale_and_a_shift() -> None:
    network = Network("n", (Conv2d(3, 3, id="c"), BatchNorm2d(id="b")))
    found, _ = sheet(network, "b", 2)
    assert not len(found.kernels)
    assert [scalar.name for scalar in found.scalars] == ["Scale", "Shift"]


def test_a_projection_is_a_kernel_of_one_cell_for_each_channel() -> None:
    block = Residual((Conv2d(5, 3, padding=1),), shortcut="projection", id="r")
    network = Network("n", (block,), Input(3, 6, 6))
    found, _ = sheet(network, "r", 4)
    assert found.kernels.shape == (3, 1, 1)


def test_a_unit_that_the_tensors_lack_has_no_sheet() -> None:
    network = Network("n", (Conv2d(3, 3, id="c"),))
    report = infer(network)
    tensors = tensors_of(network, "c")
    assert sheet_of(report.layers, report.by_id["c"], tensors, 3, None) is None
    assert sheet_of(report.layers, report.by_id["c"], {}, 0, None) is None
