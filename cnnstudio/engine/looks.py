"""Who answers looks, and how several that take long are answered side by side."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cnnstudio.core.messages import (
    AnswersAlong,
    AskAnswers,
    AskFirstWeights,
    Attribute,
    BackwardStep,
    DigitsAlong,
    Dream,
    Event,
    Examine,
    Explain,
    Failed,
    FindTopImages,
    Look,
    LookEnded,
    MapDigits,
    MapsAlong,
    Occlude,
)
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.engine.answers_along import answers_along
from cnnstudio.engine.attribution import attribute
from cnnstudio.engine.backward import backward_step
from cnnstudio.engine.comparing import answer_digits
from cnnstudio.engine.devices import choose
from cnnstudio.engine.digit_map import map_digits
from cnnstudio.engine.digits_along import digits_along
from cnnstudio.engine.dream import dream
from cnnstudio.engine.examining import examine
from cnnstudio.engine.failures import sentence_of
from cnnstudio.engine.first_weights import first_weights
from cnnstudio.engine.maps_along import maps_along
from cnnstudio.engine.occlusion import occlude
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.top_images import find_top_images
from cnnstudio.engine.xray import explain

#: Yields events, and None or Progress after each piece of up to about a tenth of a second, so that
#: other looks get their turn.
Answering = Callable[[Any, Scene], Iterator[Event | None]]

#: Kind of look -> what answers it.
ANSWERS: Mapping[type[Look], Answering] = {
    AskAnswers: answer_digits,
    Explain: explain,
    AskFirstWeights: first_weights,
    MapsAlong: maps_along,
    DigitsAlong: digits_along,
    AnswersAlong: answers_along,
    Examine: examine,
    FindTopImages: find_top_images,
    MapDigits: map_digits,
    Attribute: attribute,
    Dream: dream,
    Occlude: occlude,
    BackwardStep: backward_step,
}


class Looks:
    """The looks that are being answered, in turns: a piece of one, then a piece of the next."""

    def __init__(
        self,
        tell: Callable[[Event], None],
        answers: Mapping[type[Look], Answering] = ANSWERS,
    ) -> None:
        self._tell = tell
        self._answers = answers
        self._waiting: deque[tuple[int, Iterator[Event | None]]] = deque()

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    def begin(self, look: Look, scene: Scene) -> None:
        """Answer the first piece at once; what one piece can answer never waits its turn."""
        pieces = self._answers[type(look)](look, scene)
        self._waiting.appendleft((look.request, pieces))
        self.go_on()

    def go_on(self) -> None:
        """Answer one more piece of the look whose turn it is."""
        request, pieces = self._waiting.popleft()
        try:
            event = next(pieces)
        except StopIteration:
            self._tell(LookEnded(request, whole=True))
            return
        except Exception as error:  # Whatever one look comes to, the others go on.
            self._tell(Failed("", sentence_of(error, choose("cpu"), RunSettings()), request))
            return
        if event is not None:
            self._tell(event)
        self._waiting.append((request, pieces))

    def cancel(self, request: int) -> None:
        """Answer no further; nothing for one that is over."""
        for waiting in list(self._waiting):
            if waiting[0] == request:
                self._waiting.remove(waiting)
                self._tell(LookEnded(request, whole=False))

    def cancel_all(self) -> None:
        for request, _ in list(self._waiting):
            self.cancel(request)
