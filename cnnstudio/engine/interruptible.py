"""Steps that take long, but end at once when a command cannot wait."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from cnnstudio.engine.trainer import Trainer

#: Steps that take longer, in seconds, are watched layer by layer.
_LONG = 0.5


class StepInterruptedError(Exception):
    """A step was broken off, before it changed any weight, since a command cannot wait."""


def takes_long(trainer: Trainer) -> bool:
    """Whether a step does. The first may."""
    return trainer.leash.seconds_of_step > _LONG


def take_step(trainer: Trainer, is_urgent: Callable[[], bool]) -> tuple[Tensor, Tensor, int]:
    """`Trainer.take_step`, or StepInterruptedError, without a trace of the step, if it takes long
    and `is_urgent` says between two layers that a command waits."""
    if not takes_long(trainer):
        return trainer.take_step()

    def look(_: object, output: Tensor | None = None) -> None:
        trainer.leash.catch_up()
        if is_urgent():
            raise StepInterruptedError
        if output is not None and output.requires_grad:
            output.register_hook(look)

    before = trainer.before_step()
    try:
        return trainer.take_step(look)
    except StepInterruptedError:
        trainer.undo_step(before)
        raise
