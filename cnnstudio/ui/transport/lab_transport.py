"""A lab on the transport bar: play shows its steps one after the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.transport.driver import TransportDriver, TransportState
from cnnstudio.ui.transport.prediction import Prediction
from cnnstudio.ui.transport.step_clock import StepClock
from cnnstudio.ui.widgets.speed_slider import LAB_SPEEDS

Chapters = tuple[tuple[int, str], ...]


class LabTransport(TransportDriver):
    """Keeps a lab and the clock in step: position k is the lab's step k.

    `frame` asks for the lab's picture to be painted anew, at `phase` of its step's own move.
    """

    frame = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: LabDocument | None = None
        self._chapters: Chapters = ()
        self._ticks: tuple[int, ...] = ()
        self._is_stepping = self._is_following = False
        self.clock = StepClock(self)
        self.prediction = Prediction(self.clock, self)
        self.clock.moved.connect(self._moved)
        self.clock.frame.connect(self.frame)
        self.clock.playing_changed.connect(self.changed)
        self.prediction.changed.connect(self.changed)

    @property
    def phase(self) -> float:
        """How far the move within the lab's step is, 0 to 1 (at rest)."""
        return self.clock.phase

    @property
    def document(self) -> LabDocument | None:
        """The lab that is driven."""
        return self._document

    def show(self, document: LabDocument | None) -> None:
        """Drive this lab from now on, from the step where it is."""
        if document is self._document:
            return
        if self._document is not None:
            self._document.changed.disconnect(self._follow)
        self.clock.leave()
        self._document = document
        if document is not None:
            document.changed.connect(self._follow)
            self._set_clock(document.lab)
            self._read_marks(document.lab)
        self.prediction.show(None if document is None else document.lab)
        self.changed.emit()

    def state(self) -> TransportState:
        if self._document is None:
            return TransportState()
        lab, clock = self._document.lab, self.clock
        asking = self.prediction.asking is not None
        title, subtitle = lab.where()
        return TransportState(
            maximum=clock.count,
            position=clock.position,
            chapters=self._chapters,
            ticks=self._ticks,
            playing=clock.playing,
            title=translated(title),
            subtitle=translated(subtitle),
            can_play=clock.count > 0 and not asking,
            can_step_back=clock.position > 0,
            can_step_forward=clock.position < clock.count,
            can_seek=clock.count > 0,
            can_set_speed=True,
            speed=clock.speed,
            speeds=LAB_SPEEDS,
            can_loop=True,
            loops=clock.loops,
            play_hint=self._play_hint(asking),
            step_back_hint=self.tr("One step back"),
            step_forward_hint=self.tr("Show the number") if asking else self.tr("One step on"),
        )

    def _play_hint(self, asking: bool) -> str:
        if asking:
            return self.tr("First predict the number, or have it shown")
        return self.tr("Pause") if self.clock.playing else self.tr("Play the steps")

    # What the bar asks for

    def play(self, on: bool) -> None:
        if not on or self.prediction.asking is None:
            self.clock.play(on)

    def step_back(self) -> None:
        self.prediction.cancel()
        self.clock.step(-1)

    def step_forward(self) -> None:
        if self.prediction.asking is None:
            self.clock.step(1)
        else:
            self.prediction.pass_over()

    def seek(self, position: int) -> None:
        self.prediction.cancel()
        self.clock.seek(position)

    def set_speed(self, steps_per_second: float) -> None:
        if self._document is not None:
            self._document.set_speed(steps_per_second)

    def set_loop(self, on: bool) -> None:
        self.clock.set_loop(on)
        self.changed.emit()

    def leave(self) -> None:
        self.clock.leave()

    # Lab and clock follow each other

    def _moved(self, position: int) -> None:
        if self._document is not None and not self._is_following:
            self._is_stepping = True
            self._document.go_to(position)
            self._is_stepping = False

    def _follow(self) -> None:
        assert self._document is not None
        lab = self._document.lab
        self.prediction.follow(lab)
        if not self._is_stepping:
            self._set_clock(lab)
            self._read_marks(lab)
        self.changed.emit()

    def _set_clock(self, lab: Lab) -> None:
        """Bring the clock to where the lab is. What plays goes on from there."""
        self._is_following = True
        self.clock.set_count(lab.count)
        self.clock.set_speed(lab.speed)
        if self.clock.position != lab.step:
            self.clock.seek(lab.step)
        self._is_following = False

    def _read_marks(self, lab: Lab) -> None:
        self._chapters = tuple((step, translated(name)) for step, name in lab.chapters())
        self._ticks = lab.ticks()
