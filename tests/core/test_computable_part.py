"""What of an unfinished network a digit can pass."""

from hypothesis import given

from cnnstudio.core.edits import Remove, Replace
from cnnstudio.core.infer import computable_part, infer
from cnnstudio.core.layers import Conv2d
from cnnstudio.core.network import Network, apply
from cnnstudio.core.starters import starter
from tests.strategies import networks


def ids(network: Network | None) -> list[str]:
    return [layer.id for layer in network.layers] if network else []


def test_a_network_that_runs_is_all_of_it() -> None:
    network = starter("lenet5")
    assert computable_part(infer(network)) == network


def test_without_flatten_it_ends_before_the_dense_layers() -> None:
    network = apply(starter("lenet5"), Remove(("flatten1",)))
    assert ids(computable_part(infer(network)))[-1] == "pool2"


def test_a_network_that_ends_too_early_is_all_of_it() -> None:
    network = apply(starter("lenet5"), Remove(("flatten1", "dense1", "dense2", "dense3")))
    assert ids(computable_part(infer(network))) == ids(network)


def test_nothing_is_left_of_an_empty_network_or_one_that_begins_with_a_problem() -> None:
    assert computable_part(infer(Network("Empty"))) is None
    wide = Replace(Conv2d(6, (40, 40), id="conv1"))
    assert computable_part(infer(apply(starter("lenet5"), wide))) is None


@given(networks())
def test_the_part_computes_and_begins_like_the_network(network: Network) -> None:
    part = computable_part(infer(network))
    if part is not None:
        assert infer(part).computes
        assert network.layers[: len(part.layers)] == part.layers
