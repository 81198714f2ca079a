"""What a run tells of itself, in events."""

from __future__ import annotations

from torch import Tensor

from cnnstudio.core.messages import Device, Evaluated, Metrics, Paused, RunStarted, WeightsAre
from cnnstudio.engine.devices import versions
from cnnstudio.engine.evaluation import Score, evaluated
from cnnstudio.engine.health import bad_sentence, find_culprit, gradient_norms
from cnnstudio.engine.report import Reporter
from cnnstudio.engine.trainer import Trainer
from cnnstudio.engine.weights import as_arrays


class RunEvents:
    """Makes the events of one run. `reporter` keeps its time and the steps not yet told of."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id
        self.reporter = Reporter(run_id)
        self.seconds_of_test = 0.0

    def go_on_from(self, seconds: float) -> None:
        """The run has trained that long before."""
        self.reporter = Reporter(self._run_id, seconds)

    def started(self, trainer: Trainer, device: Device, threads: int) -> RunStarted:
        return RunStarted(
            self._run_id,
            device,
            trainer.precision,
            threads,
            trainer.base.seed,
            versions(),
            trainer.steps_per_epoch,
            trainer.total_steps,
            trainer.step,
        )

    def metrics(self, trainer: Trainer) -> Metrics:
        """All steps since the last ones; there must be some."""
        left = trainer.total_steps - trainer.step
        tests = left / trainer.steps_per_epoch
        if every := trainer.base.evaluate_every:
            tests += left / every
        return self.reporter.take(
            trainer.step,
            trainer.epoch,
            left,
            gradient_norms(trainer.model),
            tests * self.seconds_of_test,
        )

    def evaluated(self, trainer: Trainer, score: Score, labels: Tensor) -> Evaluated:
        return evaluated(
            score,
            labels,
            run_id=self._run_id,
            step=trainer.step,
            epoch=trainer.epoch,
            seconds=self.reporter.seconds,
        )

    def weights(self, trainer: Trainer, request: int = 0) -> WeightsAre:
        return WeightsAre(self._run_id, trainer.step, as_arrays(trainer.model), request)

    def paused(self, trainer: Trainer) -> Paused:
        return Paused(self._run_id, trainer.step)

    def paused_at_bad_step(self, trainer: Trainer) -> Paused:
        """The run is just before a step whose loss is no number: the layer, and some advice."""
        assert trainer.inputs is not None
        culprit = find_culprit(trainer.model, trainer.inputs)
        rate = trainer.base.learning_rate
        sentence = bad_sentence(trainer.network, culprit, trainer.step + 1, rate)
        return Paused(self._run_id, trainer.step, sentence, culprit.layer_id)
