"""A lab's steps as a film: which moment each of its frames shows, and the frames themselves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export.picture import check_size, picture
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.transport.step_clock import StepClock

#: How long a film shows its first and its last step at rest (s), and the share of a film whose
#: length is given that this takes at most.
FIRST_REST, LAST_REST = 0.5, 1.5
FIRST_SHARE, LAST_SHARE = 0.1, 0.2

SHORTEST, LONGEST = 0.5, 3600.0
LARGEST = QSize(3840, 2160)

_MOST_SAMPLES = 10


@dataclass(frozen=True)
class Film:
    """`lab` from step `first` to step `last`, `speed` steps a second, `fps` frames a second.

    A film that cannot be made is an InvalidValue. `loop`: a GIF begins again at its end.
    """

    lab: Lab
    first: int
    last: int
    size: QSize
    theme: Theme
    speed: float
    fps: int = 20
    loop: bool = True
    titled: bool = True
    first_rest: float = FIRST_REST
    last_rest: float = LAST_REST

    def __post_init__(self) -> None:
        check_size(self.size, LARGEST)
        check_steps(self.lab, self.first, self.last)
        if not SHORTEST - 1e-6 <= self.seconds <= LONGEST + 1e-6:
            raise _no_length(self.seconds)

    @classmethod
    def lasting(cls, seconds: float, lab: Lab, first: int, last: int, **more: Any) -> Self:
        """A film of that length, its rests included; `more` are its other fields."""
        check_steps(lab, first, last)
        if not SHORTEST <= seconds <= LONGEST:  # not a number compares as False
            raise _no_length(seconds)
        before, after = min(FIRST_REST, seconds * FIRST_SHARE), min(LAST_REST, seconds * LAST_SHARE)
        moving = seconds - before - after
        if first == last:
            after, moving = seconds - before, 1.0
        speed = max(1, last - first) / moving
        return cls(lab, first, last, speed=speed, first_rest=before, last_rest=after, **more)

    @property
    def seconds(self) -> float:
        """From the first frame to the end of the last one."""
        return self.first_rest + (self.last - self.first) / self.speed + self.last_rest

    @property
    def count(self) -> int:
        """How many frames there are."""
        return max(1, round(self.seconds * self.fps))

    @property
    def sample_count(self) -> int:
        return sample_count(self)

    def images(self, with_samples: bool) -> Iterator[QImage]:
        """The frames; before them, if wanted, a few to choose colours from."""
        cache = GridCache()
        if with_samples:
            yield from samples(self, cache)
        yield from frames(self, cache)


class Shown(NamedTuple):
    """What a frame shows: the lab's step, and how far its own move is."""

    step: int
    phase: float


class FilmClock(StepClock):
    """The window's clock without its timer: only `advance` moves it, and films have motion."""

    def _tick_while(self, moving: bool) -> None:
        """Time comes from the film."""

    def _has_motion(self) -> bool:
        return True


def _no_length(seconds: float) -> InvalidValue:
    found = f"{seconds:.3g}"
    return InvalidValue(say("export_length", least=SHORTEST, most=int(LONGEST), found=found))


def check_steps(lab: Lab, first: int, last: int) -> None:
    """InvalidValue for steps that the lab has not got, or that run backwards."""
    if not 0 <= first <= last <= lab.count:
        raise InvalidValue(say("export_steps", count=lab.count, first=first, last=last))


def moments(film: Film) -> Iterator[Shown]:
    """What each frame shows, in the middle of its time, at the pace at which the window plays."""
    clock = FilmClock()
    clock.set_count(film.last)
    clock.seek(film.first)
    clock.set_speed(film.speed)
    clock.play(film.first < film.last)
    played = 0.0
    for frame in range(film.count):
        time = (frame + 0.5) / film.fps - film.first_rest
        if time > 0:
            clock.advance(time - played)
            played = time
        yield Shown(clock.position, clock.phase)


def frames(film: Film, cache: GridCache | None = None) -> Iterator[QImage]:
    """The frames, `fps` a second; as long as nothing changes, the same image again."""
    cache = GridCache() if cache is None else cache
    last: Shown | None = None
    image = QImage()
    for shown in moments(film):
        if shown != last:
            last, image = shown, _drawn(film, shown, cache)
        yield image


def sample_count(film: Film) -> int:
    """How many frames `samples` gives."""
    return min(_MOST_SAMPLES, film.last - film.first + 1)


def samples(film: Film, cache: GridCache | None = None) -> Iterator[QImage]:
    """A few frames from everywhere in the film, from which its colours are chosen."""
    cache = GridCache() if cache is None else cache
    steps, count = film.last - film.first, sample_count(film)
    for number in range(count):
        step = film.first + (round(number * steps / (count - 1)) if count > 1 else 0)
        yield _drawn(film, Shown(step, 1.0 if number % 2 == 0 else 0.5), cache)


def _drawn(film: Film, shown: Shown, cache: GridCache) -> QImage:
    lab, moment = film.lab.at(shown.step), Moment(phase=shown.phase)
    return picture(lab, film.size, film.theme, moment, titled=film.titled, cache=cache)


def even(size: QSize) -> QSize:
    """The next size whose sides are even, as films need it."""
    return QSize(2 * math.ceil(size.width() / 2), 2 * math.ceil(size.height() / 2))
