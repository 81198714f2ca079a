"""Which moment each frame of a film shows, and how long films are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QSize

from cnnstudio.core.labs.catalogue import kind_of
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export.film import (
    Film,
    Shown,
    even,
    frames,
    moments,
    sample_count,
    samples,
)
from cnnstudio.ui.look import Theme
from cnnstudio.ui.transport.step_clock import ANIMATED_SHARE, STEP_MS, StepClock

SIZE = QSize(320, 180)


def film(first: int = 0, last: int = 6, speed: float = 2.0, fps: int = 20, **more: object) -> Film:
    lab = kind_of("convolution")()
    return Film(lab, first, last, SIZE, Theme(), speed, fps, **more)  # type: ignore[arg-type]


def steps_at(found: list[Shown], fps: int, *times: float) -> list[int]:
    return [found[round(time * fps)].step for time in times]


def test_steps_come_at_their_speed_after_a_rest_and_before_a_longer_one() -> None:
    found = list(moments(film()))
    assert len(found) == 20 * (0.5 + 6 / 2.0 + 1.5)
    assert found[0] == Shown(0, 1.0)
    assert found[-1] == Shown(6, 1.0)
    steps = [shown.step for shown in found]
    assert steps == sorted(steps)
    assert set(steps) == set(range(7))
    assert all(steps.count(step) == 10 for step in range(1, 6))


def test_the_moves_within_a_step_are_those_of_the_window(qapp: object) -> None:
    window = StepClock()
    window.set_count(6)
    window.set_speed(2.0)
    window.play(True)
    shown = []
    window.advance(0.5 / 20)
    for _ in range(60):
        shown.append(Shown(window.position, window.phase))
        window.advance(1 / 20)
    window.leave()
    found = list(moments(film(first_rest=0.0)))[:60]
    assert [s.step for s in found] == [s.step for s in shown]
    assert [s.phase for s in found] == pytest.approx([s.phase for s in shown])


def test_a_step_rests_after_its_move() -> None:
    found = [shown for shown in moments(film(speed=0.5, fps=50)) if shown.step == 3]
    moving = [shown for shown in found if shown.phase < 1]
    share = min(STEP_MS / 1000 * 0.5, ANIMATED_SHARE)
    assert len(found) == 100
    assert len(moving) == pytest.approx(100 * share, abs=1)
    assert all(shown.phase == 1 for shown in found[len(moving) :])


def test_no_timer_of_qt_moves_a_film(qapp: object) -> None:
    source = moments(film())
    before = next(source)
    for _ in range(3):
        qapp.processEvents()  # type: ignore[attr-defined]
    assert next(source) == before


def test_from_here_to_there() -> None:
    found = list(moments(film(first=10, last=14)))
    assert (found[0].step, found[-1].step) == (10, 14)
    assert {shown.step for shown in found} == {10, 11, 12, 13, 14}


@pytest.mark.parametrize("seconds", [0.5, 2.0, 10.0, 600.0])
def test_a_film_lasts_as_long_as_it_was_told(seconds: float) -> None:
    lab = kind_of("convolution")()
    made = Film.lasting(seconds, lab, 0, lab.count, size=SIZE, theme=Theme())
    assert made.seconds == pytest.approx(seconds)
    assert made.count == round(seconds * made.fps)
    *_, last = moments(made)
    assert last == Shown(lab.count, 1.0)


def test_one_step_alone_stands_still_for_the_whole_film() -> None:
    lab = kind_of("convolution")()
    made = Film.lasting(3.0, lab, 4, 4, size=SIZE, theme=Theme())
    assert made.seconds == pytest.approx(3.0)
    assert set(moments(made)) == {Shown(4, 1.0)}


def test_fast_steps_are_shown_in_groups() -> None:
    found = list(moments(film(last=49, speed=200.0)))
    steps = [shown.step for shown in found if 0 < shown.step < 49]
    assert len(steps) == 5
    assert all(9 <= after - before <= 11 for before, after in pairwise(steps))


@pytest.mark.parametrize(("first", "last"), [(-1, 4), (5, 4), (0, 50)])
def test_steps_that_are_not_there_are_refused(first: int, last: int) -> None:
    with pytest.raises(InvalidValue, match="steps 0 to 49"):
        film(first, last)


@pytest.mark.parametrize("seconds", [0.1, float("nan"), 1e9])
def test_lengths_that_make_no_sense_are_refused(seconds: float) -> None:
    lab = kind_of("convolution")()
    with pytest.raises(InvalidValue, match="lasts between"):
        Film.lasting(seconds, lab, 0, 3, size=SIZE, theme=Theme())


def test_a_film_that_would_last_for_days_is_refused() -> None:
    with pytest.raises(InvalidValue, match="lasts between"):
        film(last=49, speed=0.001)


@pytest.mark.parametrize("size", [QSize(16, 16), QSize(4000, 2000)])
def test_sizes_that_no_film_has_are_refused(size: QSize) -> None:
    with pytest.raises(InvalidValue, match="size must lie between"):
        Film(kind_of("convolution")(), 0, 3, size, Theme(), 2.0)


def test_frames_at_rest_are_the_same_image(qapp: object) -> None:
    made = film(last=1, speed=1.0, first_rest=1.0)
    images = list(frames(made))
    assert len(images) == made.count
    assert all(image is images[0] for image in images[:20])
    assert images[0] is not images[-1]
    assert images[0] != images[-1]


def test_samples_come_from_the_start_to_the_end(qapp: object) -> None:
    made = film(last=49)
    found = list(samples(made))
    assert len(found) == sample_count(made) == 10
    first, *_, last = frames(made)
    assert found[0] == first
    assert len(list(samples(film(first=3, last=3)))) == 1
    assert last.size() == SIZE


def test_sides_are_made_even_by_a_pixel_more() -> None:
    assert even(QSize(853, 480)) == QSize(854, 480)
    assert even(QSize(854, 481)) == QSize(854, 482)
