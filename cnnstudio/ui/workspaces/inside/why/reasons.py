"""What the engine says about an answer, kept fresh while it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.attribution import BY_GRADIENT
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.messages import Attribute, Attributed, Floats, Occlude, Occluded
from cnnstudio.core.occlusion import Places, class_scores
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.outputs import seen_by
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.workspaces.inside.why.choices import Choices


@dataclass(frozen=True, eq=False)
class Swept:
    """What is known of an occlusion: logits (n, outputs) of the first places, and those of the
    picture as it is, (outputs,)."""

    places: Places
    logits: Floats
    untouched: Floats

    @property
    def is_whole(self) -> bool:
        return len(self.logits) == self.places.count

    def score(self, target: int, of: str) -> float:
        """That of the picture as it is."""
        return float(class_scores(self.untouched[None], target, of)[0])

    def scores(self, target: int, of: str) -> Floats:
        return class_scores(self.logits, target, of)

    def falls(self, target: int, of: str) -> Floats:
        """How much lower the score is at each place."""
        return np.asarray(self.score(target, of) - self.scores(target, of))


class Reasons(QObject):
    """Asks anew when weights, digit or choices are others; `changed` when there is more to show.

    What is known stays until something newer is there. One question of a kind is under way at a
    time, so that a slow network never piles them up.
    """

    changed = Signal()
    progressed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.choices = Choices()
        self.classes: tuple[int, ...] = ()
        self.maps: dict[tuple[str, int], Attributed] = {}
        self.swept: Swept | None = None
        self.failure: Sentence | None = None
        self.progress: tuple[int, int] | None = None
        self._in_sight = False
        self._layer_id = ""
        self._gradients = _Question(session, self._take, self)
        self._occlusion = _Question(session, self._take, self)
        for question in (self._gradients, self._occlusion):
            question.inquiry.progressed.connect(self._progressed)
            question.inquiry.ended.connect(self._ended)
            question.inquiry.failed.connect(self._failed)
        session.live.probed.connect(self.refresh)
        session.engine.lost.connect(self.changed)
        session.document.network_changed.connect(self._network_changed)
        session.history.arrived.connect(self._moment_changed)

    # What is known

    @property
    def digit(self) -> Floats:
        """The digit as the network's input holds it, (rows, columns)."""
        digit = self._session.live.digit
        return seen_by(self._session.document.network.input, digit.pixels)

    @property
    def label(self) -> int | None:
        return self._session.live.digit.label

    @property
    def can_be_asked(self) -> bool:
        """Whether there is an answer to explain."""
        return self._session.document.report.runs and len(self._logits()) >= 10

    @property
    def channels(self) -> int:
        """Channels of the network's input."""
        return self._session.document.network.input.channels

    def thumbnail(self, method: str, target: int | None) -> Floats | None:
        """(rows, columns) of a method for a class, if it is known."""
        if target is None:
            return None
        if method != "occlusion":
            known = self.map(method, target)
            return None if known is None else known.values
        if self.swept is None:
            return None
        return self.swept.places.pixel_map(self.swept.falls(target, self.of(method)))

    def of(self, method: str | None = None) -> str:
        """Whether a method, the chosen one by default, explains the logit or the probability."""
        return self.choices.of[method or self.choices.method]

    def map(self, method: str, target: int) -> Attributed | None:
        """What a method says of a class; None where it is not known yet."""
        return self.maps.get((method, target))

    # Grad-CAM's layer

    @property
    def convolutions(self) -> list[LayerReport]:
        """The layers that Grad-CAM can look at."""
        reports = self._session.document.report.by_id.values()
        return [report for report in reports if report.layer.kind == "Conv2d"]

    @property
    def layer(self) -> LayerReport | None:
        """The one that it looks at: at first the last one."""
        known = self.convolutions
        return next(
            (r for r in known if r.layer.id == self._layer_id), known[-1] if known else None
        )

    def choose_layer(self, layer_id: str) -> None:
        """Let Grad-CAM look at a convolution; any other layer changes nothing."""
        known = (report.layer.id for report in self.convolutions)
        if layer_id != self._layer_id and layer_id in known:
            self._layer_id = layer_id
            self._ask_again()

    def follow(self, selected: LayerReport | None) -> None:
        """Let it follow the selection: where nothing is selected, it looks at the last one."""
        if selected is not None:
            self.choose_layer(selected.layer.id)
        elif self._layer_id:
            self._layer_id = ""
            self._ask_again()

    # What is asked

    def choose(self, choices: Choices) -> None:
        if choices != self.choices:
            self.choices = choices
            self._ask_again()

    def set_in_sight(self, in_sight: bool) -> None:
        """Out of sight, nothing is asked."""
        self._in_sight = in_sight
        if in_sight:
            self.refresh()
        else:
            self._gradients.drop()
            self._occlusion.drop()

    def refresh(self, *_event: object) -> None:
        """Weights or digit may be others."""
        if not self._in_sight or not self.can_be_asked:
            return
        classes = self.choices.classes(self._logits(), self.label)
        if classes != self.classes:
            self.classes = classes
            self.changed.emit()
        situation, choices, methods = self._situation(), self.choices, self._methods()
        if methods:
            layer = self.layer.layer.id if self.layer else ""
            asked = (methods, classes, layer, choices.steps, choices.only_for)
            self._gradients.want(asked, situation, self._attribute(methods, layer))
        if self._occludes():
            self._occlusion.want(choices.square, situation, self._occlude())

    def cancel(self) -> None:
        """Ask no further; what is known stays."""
        self._gradients.inquiry.cancel()
        self._occlusion.inquiry.cancel()

    def _ask_again(self) -> None:
        self.failure = None
        self.refresh()
        self.changed.emit()

    def _logits(self) -> Floats:
        probed = self._session.live.latest
        return np.zeros(0, np.float32) if probed is None else probed.logits

    def _situation(self) -> tuple[Any, ...]:
        """What every answer hangs on: the same while nothing has changed."""
        session, probed = self._session, self._session.live.latest
        assert probed is not None
        weights = (probed.run_id, probed.step, probed.logits.tobytes())
        return (session.document.network, session.live.digit, *weights)

    def _methods(self) -> dict[str, str]:
        """The methods to ask for, the chosen one first; while weights change, that one alone."""
        chosen = self.choices.method
        wanted = sorted(BY_GRADIENT, key=lambda method: method != chosen)
        if self._trains_on:
            wanted = [method for method in wanted if method == chosen]
        if self.layer is None:
            wanted = [method for method in wanted if method != "grad_cam"]
        return {method: self.choices.of[method] for method in wanted}

    def _occludes(self) -> bool:
        return not self._trains_on or self.choices.method == "occlusion"

    @property
    def _trains_on(self) -> bool:
        """Whether the weights that are shown change all the time."""
        return self._session.run.is_running and not self._session.history.is_past

    def _attribute(self, methods: dict[str, str], layer: str) -> Callable[[int], Attribute]:
        digit, choices, classes = self._session.live.digit.pixels, self.choices, self.classes
        return lambda request: Attribute(
            request, digit, methods, classes, choices.steps, layer, choices.only_for
        )

    def _occlude(self) -> Callable[[int], Occlude]:
        digit, square = self._session.live.digit.pixels, self.choices.square
        return lambda request: Occlude(request, digit, square)

    # What comes back

    def _take(self, answer: Attributed | Occluded) -> None:
        if isinstance(answer, Attributed):
            self.maps[answer.method, answer.target] = answer
        else:
            self._take_places(answer)
        self.changed.emit()

    def _take_places(self, answer: Occluded) -> None:
        rows, columns = self.digit.shape
        places = Places(rows, columns, self.choices.square)
        before = self.swept
        if answer.first and before is not None and len(before.logits) == answer.first:
            logits = np.concatenate([before.logits, answer.logits])
            self.swept = replace(before, logits=logits)
        else:
            self.swept = Swept(places, answer.logits, answer.untouched)

    def _progressed(self, done: int, total: int) -> None:
        self.progress = (done, total) if done < total else None
        self.progressed.emit()

    def _ended(self, whole: bool) -> None:
        self.progress = None
        self.progressed.emit()

    def _failed(self, sentence: Sentence) -> None:
        self.failure = sentence
        self._ended(False)
        self.changed.emit()

    def _moment_changed(self) -> None:
        """What is not asked anew is of another moment."""
        asked = self._methods()
        self.maps = {key: known for key, known in self.maps.items() if key[0] in asked}
        if not self._occludes():
            self.swept = None
        self.changed.emit()

    def _network_changed(self, *_change: object) -> None:
        """What is known is of another network."""
        self._gradients.drop()
        self._occlusion.drop()
        self.maps.clear()
        self.swept = None
        self.classes = ()
        self.changed.emit()


class _Question:
    """A question that is asked again when what it is about has changed.

    A question about newer weights, or another digit, waits for the answer to the last one;
    another question does not.
    """

    def __init__(self, session: Session, take: Callable[[Any], None], parent: QObject) -> None:
        self.inquiry = Inquiry(session.engine, parent)
        self.inquiry.answered.connect(take)
        self.inquiry.ended.connect(self._over)
        self.inquiry.failed.connect(self._over)
        self._asked: tuple[object, object] | None = None
        self._next: tuple[object, object, Callable[[int], Any]] | None = None

    def want(self, what: object, situation: object, question: Callable[[int], Any]) -> None:
        """Ask, unless just that has been asked."""
        self._next = None
        if (what, situation) == self._asked:
            return
        if self.inquiry.is_running and self._asked is not None and what == self._asked[0]:
            self._next = (what, situation, question)
        elif self.inquiry.ask(question):
            self._asked = (what, situation)

    def drop(self) -> None:
        self.inquiry.drop()
        self._asked = self._next = None

    def _over(self, whole: object) -> None:
        if whole is not True:
            self._asked = None
        if self._next is not None:
            self.want(*self._next)
