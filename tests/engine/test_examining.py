"""Answers to all test digits, told piece by piece."""

from __future__ import annotations

import numpy as np
import torch

from cnnstudio.core.messages import Examine, Examined
from cnnstudio.core.starters import starter
from cnnstudio.engine.examining import examine
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised

LENET = starter("lenet5")


def test_answers_come_in_pieces_of_the_same_weights_and_are_those_of_the_model(all_digits) -> None:
    train, test = all_digits
    model = initialised(LENET, {}, 3).eval()
    images = test.images[:2500]
    test = type(test)(images, test.labels[:2500])
    with torch.inference_mode():
        expected = model(test.slice(0, 2500)[0]).argmax(1).numpy()
    found: list[Examined] = []
    for piece in examine(Examine(4), Scene(model, LENET, "run", 12, train, test)):
        found.append(piece)
        with torch.no_grad():  # a run goes on meanwhile
            next(model.parameters()).zero_()
    assert [len(piece.answers) for piece in found] == [1000, 2000, 2500]
    assert np.array_equal(found[-1].answers, expected)
    assert {(p.request, p.run_id, p.step, p.total) for p in found} == {(4, "run", 12, 2500)}
