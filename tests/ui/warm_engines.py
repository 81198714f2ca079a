"""Engines that begin with torch loaded, for tests that do not ask how an engine is started.

They are forked from a process without threads that has imported what engines import. That saves
the seconds that each would take; what an engine is and does is the same.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping
from multiprocessing import forkserver
from multiprocessing.context import BaseContext

#: What an engine imports at its start, and soon after it.
_IMPORTED = ["cnnstudio.engine.worker", "torchvision.datasets", "torch._dynamo"]


class WarmEngines:
    """How engines are started: forked, where the system can and the surroundings are those in
    which this was made; else as the program does it."""

    def __init__(self) -> None:
        self._surroundings = _surroundings()
        self._context: BaseContext = multiprocessing.get_context("spawn")
        if "forkserver" in multiprocessing.get_all_start_methods():
            self._context = multiprocessing.get_context("forkserver")
            self._context.set_forkserver_preload(_IMPORTED)
            forkserver.ensure_running()

    def starting(self) -> BaseContext:
        if _surroundings() != self._surroundings:
            return multiprocessing.get_context("spawn")
        return self._context


def _surroundings() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
