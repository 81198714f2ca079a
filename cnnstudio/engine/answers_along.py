"""The answers to all test digits, moment after moment of a run."""

from __future__ import annotations

from collections.abc import Iterator

from cnnstudio.core.messages import AnswersAlong, Event, MomentTested, Progress
from cnnstudio.engine.evaluation import Score, evaluated, score_pieces
from cnnstudio.engine.moments import Moments
from cnnstudio.engine.scene import Scene


def answers_along(look: AnswersAlong, scene: Scene) -> Iterator[Event | None]:
    """A test of each moment; RefusedError for one that cannot be read."""
    moments, digits = Moments(), scene.test_digits
    total = len(look.steps) * len(digits)
    for place, step in enumerate(look.steps):
        shown, score = moments.show_or_refuse(look.folder, step), Score()
        for score in score_pieces(shown.model, shown.network, digits, shown.macs):
            done = sum(map(len, score.answers))
            yield Progress(look.request, place * len(digits) + done, total)
        test = evaluated(score, digits.labels, run_id=shown.run_id, step=step)
        yield MomentTested(look.request, shown.run_id, step, test)
