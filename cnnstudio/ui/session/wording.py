"""Sentences of `core` in the language of the window."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.sentences import TEMPLATES, Sentence


def translated(sentence: Sentence) -> str:
    """A sentence with its values; values that are sentences or words of core are translated."""
    template = QCoreApplication.translate("core", TEMPLATES[sentence.code])
    return template.format(**{name: _value(value) for name, value in sentence.values.items()})


def word(text: str) -> str:
    """A label, help text or plain word of `core`."""
    return QCoreApplication.translate("core", text)


def title(parts: Iterable[Sentence]) -> str:
    """A layer's title: “Conv 6 @ 5×5, pad 2”."""
    return ", ".join(translated(part) for part in parts)


def _value(value: object) -> object:
    if isinstance(value, Sentence):
        return translated(value)
    return word(value) if isinstance(value, str) and value else value
