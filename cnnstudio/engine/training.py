"""A training run: a generator that yields events and takes commands between steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import torch

from cnnstudio.core.messages import (
    Change,
    Changed,
    Command,
    Device,
    Event,
    Failed,
    Finished,
    Intervene,
    Intervened,
    Pause,
    Paused,
    Resume,
    Resumed,
    ResumeToEpochEnd,
    RunShown,
    SendWeights,
    SetPace,
    ShowRun,
    Shutdown,
    StartRun,
    Stop,
)
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.engine.checkpoints import CheckpointError
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.evaluation import Score, score_pieces
from cnnstudio.engine.failures import sentence_of
from cnnstudio.engine.health import NotFiniteError
from cnnstudio.engine.history import History
from cnnstudio.engine.inbox import Inbox
from cnnstudio.engine.interruptible import StepInterruptedError, take_step, takes_long
from cnnstudio.engine.keeper import Keeper
from cnnstudio.engine.pace import Pace
from cnnstudio.engine.replica import Replica
from cnnstudio.engine.rewind import Rewind
from cnnstudio.engine.run_events import RunEvents
from cnnstudio.engine.stopping import StopRule
from cnnstudio.engine.trainer import Trainer
from cnnstudio.engine.vitals import VitalSigns

#: Seconds of rest before the next step that are worth a report of the last one.
_NOTICEABLE = 0.05

Show = Callable[[Replica], None]


class Training:
    """One run. `events()` is it; everything else belongs to it.

    `show` is told of the copy that probes may look into, when the run starts or goes on; without
    it there is none. `threads` is used where the settings leave it open. Moments of the run go to
    `history`.
    """

    def __init__(
        self,
        start: StartRun,
        inbox: Inbox,
        device: Device,
        digits: tuple[DeviceDigits, DeviceDigits],
        threads: int,
        show: Show | None = None,
        checkpoint: Path | None = None,
        history: History | None = None,
    ) -> None:
        self._start = start
        self._inbox = inbox
        self._device = device
        self._digits, self._test_digits = digits
        self._threads = start.settings.threads or threads
        self._show = show
        self._replica: Replica | None = None
        self._history = history
        self._keeper = Keeper(checkpoint, start.run_id)
        self._stop_rule = StopRule(start.settings)
        self._events = RunEvents(start.run_id)
        self._pace = Pace()
        self._vitals = VitalSigns(start.run_id)
        self._rewind: Rewind | None = None
        self._pause_at: int | None = None
        self._stopped = False
        self.trainer: Trainer | None = None

    # --- the run ------------------------------------------------------------------------------

    def events(self) -> Iterator[Event]:
        """Run. Whatever goes wrong ends in a Failed event, not in an exception."""
        for event in self._all_events():
            if self._history:
                self._history.see(event)
            yield event
        if self._history:
            self._history.end()

    def _all_events(self) -> Iterator[Event]:
        try:
            yield from self._run()
        except CheckpointError as error:
            yield Failed(self._start.run_id, error.sentence)
        except (RuntimeError, MemoryError, ValueError) as error:
            yield Failed(self._start.run_id, sentence_of(error, self._device, self._start.settings))

    def _run(self) -> Iterator[Event]:
        torch.set_num_threads(self._threads)
        self._digits = self._digits.on(self._device.kind)
        self._test_digits = self._test_digits.on(self._device.kind)
        trainer = self.trainer = self._prepare()
        self._rest(trainer)
        self._show_replica()
        yield self._events.started(trainer, self._device, self._threads)
        self._keep_moment(trainer, must=True)
        if not trainer.looks_at_each_loss:
            self._rewind = Rewind()
            self._rewind.remember(trainer)
        if self._start.paused:
            yield from self._pause(trainer, self._events.paused(trainer))
        while trainer.step < trainer.total_steps:
            yield from self._obey(trainer)
            if self._stopped:
                break
            if self._pace.rest > 0:
                yield from self._wait_for_next_step(trainer)
                continue
            yield from self._step(trainer)
            if sentence := self._stop_rule.reason:
                yield from self._finish(trainer, sentence)
                return
        done = say("finished_epochs", epochs=trainer.base.epochs)
        stopped = say("finished_stopped", step=trainer.step)
        yield from self._finish(trainer, stopped if self._stopped else done)

    def _prepare(self) -> Trainer:
        trainer = Trainer(self._start, self._device, self._digits)
        if self._start.checkpoint:
            notes = trainer.restore_file(Path(self._start.checkpoint))
            self._stop_rule.restore(notes)
            self._events.go_on_from(float(str(notes.get("seconds", 0))))
        if self._show:
            self._replica = Replica(trainer.network, self._start.run_id)
        return trainer

    def _finish(self, trainer: Trainer, sentence: Sentence) -> Iterator[Event]:
        yield from self._flush(trainer)
        self._rest(trainer)
        self._keep_moment(trainer, must=True)
        yield Finished(self._start.run_id, trainer.step, sentence)
        yield self._events.weights(trainer)

    # --- steps --------------------------------------------------------------------------------

    def _wait_for_next_step(self, trainer: Trainer) -> Iterator[Event]:
        """Keep the pace; a command ends the wait."""
        if self._pace.rest > _NOTICEABLE:
            yield from self._flush(trainer)
            self._rest(trainer)
        self._inbox.wait(self._pace.rest)

    def _step(self, trainer: Trainer) -> Iterator[Event]:
        self._pace.begin_step()
        self._events.reporter.run_clock()
        if self._replica:
            self._replica.wake()
        rate = trainer.rate
        has_vitals = self._vitals.is_due(
            trainer.step + 1, self._tests_at(trainer, trainer.step + 1)
        )
        if has_vitals:
            self._vitals.remember(trainer)
        try:
            loss, correct, count = take_step(trainer, lambda: self._inbox.is_urgent)
        except StepInterruptedError:
            return
        except NotFiniteError:
            yield from self._pause(trainer, self._events.paused_at_bad_step(trainer))
            return
        self._events.reporter.add(loss, correct, count, rate)
        if self._replica:
            self._replica.offer(trainer.model, trainer.step, wanted=takes_long(trainer))
        self._keep_moment(trainer)
        # What is told of a step must not be of one that is taken back.
        if (has_vitals or self._events.reporter.is_due) and (yield from self._flush(trainer)):
            return
        if has_vitals:
            yield from self._take_vitals(trainer)
        if self._tests_at(trainer, trainer.step):
            yield from self._test(trainer)
        if self._keeper.is_due:
            yield from self._keeper.keep(trainer, self._notes())
        if trainer.step == self._pause_at and trainer.step < trainer.total_steps:
            yield from self._pause(trainer, self._events.paused(trainer))

    def _tests_at(self, trainer: Trainer, step: int) -> bool:
        every = trainer.base.evaluate_every
        at_epoch_end = step % trainer.steps_per_epoch == 0
        return at_epoch_end or bool(every and step % every == 0)

    def _take_vitals(self, trainer: Trainer) -> Iterator[Event]:
        """Vital signs, in pieces between which commands are obeyed."""
        for vitals in self._vitals.measured(trainer, self._test_digits):
            if vitals is not None:
                yield vitals
                return
            yield from self._obey(trainer)
            if self._stopped:
                return

    def _test(self, trainer: Trainer) -> Iterator[Event]:
        """The test, in pieces between which commands are obeyed."""
        if (yield from self._flush(trainer)):
            return
        self._events.reporter.stop_clock()
        self._rest(trainer)
        started, changes = time.perf_counter(), trainer.changes_by_hand
        pieces = score_pieces(
            trainer.model, trainer.network, self._test_digits, trainer.macs, trainer.precision
        )
        score = Score()
        for score in pieces:  # noqa: B007 - the last one is all of them
            yield from self._obey(trainer)
            if self._stopped:
                return
        if trainer.changes_by_hand != changes:  # some pieces were of other weights
            yield from self._test(trainer)
            return
        self._events.seconds_of_test = time.perf_counter() - started
        event = self._events.evaluated(trainer, score, self._test_digits.labels)
        self._stop_rule.look_at(event)
        yield event

    # --- commands -----------------------------------------------------------------------------

    def _obey(self, trainer: Trainer) -> Iterator[Event]:
        """Carry out what has come in."""
        while not self._stopped and (command := self._inbox.poll()):
            if isinstance(command, Pause):
                if command.run_id == self._start.run_id:
                    yield from self._pause(trainer, self._events.paused(trainer))
            else:
                yield from self._carry_out(trainer, command)

    def _pause(self, trainer: Trainer, event: Paused) -> Iterator[Event]:
        """Wait for the command to go on, and carry out the others."""
        if (yield from self._flush(trainer)):
            return  # it has been a pause already
        self._events.reporter.stop_clock()
        self._rest(trainer)
        self._keep_moment(trainer, must=True)
        self._pause_at = None
        yield event
        yield self._events.weights(trainer)
        yield from self._keeper.keep(trainer, self._notes())
        while not self._stopped:
            command = self._inbox.get()
            if getattr(command, "run_id", None) != self._start.run_id or not isinstance(
                command, Resume | ResumeToEpochEnd
            ):
                yield from self._carry_out(trainer, command)
                continue
            self._pause_at = _pause_after(trainer, command)
            self._pace.begin_anew()
            self._show_replica()
            yield Resumed(self._start.run_id, trainer.step)
            return

    def _carry_out(self, trainer: Trainer, command: Command) -> Iterator[Event]:
        run_id = self._start.run_id
        match command:
            case Stop(of_run) if of_run == run_id:
                self._stopped = True
            case StartRun() | Shutdown():
                self._inbox.put_back(command)
                self._stopped = True
            case Change(of_run, name, value) if of_run == run_id:
                yield from self._flush(trainer)
                before = trainer.change(name, value)
                if self._rewind:
                    self._rewind.remember(trainer)
                if before != value:
                    yield Changed(run_id, trainer.step + 1, name, before, value)
            case ShowRun(of_run) if of_run == run_id:
                self._show_replica()
                yield RunShown(run_id)
            case Intervene(of_run) if of_run == run_id:
                yield from self._intervene(trainer, command)
            case SetPace(of_run, steps_per_second) if of_run == run_id:
                yield from self._flush(trainer)
                self._pace.set(steps_per_second)
                self._events.reporter.set_pace(self._pace.interval)
            case SendWeights(request):
                yield self._events.weights(trainer, request)

    def _intervene(self, trainer: Trainer, command: Intervene) -> Iterator[Event]:
        yield from self._flush(trainer)
        trainer.intervene(command.interventions, command.patches)
        if self._rewind:
            self._rewind.remember(trainer)
        self._rest(trainer)
        yield Intervened(self._start.run_id, trainer.step)

    # --- what is told -------------------------------------------------------------------------

    def _flush(self, trainer: Trainer) -> Generator[Event, None, bool]:
        """Report all steps that were not reported yet. True if one of them had gone bad: then the
        run is just before it again, has been paused there, and is to go on."""
        if self._events.reporter.is_empty:
            return False
        went_bad = self._rewind is not None and self._rewind_if_bad(trainer, self._rewind)
        if not self._events.reporter.is_empty:
            yield self._events.metrics(trainer)
        if self._rewind:
            self._rewind.remember(trainer)
        if went_bad:
            if self._history:
                self._history.forget_after(trainer.step)
            yield from self._pause(trainer, self._events.paused_at_bad_step(trainer))
        return went_bad

    def _rewind_if_bad(self, trainer: Trainer, rewind: Rewind) -> bool:
        """Whether a loss went bad since the last report; then the run is just before it again."""
        reporter = self._events.reporter
        if reporter.all_finite:
            return False
        reporter.forget()
        return rewind.to_bad_step(trainer, reporter.add)

    def _notes(self) -> dict[str, object]:
        return {"seconds": self._events.reporter.seconds, **self._stop_rule.notes()}

    def _keep_moment(self, trainer: Trainer, must: bool = False) -> None:
        if self._history:
            self._history.offer(trainer, must)

    # --- probes -------------------------------------------------------------------------------

    def _rest(self, trainer: Trainer) -> None:
        """The weights will stay for a while."""
        if self._replica:
            self._replica.rest(trainer.model, trainer.step)

    def _show_replica(self) -> None:
        if self._replica and self._show:
            self._show(self._replica)


def _pause_after(trainer: Trainer, command: Resume | ResumeToEpochEnd) -> int | None:
    """The step at which to pause again."""
    if isinstance(command, ResumeToEpochEnd):
        return (trainer.step // trainer.steps_per_epoch + 1) * trainer.steps_per_epoch
    return trainer.step + command.steps if command.steps > 0 else None
