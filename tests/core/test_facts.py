"""Figures from the literature and the lecture that the program must come to."""

from __future__ import annotations

import pytest

from cnnstudio.core.infer import Report, infer
from cnnstudio.core.layers import Conv2d, Flatten, Layer, Window
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import STARTERS, starter

PARAMETERS_AND_MACS = {
    "linear": (7_850, 7_840),
    "mlp": (101_770, 101_632),
    "lenet5": (61_706, 416_520),
    "lenet5-1998": (61_706, 416_520),
    "alexnet": (61_100_840, 714_188_480),
    "alexnet-2012": (62_378_344, 1_135_256_096),
    "vgg11": (132_863_336, 7_609_090_048),
    "vgg13": (133_047_848, 11_308_466_176),
    "vgg16": (138_357_544, 15_470_264_320),
    "vgg19": (143_667_240, 19_632_062_464),
    "resnet18": (11_689_512, 1_814_073_344),
    "resnet34": (21_797_672, 3_663_761_408),
    "resnet50": (25_557_032, 4_089_184_256),
    "resnet101": (44_549_160, 7_801_405_440),
    "resnet152": (60_192_808, 11_513_626_624),
    "plain20": (269_434, 30_821_248),
    "plain56": (852_730, 95_849_344),
    "resnet20": (272_186, 31_021_952),
    "resnet56": (855_482, 96_050_048),
}


@pytest.mark.parametrize("name", PARAMETERS_AND_MACS)
def test_starters_cost_what_the_literature_says(name: str) -> None:
    report = infer(starter(name))
    assert (report.parameters, report.macs) == PARAMETERS_AND_MACS[name]


@pytest.mark.parametrize("name", STARTERS)
def test_every_starter_runs(name: str) -> None:
    assert infer(starter(name)).runs


def test_local_layers_multiply_as_often_as_the_convolutions_that_they_replace() -> None:
    local, shared = infer(starter("local")), infer(starter("lenet5"))
    assert local.macs == shared.macs
    assert local.parameters > 6 * shared.parameters


@pytest.mark.parametrize(
    ("size", "padding", "stride", "expected"),
    [(7, 0, 1, 5), (7, 0, 2, 3), (7, 0, 3, 2), (7, 1, 1, 7), (7, 1, 2, 4), (7, 1, 3, 3)],
)
def test_output_sizes_are_the_lectures(size: int, padding: int, stride: int, expected: int) -> None:
    window = Window((3, 3), (stride, stride), (padding, padding))
    assert window.output_size(size, 0) == expected


def test_a_3x3_window_by_3_does_not_fit_a_7x7_map() -> None:
    (found,) = report_of(Conv2d(1, (3, 3), (3, 3)), Input(height=7, width=7)).layers[0].findings
    assert not found.is_problem
    assert found.uncovered == (1, 1)
    assert "the last row and the last column are never looked at" in str(found.sentence)


def report_of(layer: Layer, picture: Input) -> Report:
    return infer(Network("one layer", (layer,), picture))


def test_the_lectures_quiz_has_760_parameters() -> None:
    picture = Input(channels=3, height=32, width=32)
    report = report_of(Conv2d(10, (5, 5), padding=(2, 2)), picture)
    assert report.output == (10, 32, 32)
    assert report.parameters == 760


def test_six_5x5_filters_make_six_maps_of_28x28_from_a_32x32_picture() -> None:
    picture = Input(channels=3, height=32, width=32)
    assert report_of(Conv2d(6, (5, 5)), picture).output == (6, 28, 28)


def test_a_32x32_colour_picture_stretched_out_is_3072_long() -> None:
    assert report_of(Flatten(), Input(channels=3, height=32, width=32)).output == (3072,)


def test_three_stacked_3x3_convolutions_see_7x7_with_fewer_weights_than_one_of_7x7() -> None:
    picture = Input(channels=8, height=28, width=28)
    three = tuple(Conv2d(8, (3, 3), bias=False) for _ in range(3))
    stacked = infer(Network("three", three, picture))
    one = report_of(Conv2d(8, (7, 7), bias=False), picture)
    assert stacked.layers[-1].receptive_field == one.layers[-1].receptive_field
    assert stacked.parameters == 3 * 9 * 8 * 8
    assert one.parameters == 49 * 8 * 8
