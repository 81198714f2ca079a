"""What `infer` finds in a network, and the edits that would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnstudio.core.sentences import Sentence

if TYPE_CHECKING:
    from cnnstudio.core.edits import Edit


@dataclass(frozen=True)
class Fix:
    """A change that mends a finding: what it does, and the edits to apply."""

    sentence: Sentence
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Finding:
    """A sentence on one layer. A problem cannot be built; advice still runs.

    `uncovered` holds, for advice on a window that does not fit, how many rows and columns at
    the far edges no window covers.
    """

    sentence: Sentence
    is_problem: bool
    fixes: tuple[Fix, ...] = ()
    uncovered: tuple[int, int] = (0, 0)

    @property
    def code(self) -> str:
        """The rule that found this, whichever wording the sentence has."""
        return self.sentence.code.partition("/")[0]


def problem(sentence: Sentence, *fixes: Fix) -> Finding:
    return Finding(sentence, is_problem=True, fixes=fixes)


def advice(sentence: Sentence, *fixes: Fix, uncovered: tuple[int, int] = (0, 0)) -> Finding:
    return Finding(sentence, is_problem=False, fixes=fixes, uncovered=uncovered)
