"""A training run as the window sees it: intentions out, numbers in."""

from __future__ import annotations

import math
import secrets
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from cnnstudio.core.history import PastRun
from cnnstudio.core.interventions import Interventions, Patch
from cnnstudio.core.messages import (
    Change,
    Changed,
    Checkpointed,
    Evaluated,
    Event,
    Failed,
    Finished,
    HistorySettings,
    Intervene,
    Intervened,
    Metrics,
    Pause,
    Paused,
    Resume,
    Resumed,
    ResumeToEpochEnd,
    RunStarted,
    SetPace,
    StartRun,
    Stop,
    Vitals,
    Weights,
)
from cnnstudio.core.network import Network, same_layers
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.ui.session.curves import Curves
from cnnstudio.ui.session.engine import Engine
from cnnstudio.ui.session.since_checkpoint import SinceCheckpoint

State = Literal["idle", "starting", "running", "paused", "ended"]

#: A pause or stop that the engine has not carried out by then is enforced by ending it (ms).
PATIENCE = 1_500


class Run(QObject):
    """The current run, or the last one. Panels read its fields when a signal says so.

    `state_changed`: state, message or facts; `advanced`: curves and rates grew; `evaluated`: a
    test is in; `examined`: vital signs are; `marked`: a setting changed on the way; `left_behind`:
    the engine was lost in the run, whose state is that of this checkpoint now.
    """

    state_changed = Signal()
    advanced = Signal()
    evaluated = Signal(object)
    examined = Signal()
    marked = Signal(object)
    left_behind = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._enforce = QTimer(self, singleShot=True, interval=PATIENCE)
        self._enforce.timeout.connect(engine.restart)
        engine.told.connect(self._receive)
        engine.lost.connect(self._engine_lost)
        self._wanted: Literal["", "paused", "ended"] = ""
        self.state: State = "idle"
        self.network: Network | None = None
        self.settings = RunSettings()
        #: Steps a second at most, of this run and the next ones.
        self.pace = math.inf
        self.interventions = Interventions()
        self._clear("")

    def _clear(self, run_id: str) -> None:
        self.id = run_id
        self.step = 0
        self.message: Sentence | None = None
        self.bad_layer: str | None = None
        self.facts: RunStarted | None = None
        self.metrics: Metrics | None = None
        self.checkpoint: Checkpointed | None = None
        self.needs_engine = False
        self._starts_paused = False
        self._history: HistorySettings | None = None
        self.curves = Curves()
        self.evaluations: list[tuple[int, float, float]] = []
        self.vitals: list[Vitals] = []
        self.marks: list[Changed] = []
        #: Live settings that were changed on the way, as they are to be.
        self._changes: dict[str, float] = {}
        #: Numbers changed by hand that a lost engine would take with it.
        self.by_hand = SinceCheckpoint()

    @property
    def is_active(self) -> bool:
        """Whether there is a run that goes on or could."""
        return self.state in ("starting", "running", "paused")

    @property
    def is_running(self) -> bool:
        return self.state in ("starting", "running")

    def is_of(self, network: Network) -> bool:
        """Whether this network is what the engine trains, or has paused."""
        return self.is_active and not self.needs_engine and same_layers(network, self.network)

    def start(
        self,
        network: Network,
        settings: RunSettings,
        weights: Weights,
        paused: bool = False,
        interventions: Interventions | None = None,
        history: HistorySettings | None = None,
    ) -> None:
        """Begin a new run; one that is still active ends. `paused`: it waits for a resume;
        `history`: moments of it are kept."""
        self.stop()
        self._clear(secrets.token_hex(8))
        self._forget_wish()
        self.network, self.settings = network, settings
        self.interventions = interventions or Interventions()
        self._starts_paused, self._history = paused, history
        self._set_state("starting")
        begin = StartRun(
            self.id,
            network,
            settings,
            weights,
            paused=paused,
            history=history,
            interventions=self.interventions,
        )
        self._engine.send(begin)
        self.set_pace(self.pace)

    def reopen(self, past: PastRun) -> None:
        """Show a run of the past, which is over, with its curves, tests and marks, and perhaps
        without its weights."""
        self.stop()
        record, log = past.record, past.log
        self._clear(record.id)
        self._forget_wish()
        self.network, self.settings = record.network, record.settings
        self.curves.append(log.steps, log.losses, log.accuracies)
        self.step, self.facts = record.step, record.facts.start
        self.evaluations, self.marks = list(past.tests), list(record.marks)
        self.vitals = list(past.vitals)
        self.message = None if past.step is not None else say("run_without_weights")
        self._set_state("ended")

    def pause(self) -> None:
        if self.is_running:
            self._engine.send(Pause(self.id))
            self._wish("paused")

    def resume(self, steps: int = 0) -> None:
        """Go on; for `steps` optimizer steps if more than 0."""
        if self._can_resume() and self._is_there(paused=steps > 0):
            self._engine.send(Resume(self.id, steps))

    def resume_to_epoch_end(self) -> None:
        if self._can_resume() and self._is_there(paused=True):
            self._engine.send(ResumeToEpochEnd(self.id))

    def stop(self) -> None:
        if not self.is_active:
            return
        if self.needs_engine:
            self._end(say("run_stopped"))
            return
        self._engine.send(Stop(self.id))
        self._wish("ended")

    def change(self, name: str, value: float) -> None:
        """Change a live setting (RunSettings.LIVE) from the next step on."""
        if self.is_active:
            self._changes[name] = value
            self._engine.send(Change(self.id, name, value))

    def set_pace(self, steps_per_second: float) -> None:
        """Train no faster than this, so that single steps can be watched; inf: as it goes."""
        self.pace = steps_per_second
        if self.is_active:
            self._engine.send(SetPace(self.id, self.pace))

    def intervene(self, interventions: Interventions, patches: tuple[Patch, ...]) -> bool:
        """Go on with these units frozen and off, and these numbers changed. Whether the engine
        will answer; if not, it is told when the run goes on."""
        if not self.is_active:
            return False
        self.interventions = interventions
        self.by_hand.add(patches)
        if self.needs_engine:
            return False
        self._engine.send(Intervene(self.id, interventions, patches))
        return True

    @property
    def is_lost(self) -> bool:
        """Whether it ended with the engine, before its first checkpoint."""
        return self.message is not None and self.message.code == "run_lost"

    @property
    def has_lost_weights(self) -> bool:
        """Whether the network on screen has not got what it trained."""
        return self.message is not None and self.message.code == "run_without_weights"

    def end_at_moment(self, step: int) -> None:
        """It was lost, but for this moment, from which a new run can go on."""
        self.step = step
        self._end(say("run_at_moment", step=step))

    def reset(self) -> None:
        """Forget the run and its curves."""
        self.stop()
        self._forget_wish()
        self._clear("")
        self._set_state("idle")

    def _can_resume(self) -> bool:
        """Commands keep their order: a run that starts paused may be resumed before it is there."""
        return self.state == "paused" or (self.state == "starting" and self._starts_paused)

    def _is_there(self, paused: bool) -> bool:
        """Whether the engine waits with the run. After it was lost, the run goes on as a new one
        from its last checkpoint, or waits there, `paused`."""
        if not self.needs_engine:
            return True
        if self.checkpoint is None or self.network is None or self._engine.state != "ready":
            return False
        self.needs_engine = False
        self._cut_after(self.checkpoint.step)
        self._starts_paused = paused
        self._set_state("starting")
        self._begin_at(self.network, self.checkpoint.path)
        return paused

    def _begin_at(self, network: Network, checkpoint: str) -> None:
        """Send the run off from a checkpoint, with all that was changed since."""
        held = self.interventions
        start = StartRun(self.id, network, self.settings, {}, checkpoint, interventions=held)
        self._engine.send(replace(start, paused=self._starts_paused, history=self._history))
        self.by_hand.lost()
        self._engine.send(Intervene(self.id, held, self.by_hand.all()))
        for name, value in self._changes.items():
            self._engine.send(Change(self.id, name, value))
        self.set_pace(self.pace)

    def _cut_after(self, step: int) -> None:
        """Forget what came after a step. A setting changed behind it counts from the next one."""
        self.curves.cut_after(step)
        self.evaluations = [test for test in self.evaluations if test[0] <= step]
        self.vitals = [vitals for vitals in self.vitals if vitals.step <= step]
        self.marks = [mark for mark in self.marks if mark.step <= step + 1]

    def _wish(self, wanted: Literal["paused", "ended"]) -> None:
        self._wanted = wanted
        self._enforce.start()

    def _forget_wish(self) -> None:
        self._wanted = ""
        self._enforce.stop()

    def _set_state(self, state: State) -> None:
        self.state = state
        self.state_changed.emit()

    def _end(self, sentence: Sentence) -> None:
        self._forget_wish()
        self.message = sentence
        self._set_state("ended")

    def _engine_lost(self) -> None:
        if not self.is_active:
            return
        asked_for, self._wanted = self._wanted, ""
        self._enforce.stop()
        self.needs_engine = True
        if self.checkpoint is not None:
            self.left_behind.emit(self.checkpoint)
        if asked_for == "ended" or self.checkpoint is None:
            self._end(say("run_stopped" if asked_for == "ended" else "run_lost"))
            return
        self.step = self.checkpoint.step
        code = "run_paused_at_checkpoint" if asked_for == "paused" else "run_at_checkpoint"
        self.message = say(code, step=self.checkpoint.step)
        self._set_state("paused")

    def _receive(self, event: Event) -> None:
        if getattr(event, "run_id", None) != self.id or not self.id:
            return
        match event:
            case RunStarted(first_step=step):
                self.facts, self.step, self.message = event, step, None
                if self.state == "starting":
                    self._set_state("running")
            case Metrics():
                self._advance(event)
            case Evaluated(step=step, loss=loss, accuracy=accuracy):
                self.evaluations.append((step, loss, accuracy))
                self.evaluated.emit(event)
            case Vitals():
                self.vitals.append(event)
                self.examined.emit()
            case Changed() if event not in self.marks:  # it may be made again from a checkpoint
                self.marks.append(event)
                self.marked.emit(event)
            case Intervened():
                self.by_hand.made()
            case Checkpointed():
                self.checkpoint = event
                self.by_hand.kept()
            case Resumed():
                self.message = self.bad_layer = None
                self._set_state("running")
            case Paused(step=step, sentence=sentence, layer_id=layer_id):
                self._forget_wish()
                self.step, self.message, self.bad_layer = step, sentence, layer_id
                self._set_state("paused")
            case Finished(step=step, sentence=sentence):
                self.step = step
                self._end(sentence)
            case Failed(sentence=sentence):
                self._end(sentence)

    def _advance(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.step = int(metrics.steps[-1]) if len(metrics.steps) else self.step
        self.curves.append(metrics.steps, metrics.losses, metrics.accuracies)
        self.advanced.emit()
