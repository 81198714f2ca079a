"""Changes by hand that a run's last checkpoint may not hold."""

from __future__ import annotations

from cnnstudio.core.interventions import Patch
from cnnstudio.core.messages import Floats, Weights


class SinceCheckpoint:
    """Numbers changed in a run, in order, until a checkpoint that holds them is written."""

    def __init__(self) -> None:
        self._changes: list[tuple[Patch, ...]] = []
        self._made = 0

    def add(self, patches: tuple[Patch, ...]) -> None:
        """A change is asked for."""
        self._changes.append(patches)

    def made(self) -> None:
        """The engine has made the next of them."""
        self._made = min(self._made + 1, len(self._changes))

    def kept(self) -> None:
        """There is a checkpoint of what has been made."""
        del self._changes[: self._made]
        self._made = 0

    def all(self) -> tuple[Patch, ...]:
        return tuple(patch for change in self._changes for patch in change)

    def lost(self) -> None:
        """The engine is gone: all that is not in the checkpoint is to be made again, at once."""
        self._changes, self._made = [self.all()], 0

    def applied(self, weights: Weights) -> dict[str, Floats]:
        """Those tensors of a checkpoint with these changes made to them."""
        changed = dict(weights)
        for patch in self.all():
            if patch.tensor in changed:
                changed[patch.tensor] = patch.applied(changed[patch.tensor])
        return changed
