"""Runs in words: when, how far, how good, how large."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from cnnstudio.core.history import ListedRun
from cnnstudio.ui.numbers import NO_BREAK, number, percent

NOTHING = "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


def when_words(began: datetime | None) -> str:
    """A time as the user's country writes it, in the user's own zone."""
    if began is None:
        return NOTHING
    local = QDateTime.fromSecsSinceEpoch(int(began.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def size_words(size_bytes: int) -> str:
    """Disk in MB of a million bytes, as the budget counts it."""
    megabytes = size_bytes / 1e6
    digits = 1 if 0 < megabytes < 10 else 0
    return f"{number(megabytes, digits)}{NO_BREAK}MB"


def accuracy_words(run: ListedRun) -> str:
    return NOTHING if run.accuracy is None else percent(run.accuracy, 2)


def steps_words(run: ListedRun) -> str:
    """How far a run came: all its steps, or so many of them; and whether it goes on."""
    if run.facts is None:
        return NOTHING
    total = run.facts.start.total_steps
    far = number(run.step)
    if run.step < total:
        far = _tr("{step} of {steps}").format(step=far, steps=number(total))
    match run.state:
        case "running":
            return _tr("training, {far}").format(far=far)
        case "paused":
            return _tr("paused at {far}").format(far=far)
        case "broken off":
            return _tr("broken off at {far}").format(far=far)
        case "finished":
            return far


def state_hint(run: ListedRun) -> str:
    """What the state of a run means, where its row needs to say so."""
    if run.state == "broken off":
        return _tr(
            "The program was closed, or ended, before this run did: its moments up to then are here"
        )
    return ""


def total_words(count: int, size_bytes: int, budget: int) -> str:
    """How many runs there are, and what they take; `budget` in MB is each one's, 0 for none."""
    if not count:
        return _tr("none kept yet")
    size = size_words(size_bytes)
    if not budget:
        return _tr("{count} kept, {size} on disk; no new ones are kept").format(
            count=number(count), size=size
        )
    return _tr("{count} kept, {size} on disk; each may take up to {budget}").format(
        count=number(count), size=size, budget=size_words(budget * 10**6)
    )
