"""Which pixels a number can depend on, told apart one by one."""

from __future__ import annotations

from cnnstudio.core.footprint import footprint
from cnnstudio.core.infer import infer
from cnnstudio.core.layers import AdaptiveAvgPool2d, Conv2d, Flatten, Linear, Residual
from cnnstudio.core.network import Input, Network
from cnnstudio.core.sources import PICTURE, followers_of, shortcut_of, source_of
from cnnstudio.core.starters import starter


def test_a_cell_of_lenet_5_sees_what_the_lecture_says() -> None:
    seen = footprint(infer(starter("lenet5")), "conv2", (10, 6, 4))
    assert seen.box == (10, 6, 14, 14)
    assert seen.seen.sum() == 14 * 14
    assert not seen.pads


def test_at_the_border_the_padding_is_not_part_of_the_picture() -> None:
    seen = footprint(infer(starter("lenet5")), "conv1", (0, 0, 27))
    assert seen.box == (0, 25, 3, 3)
    assert seen.pads


def test_dilation_leaves_gaps() -> None:
    network = Network("gaps", (Conv2d(1, 3, dilation=2, id="conv"),), Input(1, 9, 9))
    seen = footprint(infer(network), "conv", (0, 1, 0)).seen
    assert seen.sum() == 9
    assert seen[1, 0]
    assert not seen[2].any()


def test_a_window_that_lies_in_the_padding_sees_nothing() -> None:
    network = Network("far", (Conv2d(1, 1, padding=3, id="conv"),), Input(1, 4, 4))
    seen = footprint(infer(network), "conv", (0, 0, 0))
    assert seen.box is None
    assert seen.pads


def test_adaptive_pooling_reads_bins_of_unequal_size() -> None:
    network = Network("bins", (AdaptiveAvgPool2d((3, 2), id="pool"),), Input(1, 7, 5))
    boxes = [footprint(infer(network), "pool", (0, row, 1)).box for row in range(3)]
    assert boxes == [(0, 2, 3, 3), (2, 2, 3, 3), (4, 2, 3, 3)]


def test_of_a_flattened_number_only_its_own_cell_counts_and_of_a_dense_one_all() -> None:
    layers = (Conv2d(2, 3, id="conv"), Flatten(id="flat"), Linear(10, id="dense"))
    report = infer(Network("flat", layers, Input(1, 8, 8)))
    assert footprint(report, "flat", (36 + 7, 0, 0)).box == (1, 1, 3, 3)
    assert footprint(report, "dense", (3, 0, 0)).seen.all()


def test_a_block_sees_what_either_of_its_branches_sees() -> None:
    body = (Conv2d(4, 2, stride=2, padding=1, dilation=2),)
    block = Residual(body, "projection", id="block")
    report = infer(Network("block", (block, Flatten(), Linear(10)), Input(1, 12, 12)))
    rows, columns = footprint(report, "block", (0, 2, 1)).seen.nonzero()
    assert list(zip(rows, columns, strict=True)) == [
        (3, 1),
        (3, 3),
        (4, 2),
        (5, 1),
        (5, 3),
    ]
    assert footprint(report, "block.shortcut", (0, 2, 1)).box == (4, 2, 1, 1)


def test_sources_are_the_layers_before_in_and_out_of_blocks() -> None:
    network = starter("resnet20")
    block = next(layer for layer in network.layers if isinstance(layer, Residual))
    first, second = block.body[:2]
    before = network.layers[network.layers.index(block) - 1].id
    assert source_of(network, first.id) == source_of(network, block.id) == before
    assert source_of(network, shortcut_of(block.id)) == before
    assert source_of(network, second.id) == first.id
    assert source_of(network, network.layers[0].id) == PICTURE
    assert next(followers_of(network, first.id)).id == second.id
    assert list(followers_of(network, shortcut_of(block.id))) == []
