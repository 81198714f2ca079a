"""One engine process, from its start to its end."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess


def run_in_engine(connection: Connection) -> None:
    """What the new process does first. It is the only place that names the engine, and it does
    so there: the window's process never loads torch."""
    threading.Thread(target=_end_with_the_window, name="window watch", daemon=True).start()
    from cnnstudio.engine.worker import run_engine

    run_engine(connection)


def _end_with_the_window() -> None:
    """Do not outlive the window, not even while torch is still loading."""
    window = multiprocessing.parent_process()
    if window is not None:
        wait([window.sentinel])
        os._exit(1)


def starting() -> SpawnContext:
    """How engines are started."""
    return multiprocessing.get_context("spawn")


def spawn() -> tuple[SpawnProcess, Connection]:
    """Start an engine; the process and this end of its pipe. OSError if that cannot be done.

    By spawn: a forked copy of a process with threads, or with CUDA, hangs.
    """
    context = starting()
    ours, theirs = context.Pipe()
    process = context.Process(
        target=run_in_engine, args=(theirs,), name="cnnstudio-engine", daemon=True
    )
    try:
        process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        # The only copy of that end must be the engine's, so that its death ends the pipe.
        theirs.close()
    return process, ours
