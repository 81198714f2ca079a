"""Every sentence that `core` can say: a code, an English template, named values.

A sentence is never put together from pieces: the window translates the template
(context ``core``) and then fills in the values, so another language may order them as it likes.
Where a number changes the words, a code has several wordings, told apart behind a slash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from cnnstudio.core.sentences.digit_map import DIGIT_MAP
from cnnstudio.core.sentences.doctor import DOCTOR
from cnnstudio.core.sentences.history import HISTORY
from cnnstudio.core.sentences.labs import LABS
from cnnstudio.core.sentences.networks import NETWORKS
from cnnstudio.core.sentences.surgery import SURGERY


@dataclass(frozen=True)
class Sentence:
    """One sentence: the code of its template and the values that fill it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted((k, str(v)) for k, v in self.values.items()))))

    def __reduce__(self) -> tuple[Any, ...]:
        return Sentence, (self.code, dict(self.values))

    def __str__(self) -> str:
        return english(self)


def say(code: str, **values: Any) -> Sentence:
    """The sentence `code` with its values; an unknown code is a programming error (KeyError)."""
    TEMPLATES[code]
    return Sentence(code, values)


def for_count(code: str, count: int) -> str:
    """The wording of `code` for a count: its own for one, `code` itself for more."""
    return f"{code}/one" if count == 1 else code


def english(sentence: Sentence) -> str:
    """The sentence in English."""
    return TEMPLATES[sentence.code].format(**sentence.values)


#: code -> English template.
TEMPLATES: dict[str, str] = {**NETWORKS, **LABS, **DIGIT_MAP, **DOCTOR, **HISTORY, **SURGERY}
