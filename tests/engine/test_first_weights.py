"""The first weights of a layer alone are those that it has when the whole network begins."""

from __future__ import annotations

import numpy as np
import pytest

from cnnstudio.core.messages import AskFirstWeights, FirstWeights
from cnnstudio.core.network import walk
from cnnstudio.core.starters import starter
from cnnstudio.engine.first_weights import first_tensors
from cnnstudio.engine.weights import as_arrays, initialised
from tests.engine.looking import said, scene_of


@pytest.mark.parametrize("name", ["lenet5", "local", "resnet20"])
def test_each_layer_begins_as_in_the_whole_network(name: str) -> None:
    network = starter(name)
    whole = as_arrays(initialised(network, {}, 5))
    for layer in list(walk(network.layers))[:12]:
        for tensor, values in first_tensors(network, layer.id, 5, layer.id).items():
            assert np.array_equal(values, whole[f"{layer.id}.{tensor}"])


def test_the_id_that_a_layer_had_decides(few_digits: tuple) -> None:
    scene = scene_of(starter("lenet5"), few_digits)
    answer = said(AskFirstWeights(4, "conv1", 1, "conv2"), scene)[0]
    assert isinstance(answer, FirstWeights)
    other = first_tensors(scene.network, "conv1", 1, "conv1")["weight"]
    assert not np.array_equal(answer.tensors["weight"], other)


def test_a_layer_without_weights_has_none(few_digits: tuple) -> None:
    assert first_tensors(starter("lenet5"), "pool1", 0, "pool1") == {}
    assert first_tensors(starter("lenet5"), "gone", 0, "gone") == {}
