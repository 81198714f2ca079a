"""Receptive fields of networks whose fields are known from the literature."""

from __future__ import annotations

import pytest

from cnnstudio.core.infer import infer
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
    Residual,
    Softmax,
)
from cnnstudio.core.network import Input, Network
from cnnstudio.core.receptive_field import ReceptiveField
from cnnstudio.core.starters import starter


def field_of(*layers: Layer, picture: Input | None = None) -> ReceptiveField:
    found = infer(Network("n", layers, picture or Input())).layers[-1].receptive_field
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "kind", "size"),
    [
        # Araujo, Norris and Sim, "Computing Receptive Fields of CNNs", Distill 2019, table 1.
        ("alexnet-2012", "MaxPool2d", 195),
        ("vgg16", "MaxPool2d", 212),
        # torchvision's strides are elsewhere than theirs in ResNets: 11 pixels behind the stem's
        # pool, and for each 3×3 convolution two more steps of what it reads.
        ("resnet18", "Residual", 11 + 2 * (4 * 4 + 4 + 3 * 8 + 8 + 3 * 16 + 16 + 3 * 32)),
        ("resnet50", "Residual", 11 + 2 * (3 * 4 + 4 + 3 * 8 + 8 + 5 * 16 + 16 + 2 * 32)),
    ],
)
def test_fields_of_well_known_networks_are_those_published(name: str, kind: str, size: int) -> None:
    last = [r for r in infer(starter(name)).layers if r.layer.kind == kind][-1]
    assert last.receptive_field is not None
    assert last.receptive_field.size == (size, size)


def test_a_cell_of_lenet5_sees_16x16_pixels_by_4() -> None:
    last = [r for r in infer(starter("lenet5")).layers if r.layer.kind == "MaxPool2d"][-1]
    assert last.receptive_field == ReceptiveField((16, 16), (4, 4), (-2, -2))


def test_a_box_starts_outside_the_picture_where_there_is_padding() -> None:
    field = field_of(Conv2d(1, (5, 5), padding=(2, 2)))
    assert field.box(0, 0) == (-2, -2, 5, 5)
    assert field.box(27, 10) == (25, 8, 5, 5)


def test_a_dilated_window_reaches_further() -> None:
    assert field_of(Conv2d(1, (3, 3), dilation=(4, 2))).size == (9, 5)


def test_an_activation_sees_what_its_input_saw() -> None:
    assert field_of(Conv2d(1, (5, 5)), ReLU()) == field_of(Conv2d(1, (5, 5)))


def test_a_dense_layer_sees_the_whole_picture() -> None:
    field = field_of(Conv2d(1, (5, 5), padding=(2, 2)), Flatten(), Linear(3), Linear(3))
    assert field == ReceptiveField((28, 28), (1, 1), (0, 0))


def test_a_softmax_of_plain_numbers_mixes_them_all() -> None:
    assert field_of(Flatten(), Softmax()).size == (28, 28)
    assert field_of(Softmax()).size == (1, 1)


def test_a_dense_layer_does_not_see_what_no_window_covered() -> None:
    field = field_of(MaxPool2d((3, 3), (3, 3)), Flatten(), Linear(3))
    assert field == ReceptiveField((27, 27), (1, 1), (0, 0))


def test_a_dense_layer_behind_nothing_but_padding_sees_nothing() -> None:
    padded = Conv2d(1, (1, 1), (64, 64), (3, 3))
    field = field_of(padded, Flatten(), Linear(3), picture=Input(height=1, width=1))
    assert field.size == (0, 0)


def test_a_block_sees_what_either_branch_sees() -> None:
    body = (Conv2d(1, (3, 3), padding=(1, 1)), Conv2d(1, (3, 3), padding=(1, 1)))
    assert field_of(Residual(body)) == ReceptiveField((5, 5), (1, 1), (-2, -2))


def test_a_block_whose_branches_move_by_different_steps_covers_both() -> None:
    body = (Conv2d(1, (3, 3), (2, 2), (2, 2)),)
    field = field_of(Residual(body), picture=Input(height=3, width=3))
    for cell in range(3):
        top, _, height, _ = field.box(cell, 0)
        assert top <= min(cell, 2 * cell - 2)
        assert top + height >= max(cell + 1, 2 * cell - 2 + 3)


def test_averaging_to_one_number_sees_whole_maps() -> None:
    assert field_of(AdaptiveAvgPool2d()).size == (28, 28)
    assert field_of(AdaptiveAvgPool2d((7, 4))) == ReceptiveField((4, 7), (4, 7), (0, 0))
