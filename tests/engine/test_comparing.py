"""Answers of two networks to the same pictures."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from cnnstudio.core.messages import Answers, AskAnswers
from cnnstudio.core.starters import starter
from cnnstudio.engine.comparing import answer_digits
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised


@pytest.mark.parametrize("name", ["lenet5", "resnet20"])
def test_shares_are_those_of_the_model_and_of_the_shipped_one(name: str, all_digits) -> None:
    train, test = all_digits
    network = starter(name)
    model = initialised(network, {}, 3).eval()
    digits = test.images[:150].float().numpy() / 255
    scene = Scene(model, network, "run", 7, train, test)
    *waiting, answers = answer_digits(AskAnswers(9, digits, "mlp"), scene)
    assert isinstance(answers, Answers)
    assert set(waiting) <= {None}
    assert len(waiting) == (0 if name == "lenet5" else 2)
    with torch.no_grad():
        expected = model(torch.from_numpy(digits)[:, None]).softmax(1).numpy()
    np.testing.assert_allclose(answers.shares, expected, atol=1e-5)
    labels = test.labels[:150].numpy()
    assert (answers.beside.argmax(1) == labels).mean() > 0.9
    assert (answers.request, answers.run_id, answers.step) == (9, "run", 7)


def test_no_network_beside_is_none(all_digits) -> None:
    network = starter("lenet5")
    scene = Scene(initialised(network, {}, 3).eval(), network, "", 0, *all_digits)
    (answers,) = answer_digits(AskAnswers(1, np.zeros((2, 28, 28), np.float32)), scene)
    assert answers.beside is None
    assert answers.shares.shape == (2, 10)
