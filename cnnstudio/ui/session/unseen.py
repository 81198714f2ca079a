"""Changes that were asked of the engine, and that no probe has shown yet."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.interventions import Patch
from cnnstudio.core.messages import Floats, Weights


@dataclass
class _Change:
    """`answers`: how many the engine still owes; `shown_by`: probes with a later number show it."""

    patches: tuple[Patch, ...]
    answers: int
    shown_by: int = 0


class Unseen:
    """Remembers changes until a probe that was asked for after the engine had made them comes.

    Until then what the engine tells of weights may be older than they are.
    """

    def __init__(self) -> None:
        self._changes: list[_Change] = []

    def add(self, patches: tuple[Patch, ...], answers: int) -> None:
        self._changes.append(_Change(patches, answers))

    def acknowledge(self, request: int) -> bool:
        """The engine has answered once; `request` is a number that later probes are above. True
        if it owes no more answers: all is made that was asked."""
        waiting = [change for change in self._changes if change.answers]
        if waiting:
            waiting[0].answers -= 1
            waiting[0].shown_by = request
        return not any(change.answers for change in self._changes)

    def seen(self, request: int) -> None:
        """A probe has come."""
        self._changes = [c for c in self._changes if c.answers or request < c.shown_by]

    def applied(self, weights: Weights) -> dict[str, Floats]:
        """Tensors by "<layer id>.<name>" with these changes made to them."""
        changed = dict(weights)
        for change in self._changes:
            for patch in change.patches:
                if patch.tensor in changed:
                    changed[patch.tensor] = patch.applied(changed[patch.tensor])
        return changed

    def clear(self) -> None:
        self._changes = []
