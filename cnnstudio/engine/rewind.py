"""Back to the step that went bad, on devices that compute far ahead of what is known of them."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from cnnstudio.engine.health import NotFiniteError
from cnnstudio.engine.trainer import Trainer

#: Is told of a step: its loss, how many answers were right, of how many, its learning rate.
Add = Callable[[Tensor, Tensor, int, float], None]


class Rewind:
    """Remembers a good moment of a run, and plays it again, looking at every loss."""

    def __init__(self) -> None:
        self._tensors: dict[str, Tensor] = {}
        self._notes: dict[str, object] = {}

    @torch.no_grad()
    def remember(self, trainer: Trainer) -> None:
        tensors = trainer.tensors()
        if tensors.keys() != self._tensors.keys():
            self._tensors = {name: tensor.detach().clone() for name, tensor in tensors.items()}
        else:  # in the same memory: a large network fills much of a GPU's
            torch._foreach_copy_(list(self._tensors.values()), list(tensors.values()))
        self._notes = trainer.notes()

    def to_bad_step(self, trainer: Trainer, add: Add) -> bool:
        """Go back, and tell `add` of the steps since, taken anew, up to the one that goes bad.
        False if none does any more: then the run is where it was."""
        end = trainer.step
        trainer.restore(self._tensors, self._notes)
        trainer.looks_at_each_loss = True
        try:
            while trainer.step < end:
                rate = trainer.rate
                add(*trainer.take_step(), rate)
        except NotFiniteError:
            return True
        finally:
            trainer.looks_at_each_loss = False
        return False
