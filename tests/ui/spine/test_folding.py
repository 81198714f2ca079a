"""Runs of layers that repeat."""

from cnnstudio.core.layers import BatchNorm2d, Conv2d, Flatten, Linear, ReLU, Residual
from cnnstudio.core.starters import starter
from cnnstudio.ui.spine.folding import Repeat, likeness, repeats


def test_layers_that_differ_in_their_ids_alone_are_alike() -> None:
    assert likeness(Conv2d(8)) == likeness(Conv2d(8))
    assert likeness(Conv2d(8)) != likeness(Conv2d(9))


def test_blocks_are_alike_if_their_layers_are() -> None:
    assert likeness(Residual((ReLU(),))) == likeness(Residual((ReLU(),)))
    assert likeness(Residual((ReLU(),))) != likeness(Residual((BatchNorm2d(),)))


def test_three_equal_units_of_several_layers_repeat() -> None:
    unit = 3 * (Conv2d(8, padding=1), BatchNorm2d(), ReLU())
    layers = (Conv2d(4), *unit, Flatten(), Linear(10))
    assert repeats(layers) == (Repeat(start=1, unit=3, times=3),)


def test_two_equal_units_do_not_fold() -> None:
    assert repeats(2 * (Conv2d(8, padding=1), ReLU())) == ()


def test_the_shortest_unit_that_covers_most_is_taken() -> None:
    layers = tuple(Conv2d(8, padding=1) for _ in range(6))
    assert repeats(layers) == (Repeat(start=0, unit=1, times=6),)


def test_a_unit_begins_with_the_layer_that_has_weights() -> None:
    found = repeats(starter("resnet152").layers)
    kinds = [starter("resnet152").layers[repeat.start].kind for repeat in found]
    assert kinds == ["Residual", "Residual"]
    assert [repeat.times for repeat in found] == [7, 35]


def test_repeats_do_not_overlap() -> None:
    end = 0
    for repeat in repeats(starter("vgg19").layers):
        assert repeat.start >= end
        end = repeat.start + repeat.length
