"""Labs with several planes and several filters, against torch and the lecture's counts."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.filters import FiltersLab
from cnnstudio.core.settings import InvalidValue


@st.composite
def channel_labs(draw: st.DrawFn) -> ChannelsLab:
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    channels, kernel = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    lab = ChannelsLab(
        input=rng.integers(-4, 9, (channels, 6, 5)),
        weight=rng.integers(-3, 4, (1, channels, kernel, kernel)),
        bias=rng.integers(-2, 3, 1),
        stride=draw(st.integers(1, 2)),
        padding=draw(st.integers(0, 2)),
        source="own",
    )
    return lab.at(draw(st.integers(1, lab.count)))


@given(channel_labs())
def test_partial_sums_and_bias_add_up_to_torchs_output(lab: ChannelsLab) -> None:
    weight, bias = (torch.from_numpy(a.copy()) for a in (lab.weight, lab.bias))
    image = torch.from_numpy(lab.input.copy())[None]
    expected = F.conv2d(image, weight, bias, stride=lab.stride, padding=lab.padding)[0]
    assert lab.shown.partial_sums.sum() + lab.bias[0] == pytest.approx(
        float(expected[tuple(lab.place)])
    )
    for channel, partial in enumerate(lab.shown.partial_sums):
        alone = F.conv2d(
            image[:, channel : channel + 1],
            weight[:, channel : channel + 1],
            stride=lab.stride,
            padding=lab.padding,
        )
        assert partial == pytest.approx(float(alone[0][tuple(lab.place)]))


@given(channel_labs())
def test_an_output_reads_the_same_window_of_every_plane(lab: ChannelsLab) -> None:
    place = lab.place
    linked = lab.linked(Cell("output:0", place.row, place.column))
    by_plane = [{c[1:] for c in linked if c.grid == f"input:{n}"} for n in range(lab.depth)]
    assert all(cells == by_plane[0] for cells in by_plane)
    assert len(by_plane) == lab.depth


@given(channel_labs(), st.integers(1, 8))
def test_the_filter_always_goes_through_the_full_depth(lab: ChannelsLab, depth: int) -> None:
    changed = lab.change("channels", depth)
    assert changed.input.shape[0] == changed.weight.shape[1] == depth
    common = min(depth, lab.depth)
    assert np.array_equal(changed.weight[:, :common], lab.weight[:, :common])


def test_a_filter_of_another_depth_is_refused_in_words() -> None:
    with pytest.raises(InvalidValue, match="full depth"):
        ChannelsLab(input=np.zeros((4, 5, 5)), source="own")


def test_a_1x1_filter_mixes_the_channels_of_one_pixel() -> None:
    grey = ChannelsLab()._grey().at(8)
    row, column = grey.place[1:]
    assert grey.operation.output_shape == (1, 4, 4)
    expected = grey.input[:, row, column] @ np.array([0.3, 0.6, 0.1])
    assert grey.shown.sum == pytest.approx(expected)


def test_six_filters_of_the_lecture_make_six_maps_of_28x28() -> None:
    lab = FiltersLab()
    assert lab.input.shape == (3, 32, 32)
    assert lab.weight.shape == (6, 3, 5, 5)
    assert lab.operation.output_shape == (6, 28, 28)
    assert lab.parameters == 456


def test_the_quiz_of_the_lecture_has_760_parameters() -> None:
    quiz = FiltersLab()._quiz()
    assert quiz.operation.output_shape == (10, 32, 32)
    assert quiz.parameters == 760
    assert quiz.figures()[1].result == "760"


def test_every_map_is_torchs() -> None:
    lab = FiltersLab()
    expected = F.conv2d(
        torch.from_numpy(lab.input.copy())[None], torch.from_numpy(lab.weight.copy())
    )[0]
    assert np.allclose(lab.operation.output(), expected)


def test_maps_fill_in_filter_by_filter() -> None:
    lab = FiltersLab()
    assert [place for place, _ in lab.chapters()] == [784 * k for k in range(6)]
    assert lab.at(784 * 2 + 1).place == (2, 0, 0)
    assert str(lab.at(785).where()[1]) == "map 2, row 1, column 1"


def test_a_map_and_its_filter_are_linked_both_ways() -> None:
    lab = FiltersLab().at(5)
    assert Cell("filter:3", 0, 0) in lab.linked(Cell("output:3", 1, 1))
    place = lab.place
    assert lab.linked(Cell("filter:3", 0, 0)) == {Cell("output:3", place.row, place.column)}


@given(st.integers(1, 16), st.integers(1, 3))
def test_filters_and_channels_can_be_added_and_left_out(filters: int, channels: int) -> None:
    lab = FiltersLab().change("filters", filters).change("channels", channels)
    assert lab.weight.shape == (filters, channels, 5, 5)
    assert lab.bias.shape == (filters,)
    assert lab.input.shape == (channels, 32, 32)


def test_a_pixel_of_a_picture_in_colour_is_set_as_a_whole() -> None:
    lab = FiltersLab()
    assert lab.is_in_colour
    changed = lab.edited(Cell("input:0", 18, 10), 4.0)
    assert changed.input[:, 18, 10].tolist() == [4, 4, 4]
    assert np.count_nonzero(changed.input != lab.input) <= 3


def test_numbers_below_zero_make_no_picture_and_are_set_plane_by_plane() -> None:
    lab = FiltersLab().change("source", "random")
    lab = lab.edited(Cell("input:0", 0, 0), -1.0)
    assert not lab.is_in_colour
    changed = lab.edited(Cell("input:1", 2, 2), 99.0)
    assert changed.input[1, 2, 2] == 99
    assert np.count_nonzero(changed.input != lab.input) == 1
