"""What a layer reads, against torch's gradients; who reads what is the other way round."""

from __future__ import annotations

from itertools import product

import pytest
import torch

from cnnstudio.core.labs.forward import ForwardLab
from cnnstudio.core.labs.pass_links import (
    Block,
    Spot,
    cells_of,
    read_by,
    readers_of,
    seeing,
    seen_by,
    spot_of,
)
from cnnstudio.core.labs.passes import Pass
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    LocallyConnected2d,
    LocalResponseNorm,
    MaxPool2d,
    ReLU,
    Residual,
    Shape,
    Softmax,
)
from cnnstudio.core.network import Input, Network
from tests.core.labs.engine_pass import made_pass, model_of

PICTURE = Input(4, 9, 11, "resize")

LAYERS: tuple[Layer, ...] = (
    Conv2d(3, (3, 2), id="a"),
    Conv2d(4, (3, 3), (2, 1), (1, 2), dilation=(1, 2), groups=2, id="a"),
    LocallyConnected2d(2, (2, 3), (2, 2), id="a"),
    MaxPool2d((3, 3), (2, 2), (1, 1), id="a"),
    AvgPool2d((2, 2), (2, 2), id="a"),
    AdaptiveAvgPool2d((4, 5), id="a"),
    ReLU(id="a"),
    BatchNorm2d(id="a"),
    LocalResponseNorm(size=3, id="a"),
    LocalResponseNorm(size=2, id="a"),
    Softmax(id="a"),
    Flatten(id="a"),
    Residual((Conv2d(4, padding=(1, 1), id="b"), Conv2d(4, padding=(1, 1), id="c")), id="a"),
)


def spots(shape: Shape) -> list[Spot]:
    sizes = shape if len(shape) == 3 else (shape[0], 1, 1)
    return [Spot(*place) for place in product(*map(range, sizes))]


def holds(block: Block, spot: Spot) -> bool:
    return spot.map in block.maps and spot.row in block.rows and spot.column in block.columns


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.kind)
def test_what_a_number_depends_on_is_what_it_reads(layer: Layer) -> None:
    network = Network("One", (layer,), PICTURE)
    passed = made_pass(network)
    # Positive numbers, so that no ReLU is off; softmaxes at the end are recorded only.
    given = (torch.rand(1, *PICTURE.shape) + 0.5).requires_grad_()
    found: dict[str, torch.Tensor] = {}
    model_of(network)(given, lambda id, output: found.update({id: output}))
    output = found["a"][0]
    shape = passed.shape(1)
    for spot in spots(shape)[:: max(1, len(spots(shape)) // 25)]:
        number = output[spot.map] if len(shape) == 1 else output[spot]
        (slope,) = torch.autograd.grad(number, given, retain_graph=True)
        block = read_by(passed, 1, spot)
        touched = {Spot(*place) for place in slope[0].nonzero().tolist()}
        assert all(holds(block, other) for other in touched)
        if layer.kind not in ("MaxPool2d", "Residual"):
            read = [other for other in spots(PICTURE.shape) if holds(block, other)]
            assert set(read) == touched


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.kind)
def test_who_reads_a_number_is_the_other_way_round(layer: Layer) -> None:
    passed = made_pass(Network("One", (layer,), Input(4, 5, 6, "resize")))
    read = {spot: read_by(passed, 1, spot) for spot in spots(passed.shape(1))}
    for one in spots(passed.shape(0)):
        readers = readers_of(passed, 0, one)
        for other, block in read.items():
            assert holds(readers, other) == holds(block, one)


def test_a_dense_layer_reads_all_numbers_of_its_list() -> None:
    passed = made_pass(Network("Dense", (Flatten(id="f"), Linear(3, id="d"))))
    assert read_by(passed, 2, Spot(1, 0, 0)).maps == range(784)
    assert list(readers_of(passed, 1, Spot(700, 0, 0)).maps) == [0, 1, 2]


@pytest.fixture(scope="module")
def deep() -> Pass:
    layers = (
        Conv2d(2, padding=(1, 1), id="c"),
        MaxPool2d(id="p"),
        Conv2d(3, (3, 3), (2, 2), id="d"),
        Flatten(id="f"),
        Linear(10, id="l"),
    )
    return made_pass(Network("Deep", layers))


def test_what_sees_a_pixel_is_the_other_way_round(deep: Pass) -> None:
    for level in (1, 2, 3, 4, 5):
        for pixel in (Spot(0, 0, 0), Spot(0, 13, 20), Spot(0, 27, 27)):
            block = seeing(deep, level, pixel)
            assert block is not None
            for spot in spots(deep.shape(level))[::5]:
                seen = seen_by(deep, level, spot)
                assert seen is not None
                assert holds(block, spot) == holds(seen, pixel)


def test_cells_name_the_numbers_that_they_show(deep: Pass) -> None:
    for level in range(len(deep.levels)):
        for spot in spots(deep.shape(level))[:40]:
            for cell in cells_of(deep, level, Block([spot.map], [spot.row], [spot.column])):
                assert spot_of(deep, cell) == (level, spot)


def test_of_thinned_maps_only_the_pixels_that_are_kept_are_cells() -> None:
    network = Network("Large", (Conv2d(2, padding=(1, 1), id="c"),), Input(1, 48, 48))
    passed = made_pass(network)
    block = read_by(passed, 1, Spot(0, 8, 8))
    assert {(cell.row, cell.column) for cell in cells_of(passed, 0, block)} == {(4, 4)}


def test_links_of_the_lab_lead_back(deep: Pass) -> None:
    lab = ForwardLab(passed=deep)
    for step in (1, 3, 5, 8, lab.count):
        lab = lab.at(step)
        present = lab.position.level
        for level in {0, present - 1, present}:
            for spot in spots(deep.shape(level))[::37]:
                cells = cells_of(deep, level, Block([spot.map], [spot.row], [spot.column]))
                for cell in cells:
                    linked = lab.linked(cell)
                    assert cell not in linked
                    assert all(cell in lab.linked(other) for other in list(linked)[:5])
