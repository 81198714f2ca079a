"""The picture of channels: numbers that stay legible, and what is written out below them."""

from __future__ import annotations

import numpy as np
import pytest

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.filtering import FilterLab
from cnnstudio.core.sliding import Place
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_numbers import grid_numbers
from cnnstudio.ui.plates.items import Plate, Text
from tests.ui.labs.plates import drawn

#: The stage at 1600 × 900 with the settings above it.
DESK = (1212.0, 490.0)


def chosen(code: str) -> FilterLab:
    found = (c for group in ChannelsLab().choices() for c in group.choices if c.name.code == code)
    return next(found).make()


def formula(plate: Plate) -> list[str]:
    texts = [item for item in plate.items if isinstance(item, Text) and item.role == "formula_line"]
    return ["".join(run.text for run in text.runs) for text in texts]


def numbered(plate: Plate, kind: str) -> list[bool]:
    grids = [grid for grid in plate.grids if grid.key.startswith(kind)]
    assert grids
    return [grid_numbers(grid, Theme()) is not None for grid in grids]


@pytest.mark.parametrize("kind", ["window", "kernel", "products"])
def test_the_lectures_filters_of_5_by_5_have_their_numbers(kind: str) -> None:
    lab = chosen("channels_case_lecture")
    assert all(numbered(drawn(lab.at(300), size=DESK), kind))


@pytest.mark.parametrize("kind", ["window", "kernel", "products"])
def test_eight_channels_have_their_numbers(kind: str) -> None:
    lab = ChannelsLab().change("channels", 8)
    assert all(numbered(drawn(lab.at(2), size=DESK), kind))


def test_the_products_of_the_last_channel_are_written_out_at_rest_with_their_sum() -> None:
    lab = ChannelsLab().at(2)
    _, terms = formula(drawn(lab, size=DESK))
    step = lab.shown
    kernel, window = step.kernel[2].ravel(), step.window[2].ravel()
    assert terms.startswith("blue:")
    assert terms.count("·") == kernel.size
    assert terms.endswith(f"= {float(np.dot(kernel, window)):.0f}".replace("-", "−"))


def test_the_products_of_the_channel_at_work_are_written_out() -> None:
    lab = ChannelsLab().at(2)
    for phase, name in ((0.0, "red"), (0.3, "green"), (0.5, "blue")):
        _, terms = formula(drawn(lab, Moment(phase=phase), DESK))
        assert terms.startswith(name)
        assert terms.endswith("?")


def test_the_products_of_the_channel_that_is_pointed_at_are_written_out() -> None:
    moment = Moment(hovered=Cell("kernel:0:1", 0, 0))
    assert formula(drawn(ChannelsLab().at(2), moment, DESK))[1].startswith("green")


def test_the_general_form_says_where_the_window_reads() -> None:
    lab = ChannelsLab().change("size", (9, 9)).change("stride", (2, 2)).change("padding", (1, 1))
    general, _ = formula(drawn(lab.at(1), size=DESK))
    assert "x[c, 2·i + u − 1, 2·j + v − 1]" in general
    place = Place(0, 1, 1)
    assert lab.operation.cells_of(place)[0] == (2 * 1 + 0 - 1, 2 * 1 + 0 - 1)


def test_nothing_moves_from_step_to_step() -> None:
    lab = ChannelsLab().change("channels", 8)
    places = [[grid.rect for grid in drawn(lab.at(n), size=DESK).grids] for n in range(5)]
    assert all(place == places[0] for place in places)
