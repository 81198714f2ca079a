"""The answers to all test digits, in pieces that are told one by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnstudio.core.infer import infer
from cnnstudio.core.messages import Examine, Examined
from cnnstudio.engine.evaluation import score_pieces
from cnnstudio.engine.scene import Scene


def examine(look: Examine, scene: Scene) -> Iterator[Examined]:
    """All answers so far after each piece; every one with the weights of the first."""
    scene = scene.kept()
    total = len(scene.test_digits)
    macs = infer(scene.network).macs
    for score in score_pieces(scene.model, scene.network, scene.test_digits, macs):
        answers = np.concatenate(score.answers).astype(np.uint8)
        yield Examined(look.request, scene.run_id, scene.step, answers, total)
