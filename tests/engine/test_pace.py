"""Runs that rest between steps, so that each can be watched."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from cnnstudio.core.messages import (
    Command,
    Event,
    Finished,
    Metrics,
    Pause,
    Paused,
    Resume,
    RunStarted,
    SetPace,
    Stop,
)
from cnnstudio.core.starters import starter

MLP = starter("mlp")


def of(kind: type, events: list[Event]) -> list:
    return [event for event in events if isinstance(event, kind)]


class Watch:
    """Gives commands at the events that they answer, and notes when each event came."""

    def __init__(self, answer) -> None:
        self._answer = answer
        self.times: list[tuple[float, Event]] = []

    def __call__(self, event: Event) -> Command | None:
        self.times.append((time.monotonic(), event))
        return self._answer(event)

    def of(self, kind: type) -> list[float]:
        return [when for when, event in self.times if isinstance(event, kind)]


def paced(steps_per_second: float):
    return lambda event: SetPace("run", steps_per_second) if isinstance(event, RunStarted) else None


def test_steps_come_at_the_pace_each_with_a_report_of_its_own(short_run) -> None:
    watch = Watch(paced(8))
    events = short_run(MLP, watch)
    assert [len(event.steps) for event in of(Metrics, events)] == [1] * 10
    gaps = np.diff(watch.of(Metrics))
    # The last step has its report when it is done; the others before their rest.
    assert np.median(gaps) == pytest.approx(1 / 8, rel=0.2)


def test_a_pace_changes_no_loss(short_run) -> None:
    losses = [
        np.concatenate([event.losses for event in of(Metrics, short_run(MLP, answer))])
        for answer in (paced(20), lambda _: None)
    ]
    assert np.array_equal(*losses)


def test_rate_and_time_left_reckon_with_the_pace(short_run) -> None:
    for event in of(Metrics, short_run(MLP, paced(8))):
        assert event.images_per_second == pytest.approx(8 * 64, rel=0.25)
        left = 10 - int(event.steps[-1])
        assert event.seconds_left == pytest.approx(left / 8, rel=0.25)


def test_rate_and_time_left_follow_at_once_when_the_pace_is_lifted(short_run) -> None:
    def answer(event: Event) -> Command | None:
        match event:
            case RunStarted():
                return SetPace("run", 8)
            case Metrics(steps=steps) if steps[-1] == 3:
                return SetPace("run", math.inf)

    events = short_run(MLP, answer)
    slow, *_, fast = of(Metrics, events)
    assert fast.images_per_second > 3 * slow.images_per_second
    assert len(fast.steps) > 1


def test_a_run_that_rests_pauses_stops_and_quickens_at_once(short_run) -> None:
    def answer(event: Event) -> Command | None:
        match event:
            case RunStarted():
                return SetPace("run", 0.01)
            case Metrics(steps=steps) if steps[-1] == 1:
                return Pause("run")
            case Paused(step=1):
                return Resume("run")
            case Metrics(steps=steps) if steps[-1] == 2:
                return SetPace("run", 100)
            case Metrics(steps=steps) if steps[-1] >= 4:
                return Stop("run")

    watch = Watch(answer)
    events = short_run(MLP, watch)
    assert of(Paused, events)[0].step == 1
    assert of(Finished, events)[0].sentence.code == "finished_stopped"
    assert watch.times[-1][0] - watch.times[0][0] < 2


def test_the_first_step_after_a_pause_does_not_wait(short_run) -> None:
    commands = iter([SetPace("run", 0.01), Resume("run", 1), Resume("run", 1), Stop("run")])
    watch = Watch(lambda event: next(commands) if isinstance(event, RunStarted | Paused) else None)
    events = short_run(MLP, watch, paused=True)
    assert [event.step for event in of(Paused, events)] == [0, 1, 2]
    assert watch.times[-1][0] - watch.times[0][0] < 2


@pytest.mark.parametrize("pace", [0, -1, math.nan])
def test_a_pace_is_more_than_nothing(pace: float) -> None:
    with pytest.raises(ValueError, match="no pace"):
        SetPace("run", pace)
