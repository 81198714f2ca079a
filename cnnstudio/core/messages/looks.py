"""Looks: questions about the network that the engine shows, and what answers all of them share.

A kind of look is a dataclass that derives from `Look`, in a module of its own beside this one;
its answers derive from `Answer`. `engine/looks.py` says who answers it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """A question. `request` is its own, among all questions of a window.

    What comes back has the same request: any number of `Progress` and `Answer`, then `LookEnded`;
    or `Failed`, after which nothing comes.
    """

    request: int


@dataclass(frozen=True)
class Cancel:
    """Answer this look no further. It still ends in a LookEnded, unless it had ended before."""

    request: int


@dataclass(frozen=True)
class Progress:
    """So much of a look is done, in whatever it counts."""

    request: int
    done: int
    total: int


@dataclass(frozen=True)
class Answer:
    """An answer, whole or so far. `step` is that of the weights used, `run_id` of the run that
    they belong to, "" for none."""

    request: int
    run_id: str
    step: int


@dataclass(frozen=True)
class LookEnded:
    """Nothing more comes: all is said (`whole`), or the look was cancelled."""

    request: int
    whole: bool
