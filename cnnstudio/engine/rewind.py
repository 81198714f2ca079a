"""Back to the step that went bad, on devices that compute far ahead of what is known of them."""

from __future__ import annotations

from torch import Tensor

from cnnstudio.engine.health import NotFiniteError
from cnnstudio.engine.trainer import Trainer


class Rewind:
    """Remembers a good moment of a run, and plays it again, looking at every loss."""

    def __init__(self) -> None:
        self._tensors: dict[str, Tensor] = {}
        self._notes: dict[str, object] = {}

    def remember(self, trainer: Trainer) -> None:
        self._tensors = {name: t.detach().clone() for name, t in trainer.tensors().items()}
        self._notes = trainer.notes()

    def to_bad_step(self, trainer: Trainer) -> bool:
        """Bring the run to just before the step that goes bad. False if none does any more:
        then the run is where it was."""
        end = trainer.step
        trainer.restore(self._tensors, self._notes)
        trainer.looks_at_each_loss = True
        try:
            while trainer.step < end:
                trainer.take_step()
        except NotFiniteError:
            return True
        finally:
            trainer.looks_at_each_loss = False
        return False
