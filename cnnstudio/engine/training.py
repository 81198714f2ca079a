"""A training run: a generator that yields events and takes commands between steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import Tensor

from cnnstudio.core.messages import (
    Change,
    Changed,
    Command,
    Device,
    Event,
    Failed,
    Finished,
    Metrics,
    Pause,
    Paused,
    Resume,
    Resumed,
    ResumeToEpochEnd,
    RunStarted,
    SendWeights,
    SetPace,
    Shutdown,
    StartRun,
    Stop,
    WeightsAre,
)
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.engine.checkpoints import CheckpointError
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.devices import versions
from cnnstudio.engine.evaluation import Score, evaluated, score_pieces
from cnnstudio.engine.failures import sentence_of
from cnnstudio.engine.health import (
    NotFiniteError,
    bad_sentence,
    find_culprit,
    gradient_norms,
)
from cnnstudio.engine.inbox import Inbox
from cnnstudio.engine.keeper import Keeper
from cnnstudio.engine.pace import Pace
from cnnstudio.engine.replica import Replica
from cnnstudio.engine.report import Reporter
from cnnstudio.engine.rewind import Rewind
from cnnstudio.engine.stopping import StopRule
from cnnstudio.engine.trainer import Trainer
from cnnstudio.engine.weights import as_arrays

#: Seconds of rest before the next step that are worth a report of the last one.
_NOTICEABLE = 0.05
#: Steps that take longer are watched, layer by layer, for a pause or an end that cannot wait.
_LONG = 0.5

Show = Callable[[Replica], None]


class StepInterruptedError(Exception):
    """A step was broken off, before it changed any weight, since a command cannot wait."""


class Training:
    """One run. `events()` is it; everything else belongs to it.

    `show` is told of the copy that probes may look into, when the run starts or goes on; without
    it there is none. `threads` is used where the settings leave it open.
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
    ) -> None:
        self._start = start
        self._inbox = inbox
        self._device = device
        self._digits, self._test_digits = digits
        self._threads = start.settings.threads or threads
        self._show = show
        self._replica: Replica | None = None
        self._keeper = Keeper(checkpoint, start.run_id)
        self._stop_rule = StopRule(start.settings)
        self._reporter = Reporter(start.run_id)
        self._pace = Pace()
        self._seconds_of_test = 0.0
        self._rewind: Rewind | None = None
        self._pause_at: int | None = None
        self._stopped = False
        self.trainer: Trainer | None = None

    # --- the run ------------------------------------------------------------------------------

    def events(self) -> Iterator[Event]:
        """Run. Whatever goes wrong ends in a Failed event, not in an exception."""
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
        yield self._started(trainer)
        self._rest(trainer)
        self._show_replica()
        if not trainer.looks_at_each_loss:
            self._rewind = Rewind()
            self._rewind.remember(trainer)
        if self._start.paused:
            yield from self._pause(trainer)
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
            self._reporter = Reporter(self._start.run_id, float(str(notes.get("seconds", 0))))
        if self._show:
            self._replica = Replica(trainer.network, self._start.run_id)
        return trainer

    def _started(self, trainer: Trainer) -> RunStarted:
        return RunStarted(
            self._start.run_id,
            self._device,
            trainer.precision,
            self._threads,
            trainer.base.seed,
            versions(),
            trainer.steps_per_epoch,
            trainer.total_steps,
            trainer.step,
        )

    def _finish(self, trainer: Trainer, sentence: Sentence) -> Iterator[Event]:
        yield from self._flush(trainer)
        self._rest(trainer)
        yield Finished(self._start.run_id, trainer.step, sentence)
        yield self._weights(trainer)

    # --- steps --------------------------------------------------------------------------------

    def _wait_for_next_step(self, trainer: Trainer) -> Iterator[Event]:
        """Keep the pace; a command ends the wait."""
        if self._pace.rest > _NOTICEABLE:
            yield from self._flush(trainer)
            self._rest(trainer)
        self._inbox.wait(self._pace.rest)

    def _step(self, trainer: Trainer) -> Iterator[Event]:
        self._pace.begin_step()
        self._reporter.run_clock()
        if self._replica:
            self._replica.wake()
        rate = trainer.rate
        try:
            loss, correct, count = self._interruptible_step(trainer)
        except StepInterruptedError:
            return
        except NotFiniteError:
            yield from self._pause_at_bad_step(trainer)
            return
        self._reporter.add(loss, correct, count, rate)
        if self._replica:
            long = trainer.leash.seconds_of_step > _LONG
            self._replica.offer(trainer.model, trainer.step, wanted=long)
        if self._reporter.is_due:
            yield from self._flush(trainer)
        if self._is_time_to_test(trainer):
            yield from self._test(trainer)
        if self._keeper.is_due:
            yield from self._keeper.keep(trainer, self._notes())
        if trainer.step == self._pause_at and trainer.step < trainer.total_steps:
            yield from self._pause(trainer)

    def _interruptible_step(self, trainer: Trainer) -> tuple[Tensor, Tensor, int]:
        """A step; one that takes long is broken off, without a trace, when a command is urgent."""
        if trainer.leash.seconds_of_step < _LONG:
            return trainer.take_step()

        def look(_: object, output: Tensor | None = None) -> None:
            trainer.leash.catch_up()
            if self._inbox.is_urgent:
                raise StepInterruptedError
            if output is not None and output.requires_grad:
                output.register_hook(look)

        before = trainer.before_step()
        try:
            return trainer.take_step(look)
        except StepInterruptedError:
            trainer.undo_step(before)
            raise

    def _is_time_to_test(self, trainer: Trainer) -> bool:
        every = trainer.base.evaluate_every
        at_epoch_end = trainer.step % trainer.steps_per_epoch == 0
        return at_epoch_end or bool(every and trainer.step % every == 0)

    def _test(self, trainer: Trainer) -> Iterator[Event]:
        """The test, in pieces between which commands are obeyed."""
        yield from self._flush(trainer)
        self._reporter.stop_clock()
        self._rest(trainer)
        started = time.perf_counter()
        pieces = score_pieces(
            trainer.model, trainer.network, self._test_digits, trainer.macs, trainer.precision
        )
        score = Score()
        for score in pieces:  # noqa: B007 - the last one is all of them
            yield from self._obey(trainer)
            if self._stopped:
                return
        self._seconds_of_test = time.perf_counter() - started
        event = evaluated(
            score,
            self._test_digits.labels,
            run_id=self._start.run_id,
            step=trainer.step,
            epoch=trainer.epoch,
            seconds=self._reporter.seconds,
        )
        self._stop_rule.look_at(event)
        yield event

    # --- commands -----------------------------------------------------------------------------

    def _obey(self, trainer: Trainer) -> Iterator[Event]:
        """Carry out what has come in."""
        while not self._stopped and (command := self._inbox.poll()):
            if isinstance(command, Pause):
                if command.run_id == self._start.run_id:
                    yield from self._pause(trainer)
            else:
                yield from self._carry_out(trainer, command)

    def _pause(
        self, trainer: Trainer, sentence: Sentence | None = None, layer_id: str | None = None
    ) -> Iterator[Event]:
        """Wait for the command to go on, and carry out the others."""
        yield from self._flush(trainer)
        self._reporter.stop_clock()
        self._rest(trainer)
        self._pause_at = None
        yield Paused(self._start.run_id, trainer.step, sentence, layer_id)
        yield self._weights(trainer)
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
                if before != value:
                    yield Changed(run_id, trainer.step + 1, name, before, value)
            case SetPace(of_run, steps_per_second) if of_run == run_id:
                yield from self._flush(trainer)
                self._pace.set(steps_per_second)
                self._reporter.set_pace(self._pace.interval)
            case SendWeights(request):
                yield self._weights(trainer, request)

    # --- what is told -------------------------------------------------------------------------

    def _flush(self, trainer: Trainer) -> Iterator[Event]:
        """Report all steps that were not reported yet; find out if one of them went bad."""
        if self._reporter.is_empty:
            return
        if self._rewind and self._rewind_if_bad(trainer):
            yield from self._pause_at_bad_step(trainer)
            return
        norms = gradient_norms(trainer.model)
        yield self._metrics(trainer, norms)
        if self._rewind:
            self._rewind.remember(trainer)

    def _rewind_if_bad(self, trainer: Trainer) -> bool:
        """Whether a loss went bad since the last report; then the run is just before it again."""
        assert self._rewind
        if self._reporter.all_finite:
            return False
        self._reporter.forget()
        return self._rewind.to_bad_step(trainer, self._reporter.add)

    def _metrics(self, trainer: Trainer, norms: dict[str, float]) -> Metrics:
        left = trainer.total_steps - trainer.step
        tests = left / trainer.steps_per_epoch
        if every := trainer.base.evaluate_every:
            tests += left / every
        seconds = tests * self._seconds_of_test
        return self._reporter.take(trainer.step, trainer.epoch, left, norms, seconds)

    def _pause_at_bad_step(self, trainer: Trainer) -> Iterator[Event]:
        assert trainer.inputs is not None
        culprit = find_culprit(trainer.model, trainer.inputs)
        rate = trainer.base.learning_rate
        sentence = bad_sentence(trainer.network, culprit, trainer.step + 1, rate)
        yield from self._pause(trainer, sentence, culprit.layer_id)

    def _weights(self, trainer: Trainer, request: int = 0) -> WeightsAre:
        return WeightsAre(self._start.run_id, trainer.step, as_arrays(trainer.model), request)

    def _notes(self) -> dict[str, object]:
        return {"seconds": self._reporter.seconds, **self._stop_rule.notes()}

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
