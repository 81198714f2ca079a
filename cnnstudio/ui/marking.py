"""Marks texts in tables for translation, where they are not yet shown."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001
    """`text` itself; pyside6-lupdate finds it under this name, which Qt's stubs type as object."""
    return text
