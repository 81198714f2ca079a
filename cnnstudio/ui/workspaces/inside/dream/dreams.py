"""The dream that is shown, as it comes from the engine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from cnnstudio.core.answer_rules import CLASSES, last_layer
from cnnstudio.core.dreaming import DreamSettings, Excited
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import Dream, Dreamed
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.workspaces.inside.dream.subject import Subject, place_in

#: Multiply-adds up to which a dream begins by itself with all classes side by side.
WALL_UNASKED = 5_000_000
#: A setting must rest for so long before it is dreamed anew (ms).
REST = 250


@dataclass(eq=False)
class Film:
    """One dream: `frames` uint8 (dreams, channels, rows, columns) and `excitations` (dreams,), one
    of each for every step so far, that before the first one included."""

    excited: Excited
    settings: DreamSettings
    report: LayerReport | None
    run_id: str = ""
    step: int = 0
    frames: list[NDArray[np.uint8]] = field(default_factory=list)
    excitations: list[NDArray[np.floating]] = field(default_factory=list)

    @property
    def known(self) -> int:
        """Steps that are there."""
        return max(len(self.frames) - 1, 0)

    def curve(self, index: int) -> NDArray[np.floating]:
        """The excitation of one of the dreams, step by step."""
        return np.array([values[index] for values in self.excitations])

    def add(self, more: Dreamed) -> None:
        self.run_id, self.step = more.run_id, more.step
        self.frames.extend(more.frames)
        self.excitations.extend(more.excitations)


class Dreams(QObject):
    """Asks for a dream when it comes into sight and when something else is to be dreamed of.

    `begun()` when the first pictures of another dream are there, `grown()` when there are more,
    `changed()` when anything else is to be shown differently. A dream is of the weights it began
    with; newer ones are dreamed of when that is asked for.
    """

    begun = Signal()
    grown = Signal()
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.subject = Subject(side_by_side=self._is_light())
        self.settings = DreamSettings()
        self.film: Film | None = None
        self.failure: Sentence | None = None
        self._coming: Film | None = None
        self._in_sight = False
        self._weights_are_old = False
        self._inquiry = Inquiry(session.engine, self)
        self._inquiry.answered.connect(self._take)
        self._inquiry.ended.connect(self._ended)
        self._inquiry.failed.connect(self._failed)
        self._later = QTimer(self, singleShot=True, interval=REST)
        self._later.timeout.connect(self.dream)
        session.live.probed.connect(self._probed)
        session.document.network_changed.connect(self._network_changed)
        session.surgery.changed.connect(self._weights_replaced)
        session.surgery.replaced.connect(self._weights_replaced)
        session.digit.changed.connect(self._digit_changed)

    # What is shown

    @property
    def report(self) -> LayerReport | None:
        """The layer that can be dreamed of: the selected one, or the last convolution, or the last
        layer of all."""
        current = self._session.current
        if current is not None and current.output is not None:
            return current
        reports = [r for r in self._session.document.report.by_id.values() if r.output is not None]
        convolutions = [report for report in reports if report.layer.kind == "Conv2d"]
        return next(reversed(convolutions or reports), None)

    @property
    def can_dream(self) -> bool:
        """Whether the engine has what is to be dreamed of."""
        if self._session.engine.state != "ready" or self._session.live.latest is None:
            return False
        return self._session.document.report.runs or (
            self.subject.of == "layer" and self.report is not None
        )

    @property
    def is_running(self) -> bool:
        return self._inquiry.is_running

    @property
    def is_old(self) -> bool:
        """Whether the network that is shown has other weights by now."""
        if self.film is None or self.now is None:
            return False
        return self._weights_are_old or self.now != (self.film.run_id, self.film.step)

    @property
    def now(self) -> tuple[str, int] | None:
        """The run and the step whose weights are shown; None before any are known."""
        latest = self._session.live.latest
        return None if latest is None else (latest.run_id, latest.step)

    @property
    def shown(self) -> int:
        """Which of the film's dreams is the chosen one."""
        channels = self.film.excited.channels if self.film else ()
        return channels.index(self.subject.channel) if self.subject.channel in channels else 0

    # What is asked

    def set_in_sight(self, in_sight: bool) -> None:
        self._in_sight = in_sight
        if in_sight:
            self.follow()

    def choose(self, subject: Subject) -> None:
        """Dream of something else; not anew if that has been dreamed beside what is shown."""
        if subject == self.subject:
            return
        self.subject = subject
        self._choose_everywhere()
        self.follow()

    def turn_to(self, of: str) -> None:
        """Dream of a "class", or of a "layer": of what was chosen there last."""
        self.choose(self._as_chosen(replace(self.subject, of=of)))

    def set(self, settings: DreamSettings) -> None:
        """Dream with other settings, once they rest."""
        if settings != self.settings:
            self.settings = settings
            self._later.start()
            self.changed.emit()

    def follow(self) -> None:
        """Another layer, or another of its numbers, may be looked at."""
        self.subject = self._as_chosen(self.subject)
        if not self._has(self.subject):
            self.dream()
        self.changed.emit()

    def dream(self) -> None:
        """Dream anew, with the weights of the moment."""
        self._later.stop()
        if not self._in_sight or not self.can_dream:
            return
        self.failure = None
        settings, excited = self.settings, self._excited(self.subject)
        film = Film(excited, settings, self.report if excited.layer_id else None)
        digit = self._session.digit.current.pixels
        if self._inquiry.ask(lambda request: Dream(request, excited, settings, digit)):
            self._coming = film
            self._weights_are_old = False
        self.changed.emit()

    def cancel(self) -> None:
        """No more steps; those that are there stay."""
        self._inquiry.cancel()

    def _layer_of(self, subject: Subject) -> LayerReport | None:
        """The layer whose number is dreamed of; that of a class is the last one's."""
        if subject.of == "layer":
            return self.report
        last = last_layer(self._session.document.network)
        return None if last is None else self._session.document.report.by_id.get(last.id)

    def _as_chosen(self, subject: Subject) -> Subject:
        """The same, but of the number that was chosen last, in whatever view."""
        report = self._layer_of(subject)
        if report is None or report.output is None:
            return subject
        spot = self._session.spots.of(report.layer.id)
        count = CLASSES if subject.of == "class" else report.output[0]
        return replace(subject, channel=spot.map if spot is not None and spot.map < count else 0)

    def _choose_everywhere(self) -> None:
        """What is dreamed of is chosen in every view."""
        report = self._layer_of(self.subject)
        if report is not None and report.output is not None:
            place = place_in(report.output, self._session.spots.of(report.layer.id))
            self._session.spots.choose(report.layer.id, Spot(self.subject.channel, *place))

    def _excited(self, subject: Subject) -> Excited:
        report = self.report
        spot = None if report is None else self._session.spots.of(report.layer.id)
        return subject.excited(report, spot)

    def _has(self, subject: Subject) -> bool:
        """Whether the film, or the one that is coming, shows a subject among others."""
        film, wanted = self._coming or self.film, self._excited(subject)
        if film is None or film.settings != self.settings:
            return False
        same = (film.excited.layer_id, film.excited.cell) == (wanted.layer_id, wanted.cell)
        return same and set(wanted.channels) <= set(film.excited.channels)

    def _is_light(self) -> bool:
        return self._session.document.report.macs <= WALL_UNASKED

    # What comes

    def _take(self, answer: Dreamed) -> None:
        film = self._coming
        assert film is not None
        film.add(answer)
        if film is not self.film:
            self.film = film
            self.begun.emit()
        self.grown.emit()

    def _ended(self, whole: bool) -> None:
        self._coming = None
        self.changed.emit()

    def _failed(self, sentence: Sentence) -> None:
        self.failure, self._coming = sentence, None
        self.changed.emit()

    def _probed(self, _probed: object) -> None:
        """The engine has a network: what nothing is known of is dreamed of by itself."""
        if self.film is None and not self.is_running and self.failure is None:
            self.dream()
        elif self._in_sight:
            self.changed.emit()

    def _network_changed(self, *_change: object) -> None:
        self._inquiry.drop()
        self._later.stop()
        self.film = self._coming = self.failure = None
        self.subject = Subject(self.subject.of, side_by_side=self._is_light())
        self.changed.emit()

    def _weights_replaced(self) -> None:
        """Others have been put in their place, or they have been changed by hand."""
        self._weights_are_old = True
        self.changed.emit()

    def _digit_changed(self, _digit: object) -> None:
        if self.settings.start == "digit" and self._in_sight:
            self._later.start()
