"""The picture of the forward pass: what is filled in, what is outlined, what is said."""

from __future__ import annotations

import numpy as np
import pytest

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.forward import STRIP, ForwardLab
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    LocallyConnected2d,
    Residual,
)
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import starter
from cnnstudio.ui.labs.moment import REST, Moment
from cnnstudio.ui.plates.items import Box, Picture, Plate, Text
from tests.core.labs.engine_pass import made_pass
from tests.ui.labs.plates import SIZES, check, drawn

NETWORKS = {
    "mlp": starter("mlp"),
    "block": Network(
        "Block",
        (
            Conv2d(20, padding=(1, 1), id="c"),
            Residual((Conv2d(20, padding=(1, 1), id="b"),), id="r"),
            BatchNorm2d(id="n"),
            AdaptiveAvgPool2d((3, 5), id="a"),
            LocallyConnected2d(3, (2, 2), id="l"),
        ),
        Input(2, 60, 40, "resize"),
    ),
    "one": Network("One", (Flatten(id="f"), Linear(1, id="d"))),
    "plain20": starter("plain20"),
}


@pytest.fixture(scope="module")
def labs() -> dict[str, ForwardLab]:
    made = {name: ForwardLab(passed=made_pass(network)) for name, network in NETWORKS.items()}
    return {"lenet": ForwardLab(), **made}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["lenet", *NETWORKS])
def test_every_step_of_any_network_keeps_within_the_picture(
    labs: dict[str, ForwardLab], name: str, size: tuple[float, float], qapp: object
) -> None:
    lab = labs[name]
    for step in range(0, lab.count + 1, 1 if size is SIZES[0] else 5):
        for moment in (REST, Moment(phase=0.3)):
            check(drawn(lab.at(step), moment, size, projector=size is SIZES[1]), size)


def known(plate: Plate, key: str) -> int:
    grid = plate.grid(key)
    assert grid is not None
    return grid.values.size if grid.known is None else int(np.sum(grid.known))


def test_maps_fill_in_one_after_the_other_from_the_top(qapp: object) -> None:
    lab = ForwardLab().at(3)
    plate = drawn(lab, Moment(phase=0.5))
    assert [known(plate, f"map:1:{map}") for map in range(6)] == [784, 784, 392, 0, 0, 0]
    rest = drawn(lab)
    assert [known(rest, f"map:1:{map}") for map in range(6)] == [784, 784, 784, 0, 0, 0]


def test_an_activation_fills_all_of_its_maps_at_once(qapp: object) -> None:
    plate = drawn(ForwardLab().at(7), Moment(phase=0.5))
    assert [known(plate, f"map:2:{map}") for map in range(6)] == [392] * 6


def test_grids_hold_the_numbers_of_the_pass(qapp: object) -> None:
    lab = ForwardLab().at(20)
    plate = drawn(lab)
    for level in (3, 4):
        for map, values in enumerate(lab.passed.levels[level].values):
            grid = plate.grid(f"map:{level}:{map}")
            assert grid is not None
            assert np.array_equal(grid.values, values)


def test_the_window_of_the_number_under_the_mouse_is_outlined_on_every_map_that_it_reads(
    qapp: object,
) -> None:
    hovered = Cell("map:4:2", 3, 5)
    plate = drawn(ForwardLab().at(20), Moment(hovered=hovered))
    windows = {mark.cell: (mark.rows, mark.columns) for mark in plate.marks}
    assert windows.pop(hovered) == (1, 1)
    # 5×5 of each of the six maps, and what all of that sees of the digit.
    assert windows.pop(Cell("map:0:0", 4, 8)) == (14, 14)
    assert windows == {Cell(f"map:3:{map}", 3, 5): (5, 5) for map in range(6)}


def test_while_a_map_fills_in_its_window_moves(qapp: object) -> None:
    def corner(phase: float) -> Cell:
        plate = drawn(ForwardLab().at(1), Moment(phase=phase))
        return next(mark.cell for mark in plate.marks if mark.cell.grid == "map:0:0")

    assert corner(0.2).row < corner(0.5).row < corner(0.8).row


def bars(plate: Plate) -> list[Box]:
    tones = ("bar_true_class", "bar_wrong_top", "bar_other")
    return [item for item in plate.items if isinstance(item, Box) and item.fill in tones]


def words(plate: Plate) -> str:
    texts = [item for item in plate.items if isinstance(item, Text)]
    return " | ".join("".join(run.text for run in text.runs) for text in texts)


def test_the_answer_comes_at_the_end_and_its_bars_grow(qapp: object) -> None:
    lab = ForwardLab()
    assert bars(drawn(lab.at(lab.count - 1))) == []
    assert "comes at the end" in words(drawn(lab.at(lab.count - 1)))
    half, whole = (bars(drawn(lab.at(lab.count), Moment(phase=p))) for p in (0.5, 1.0))
    assert len(half) == len(whole) == 10
    assert whole[2].fill == "bar_true_class"
    assert whole[2].rect.width() == pytest.approx(2 * half[2].rect.width(), rel=0.01)
    assert "Answer  2 | right" in words(drawn(lab.at(lab.count)))


def test_a_network_without_an_answer_says_so(labs: dict[str, ForwardLab], qapp: object) -> None:
    lab = labs["block"]
    assert "this network has none" in words(drawn(lab.at(lab.count)))


def test_what_is_not_shown_of_large_levels_is_said(
    labs: dict[str, ForwardLab], qapp: object
) -> None:
    said = words(drawn(labs["block"].at(16)))
    assert "20 × 60 × 40, the first 16 maps, one pixel of each 2 × 2" in said


def test_the_formula_works_out_the_sizes(qapp: object) -> None:
    lab = ForwardLab()
    first = words(drawn(lab.at(1)))
    assert "(28 + 2·2 − 5) / 1 + 1 = 28" in first
    assert "5·5·1·6 + 6 = 156 parameters" in first
    assert "6 × 28 × 28 = 4,704 numbers" in first
    flat, dense = (words(drawn(lab.at(lab.first_step(level)))) for level in (7, 8))
    assert "16 · 5 · 5 = 400 numbers in one list" in flat
    assert "400 · 120 + 120 = 48,120 parameters" in dense


def test_the_strip_has_a_tile_for_every_level_to_click_on(qapp: object) -> None:
    plate = drawn(ForwardLab().at(9))
    tiles = [item.cell for item in plate.items if isinstance(item, Picture)]
    assert tiles == [Cell(STRIP, 0, level) for level in range(13)]


def test_of_a_long_network_the_strip_shows_what_is_around_the_present_layer(
    labs: dict[str, ForwardLab], qapp: object
) -> None:
    lab = labs["plain20"]
    for level in (1, 30, len(lab.layers)):
        plate = drawn(lab.at(lab.last_step(level)), size=SIZES[2])
        shown = [item.cell.column for item in plate.items if isinstance(item, Picture)]
        assert level in shown
        assert shown == list(range(shown[0], shown[-1] + 1))
        assert len(shown) < len(lab.passed.levels)


def test_the_sentence_names_layer_and_answer(qapp: object) -> None:
    lab = ForwardLab()
    assert drawn(lab).sentence == "A digit before the first layer of LeNet-5."
    assert "Layer 4 of 12: Conv 16 @ 5×5, 16 × 10 × 10, map 2." in drawn(lab.at(15)).sentence
    assert drawn(lab.at(lab.count)).sentence == "The network answers 2, with 100.0\u00a0%."
