"""The answers to the test digits at kept moments of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio.core.history import load_moment, open_run
from cnnstudio.core.messages import AnswersAlong, MomentTested, Progress
from cnnstudio.core.starters import starter
from cnnstudio.engine.answers_along import answers_along
from cnnstudio.engine.datasets import DeviceDigits, adapt, load
from cnnstudio.engine.failures import RefusedError
from cnnstudio.engine.weights import initialised
from tests.engine.looking import scene_of
from tests.ui.kept_runs import empty_folder, keep_run

STEPS, COUNT = (20, 200), 1_500

FEW = DeviceDigits(*(each[:COUNT] for each in (load("test").images, load("test").labels)))


@pytest.fixture
def folder() -> Iterator[Path]:
    with empty_folder():
        yield keep_run()


def test_each_moment_is_tested_with_its_own_weights_as_torch_would(folder: Path) -> None:
    scene = scene_of(starter("linear"), (FEW, FEW))  # another network is on screen
    events = list(answers_along(AnswersAlong(5, str(folder), STEPS), scene))
    record = open_run(folder)
    tests = [event for event in events if isinstance(event, MomentTested)]
    assert [(t.request, t.run_id, t.step) for t in tests] == [(5, "0123abcd", s) for s in STEPS]
    for found in tests:
        model = initialised(record.network, load_moment(record, found.step), seed=0).eval()
        with torch.no_grad():
            digits = adapt(FEW.slice(0, COUNT)[0], record.network.input)
            shares = model(digits).softmax(1).numpy()
        assert (found.test.run_id, found.test.step) == ("0123abcd", found.step)
        np.testing.assert_allclose(found.test.probabilities, shares, atol=2e-3)
        assert found.test.confusion.sum() == COUNT
    progress = [(e.done, e.total) for e in events if isinstance(e, Progress)]
    assert progress == [(done, 2 * COUNT) for done in (1_000, 1_500, 2_500, 3_000)]


def test_a_moment_that_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / "moments" / "200.safetensors").write_bytes(b"no")
    scene = scene_of(starter("linear"), (FEW, FEW))
    with pytest.raises(RefusedError):
        list(answers_along(AnswersAlong(5, str(folder), (200,)), scene))
