"""A layer's filters as a stack: laid out, measured, and put in order."""

from __future__ import annotations

import numpy as np
import pytest

from cnnstudio.core.infer import infer
from cnnstudio.core.layers import Conv2d, Flatten, Linear
from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import starter
from cnnstudio.ui.widgets.colormap import rgb_pixels
from cnnstudio.ui.workspaces.inside.filters.stack import FilterStack, filter_stack, sorted_by
from cnnstudio.ui.workspaces.inside.filters.wall_pixels import limits_of
from cnnstudio.ui.workspaces.inside.learned import Kernels
from cnnstudio.ui.workspaces.inside.scale import Scale


def stack_of(network: Network, layer_id: str, seed: int = 0) -> FilterStack | None:
    report = infer(network)
    layer = report.by_id[layer_id]
    random = np.random.default_rng(seed)
    tensors: dict[str, Floats] = {
        name: random.normal(size=shape).astype(np.float32)
        for name, shape in layer.layer.weight_shapes(layer.input or ()).items()
    }
    return filter_stack(network, report.layers, layer, tensors, None)


def made(kernels: np.ndarray) -> FilterStack:
    weight = kernels.astype(np.float32)
    return FilterStack(weight, False, Kernels(weight))


def test_the_weights_of_a_dense_output_are_laid_out_as_the_maps_that_it_reads() -> None:
    stack = stack_of(starter("lenet5"), "dense1")
    assert stack is not None
    assert stack.kernels.shape == (120, 16, 5, 5)
    strips = stack_of(starter("lenet5"), "dense2")
    assert strips is not None
    assert strips.kernels.shape == (84, 120, 1, 1)


def test_a_layer_that_learns_nothing_or_one_number_a_map_has_no_filters() -> None:
    assert stack_of(starter("lenet5"), "pool1") is None
    network = starter("simple-cnn")
    norm = next(layer.id for layer in network.layers if layer.kind == "BatchNorm2d")
    assert stack_of(network, norm) is None


def test_only_what_reads_the_colours_of_the_picture_itself_is_in_colour() -> None:
    layers = (Conv2d(3, id="a"), Conv2d(2, id="b"), Flatten(), Linear(10))
    network = Network("rgb", layers, Input(channels=3))
    first, second = stack_of(network, "a"), stack_of(network, "b")
    assert first is not None
    assert second is not None
    assert first.is_rgb
    assert second.kernels.shape[1] == 3
    assert not second.is_rgb


def test_norms_and_changes_are_those_of_the_weights() -> None:
    start = made(np.array([[[[3.0, 4.0]]], [[[0.0, 0.0]]]]))
    now = made(np.array([[[[3.0, 10.0]]], [[[1.0, 0.0]]]]))
    assert start.norms().tolist() == [5, 0]
    changes = now.changes(start)
    assert changes[0] == pytest.approx(6 / 5)
    assert np.isnan(changes[1])


def test_filters_stand_by_number_norm_or_change_with_the_largest_first() -> None:
    start = made(np.array([1.0, 1.0, 4.0]).reshape(3, 1, 1, 1))
    now = made(np.array([2.0, 5.0, np.nan]).reshape(3, 1, 1, 1))
    assert sorted_by("number", now, start).tolist() == [0, 1, 2]
    assert sorted_by("norm", now, start).tolist() == [1, 0, 2]
    assert sorted_by("change", now, start).tolist() == [1, 0, 2]
    assert sorted_by("change", now, None).tolist() == [0, 1, 2]


def test_the_scale_ends_for_each_filter_or_for_all() -> None:
    kernels = np.stack([np.full((2, 3, 3), size) for size in (1.0, 4.0, 0.0)]).astype(np.float32)
    assert limits_of(kernels, Scale("map")).tolist() == [1, 4, 1]
    assert limits_of(kernels, Scale("layer")).tolist() == [4, 4, 4]
    assert limits_of(kernels, Scale("fixed", 2.5)).tolist() == [2.5, 2.5, 2.5]


def test_a_weight_of_0_is_grey_and_one_at_the_limit_is_full_colour() -> None:
    filters = np.zeros((1, 3, 1, 2), np.float32)
    filters[0, :, 0, 1] = (2.0, -2.0, 0.0)
    grey, colour = rgb_pixels(filters, np.array([2.0]))[0, 0].tolist()
    assert grey == 0xFF808080
    assert colour == 0xFFFF0080
