"""The state of a training run, and how one step changes it. Knows no commands and no events."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from cnnstudio.core.infer import infer
from cnnstudio.core.interventions import Interventions, Patch
from cnnstudio.core.messages import Device, StartRun
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.engine import checkpoints
from cnnstudio.engine.augment import augment
from cnnstudio.engine.build import Model, Record, named_tensors
from cnnstudio.engine.datasets import DeviceDigits, adapt
from cnnstudio.engine.devices import computes_at_once, memory_format, wait_for
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.freezing import Freezer, apply_patches
from cnnstudio.engine.graphed import CudaRecorder, Graphed, Recorder
from cnnstudio.engine.health import NotFiniteError
from cnnstudio.engine.leash import Leash
from cnnstudio.engine.optimizer import (
    make_optimizer,
    optimizer_tensors,
    restore_optimizer,
    set_live,
)
from cnnstudio.engine.precision import autocast, choose_precision
from cnnstudio.engine.random_state import order_of, random_tensors, restore_random
from cnnstudio.engine.schedule import factor
from cnnstudio.engine.weights import initialised

#: The notes of a checkpoint that put the run's own settings back.
_LIVE = RunSettings.LIVE


class Trainer:
    """Model, optimizer, digits, and the number of steps done. ValueError for a network with a
    problem.

    `base` holds the settings as they are now: the live ones may have changed on the way.
    `changes_by_hand` counts those since the start.
    """

    def __init__(
        self,
        start: StartRun,
        device: Device,
        digits: DeviceDigits,
        recorder: Recorder | None = None,
    ) -> None:
        self.network = start.network
        self.base = start.settings
        self.device = device
        self.digits = digits
        report = infer(self.network)
        if not report.runs:
            raise ValueError(str(report.problems[0].sentence))
        self.macs = report.macs
        self.steps_per_epoch = math.ceil(len(digits) / self.base.batch_size)
        self.total_steps = self.steps_per_epoch * self.base.epochs
        self.step = 0
        self.leash = Leash(lambda: wait_for(device.kind))
        self.looks_at_each_loss = computes_at_once(device.kind)
        self.model = self._make_model(start)
        self.interventions = start.interventions
        self.changes_by_hand = 0
        self._freezer = self._make_freezer()
        self.precision = choose_precision(
            self.base, device.kind, self.has_windows, self._micro_step
        )
        self._buffers = list(self.model.buffers())
        self._kept_buffers = [buffer.clone() for buffer in self._buffers]
        self.optimizer = make_optimizer(self.model, self.base)
        #: The newest batch.
        self.inputs: Tensor | None = None
        self._order: tuple[int, Tensor] | None = None
        self._recorder = recorder
        self._graphed = self._make_graphed()
        torch.manual_seed(self.base.seed)

    @property
    def has_windows(self) -> bool:
        return any(tensor.dim() == 4 for _, tensor in named_tensors(self.model))

    @property
    def epoch(self) -> float:
        return self.step / self.steps_per_epoch

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        return self.base.learning_rate * factor(self.base.schedule, self.step, self.total_steps)

    def change(self, name: str, value: float) -> float:
        """Change a live setting from the next step on; what it was before."""
        before = float(getattr(self.base, name))
        changed: dict[str, Any] = {name: value}
        self.base = replace(self.base, **changed)
        return before

    def intervene(self, interventions: Interventions, patches: Sequence[Patch]) -> None:
        """Change numbers, and what is frozen and off, from the next step on."""
        self.changes_by_hand += 1
        apply_patches(self.model, patches)
        if self.model.off != interventions.off:
            wait_for(self.device.kind)
            self.model.switch_off(interventions.off)
            self._graphed = self._make_graphed()  # a recording goes by what was off before
        self.interventions = interventions
        self._freezer = self._make_freezer()

    def next_batch(self) -> tuple[Tensor, Tensor]:
        """Digits and labels of the step to come, as the network's input. Takes random numbers
        where digits are augmented."""
        epoch, index = divmod(self.step, self.steps_per_epoch)
        if self._order is None or self._order[0] != epoch:
            order = order_of(self.base.seed, epoch, len(self.digits))
            self._order = (epoch, order.to(self.digits.labels.device))
        size = self.base.batch_size
        x, labels = self.digits.batch(self._order[1][index * size : (index + 1) * size])
        if self.base.augment:
            x = augment(x, self.base)
        return self._as_input(x), labels

    def take_step(self, watch: Record | None = None) -> tuple[Tensor, Tensor, int]:
        """One optimizer step: its loss, how many digits were right, of how many.

        NotFiniteError, and no change to the weights, if the loss is not finite and is looked at.
        `watch` sees each layer's output, and may raise to break off.
        """
        with self.leash.step():
            x, labels = self.next_batch()
            self.inputs = x
            set_live(self.optimizer, self.base, self.rate)
            if self._graphed is None or watch is not None or self.looks_at_each_loss:
                loss, correct = self._forward_backward(x, labels, watch)
            else:
                loss, correct = self._graphed(x, labels)
            self._update()
            self.step += 1
        return loss, correct, len(labels)

    def _update(self) -> None:
        """The optimizer's step, for all but what is frozen."""
        if self._freezer is None:
            self.optimizer.step()
            return
        self._freezer.before_update()
        self.optimizer.step()
        self._freezer.after_update()

    def before_step(self) -> dict[str, Tensor]:
        """What a step changes before it gets to the weights: running means, random numbers."""
        buffers = {name: tensor.clone() for name, tensor in self.model.named_buffers()}
        return {**buffers, **checkpoints.with_prefix("random", random_tensors(self.device.kind))}

    def undo_step(self, before: Mapping[str, Tensor]) -> None:
        """Undo a step that was broken off."""
        for name, tensor in self.model.named_buffers():
            tensor.copy_(before[name])
        restore_random(self.device.kind, checkpoints.below("random", before))

    def tensors(self) -> dict[str, Tensor]:
        """All that a checkpoint keeps."""
        return {
            **checkpoints.with_prefix("weights", dict(named_tensors(self.model))),
            **checkpoints.with_prefix("optimizer", optimizer_tensors(self.model, self.optimizer)),
            **checkpoints.with_prefix("random", random_tensors(self.device.kind)),
        }

    def notes(self) -> dict[str, object]:
        return {
            "step": self.step,
            "precision": self.precision,
            "settings": {name: getattr(self.base, name) for name in _LIVE},
        }

    def restore(self, tensors: Mapping[str, Tensor], notes: Mapping[str, object]) -> None:
        """Go back, or on, to what `tensors` and `notes` gave. KeyError and the like if they are
        another network's."""
        kept = checkpoints.below("weights", tensors)
        with torch.no_grad():
            for name, tensor in named_tensors(self.model):
                tensor.copy_(kept[name])
        self._freezer = self._make_freezer()
        self.optimizer.state.clear()
        restore_optimizer(self.model, self.optimizer, checkpoints.below("optimizer", tensors))
        restore_random(self.device.kind, checkpoints.below("random", tensors))
        self.step = int(str(notes["step"]))
        self.precision = str(notes["precision"])
        live = notes["settings"]
        assert isinstance(live, Mapping)
        self.base = replace(self.base, **{name: live[name] for name in _LIVE})

    def restore_file(self, path: Path) -> dict[str, object]:
        """Go on from a checkpoint; its notes. CheckpointError if it does not fit."""
        tensors, notes = checkpoints.load(path)
        try:
            self.restore(tensors, notes)
        except (KeyError, ValueError, TypeError, RuntimeError, AssertionError) as error:
            raise checkpoints.CheckpointError(path, "it is another network’s") from error
        return notes

    def _make_model(self, start: StartRun) -> Model:
        if self.device.kind == "cuda":
            # The same seed gives the same losses only with kernels that always add in one order.
            torch.backends.cudnn.deterministic = True
            torch.backends.cudnn.benchmark = False
        model = initialised(start.network, start.weights, start.settings.seed)
        model.switch_off(start.interventions.off)
        model = model.to(self.device.kind)
        # Weights of dense layers are not touched.
        return model.to(memory_format=memory_format(self.device.kind)).train()

    def _make_freezer(self) -> Freezer | None:
        """What holds the frozen units as they are now; None where there are none."""
        frozen = self.interventions.frozen
        return Freezer(self.model, frozen) if frozen else None

    def _make_graphed(self) -> Graphed | None:
        """What replays batches, on devices that can."""
        recorder = self._recorder
        if recorder is None and self.device.kind == "cuda":
            recorder = CudaRecorder()
        if recorder is None:
            return None
        weights = list(self.model.parameters())
        return Graphed(self._forward_backward, weights, self.base.batch_size, recorder)

    def _as_input(self, digits: Tensor) -> Tensor:
        x = adapt(digits, self.network.input)
        return x.contiguous(memory_format=memory_format(self.device.kind))

    def _forward_backward(
        self, x: Tensor, labels: Tensor, watch: Record | None = None
    ) -> tuple[Tensor, Tensor]:
        """The loss, and how many answers were right; gradients stay at the weights."""
        self.optimizer.zero_grad(set_to_none=True)
        if self.looks_at_each_loss and self._buffers:
            torch._foreach_copy_(self._kept_buffers, self._buffers)
        loss, logits = self._loss(x, labels, self.precision, watch)
        if self.looks_at_each_loss and not math.isfinite(loss.item()):
            if self._buffers:  # batch norm's means have seen what went bad
                torch._foreach_copy_(self._buffers, self._kept_buffers)
            raise NotFiniteError
        loss.backward()
        correct = logits.detach()[:, :10].argmax(1) == labels
        return loss.detach(), correct.sum(dtype=torch.float32)

    def _loss(
        self, x: Tensor, labels: Tensor, precision: str, watch: Record | None = None
    ) -> tuple[Tensor, Tensor]:
        with autocast(self.device.kind, precision):
            logits: Tensor = self.model(x, watch)
        return F.cross_entropy(logits.float(), labels), logits

    def _micro_step(self, precision: str) -> None:
        """Forward and backward of a small batch, to be timed; nothing of it stays, since neither
        dropout nor batch norm do anything in evaluation."""
        count = min(self.base.batch_size, piece_size(self.macs))
        x, labels = self.digits.slice(0, count)
        self.model.eval()
        self._loss(self._as_input(x), labels, precision)[0].backward()
        self.model.zero_grad(set_to_none=True)
        self.model.train()
