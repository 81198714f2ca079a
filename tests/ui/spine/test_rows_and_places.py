"""Rows of the stack, the gaps between them, and what the palette puts there."""

import pytest

from cnnstudio.core.edits import Insert, Place
from cnnstudio.core.infer import infer
from cnnstudio.core.layers import KINDS, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Residual
from cnnstudio.core.network import Input, Network, apply
from cnnstudio.core.starters import starter
from cnnstudio.ui.spine.kinds import is_small, palette_word
from cnnstudio.ui.spine.new_layers import new_layer, residual_for
from cnnstudio.ui.spine.places import place_behind, roots, shape_at, usual_place
from cnnstudio.ui.spine.rows import Folds, RowKind, stack_rows

BLOCK = Residual((ReLU(id="in1"), ReLU(id="in2")), id="block")
NETWORK = Network(
    "N", (Conv2d(4, (3, 3), id="conv"), BLOCK, Flatten(id="flat"), Linear(10, id="last"))
)


def kinds_of(network: Network, folds: Folds | None = None) -> list[str]:
    return [row.key for row in stack_rows(infer(network), folds or Folds())]


def test_an_open_block_has_a_head_its_layers_and_a_sum() -> None:
    assert kinds_of(NETWORK) == ["conv", "block", "in1", "in2", "sum/block", "flat", "last"]


def test_a_folded_block_is_one_card() -> None:
    folds = Folds()
    folds.set_folded("block", True)
    assert kinds_of(NETWORK, folds) == ["conv", "block", "flat", "last"]


def test_the_input_has_a_card_only_where_it_is_not_a_plain_digit() -> None:
    assert "input" not in kinds_of(NETWORK)
    assert kinds_of(Network("N", NETWORK.layers, Input(3, 64, 64)))[0] == "input"


def test_a_network_without_layers_shows_where_to_drop_the_first() -> None:
    assert kinds_of(Network("N")) == ["hint", "finding"]


def test_every_gap_of_the_network_is_offered_exactly_where_cards_meet() -> None:
    rows = stack_rows(infer(NETWORK), Folds())
    gaps = {row.above for row in rows} | {row.below for row in rows}
    top = {Place(index) for index in range(5)}
    inside = {Place(index, "block") for index in range(3)}
    assert gaps == top | inside


def test_large_networks_start_folded_and_small_ones_open() -> None:
    large = stack_rows(infer(starter("resnet152")), Folds())
    assert len(large) < 40
    assert any(row.kind is RowKind.REPEAT and row.folded for row in large)
    assert not any(row.folded for row in stack_rows(infer(starter("lenet5")), Folds()))


def test_a_block_with_a_problem_inside_never_hides_it() -> None:
    folds = Folds()
    folds.set_folded("block", True)
    broken = Residual((Linear(3, id="bad"),), id="block")
    network = Network("N", (Conv2d(4, (3, 3), id="conv"), broken))
    assert "bad" in kinds_of(network, folds)


def test_layers_inside_selected_blocks_are_not_taken_twice() -> None:
    assert roots(NETWORK, ["in1", "last", "block"]) == ("block", "last")


def test_a_layer_goes_behind_the_last_selected_one_within_its_block() -> None:
    assert place_behind(NETWORK, ["in1"]) == Place(1, "block")
    assert place_behind(NETWORK, ["conv", "block"]) == Place(2)
    assert place_behind(NETWORK, []) is None


def test_without_a_selection_layers_for_maps_go_before_flatten() -> None:
    assert usual_place(NETWORK, "bend") == Place(2)
    assert usual_place(NETWORK, "decide") == Place(4)


def test_the_shape_in_a_gap_is_what_a_layer_there_would_get() -> None:
    report = infer(NETWORK)
    assert shape_at(report, Place(0)) == (1, 28, 28)
    assert shape_at(report, Place(2, "block")) == (4, 26, 26)
    assert shape_at(report, Place(4)) == (10,)
    assert shape_at(infer(Network("N", (Residual(id="r"),))), Place(0, "r")) == (1, 28, 28)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_layer_of_every_kind_leaves_maps_before_flatten_runnable(kind: str) -> None:
    if kind in ("Linear", "Flatten"):
        return
    place = Place(1)
    layer = new_layer(kind, infer(NETWORK), place)
    after = infer(apply(NETWORK, Insert((layer,), place)))
    assert after.runs, [str(problem.sentence) for problem in after.problems]


def test_a_dense_layer_at_the_end_has_ten_outputs_and_a_hidden_one_more() -> None:
    report = infer(NETWORK)
    assert new_layer("Linear", report, Place(4)).out_features == 10
    assert new_layer("Linear", report, Place(3)).out_features == 64


def test_a_new_residual_block_fits_lists_too() -> None:
    network = Network("N", (Flatten(), residual_for((784,)), Linear(10)))
    assert infer(network).runs


def test_max_pool_in_the_palette_is_named_with_the_size_that_it_gets() -> None:
    assert palette_word("MaxPool2d") == "Max pool 2×2"
    assert new_layer("MaxPool2d", infer(NETWORK), Place(1)).kernel_size == (2, 2)
    assert not is_small(MaxPool2d())
