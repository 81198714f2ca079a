"""The link to the engine: a process of its own behind one pipe."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from queue import SimpleQueue

from cnnstudio.core.messages import Command, EngineLost, Event, Shutdown

#: How long an engine that was asked to end may take before it is killed (s).
GRACE = 1.0


class EngineLink:
    """Starts, feeds, kills and replaces engines, one at a time.

    No method waits for the engine, `close` alone excepted. `on_event` is called from a thread of
    the link with what the engine says, in order, and with EngineLost should it die by itself;
    of an engine that was killed or replaced nothing more is heard.
    """

    def __init__(self, on_event: Callable[[Event], None]) -> None:
        self._on_event = on_event
        self._engine: _Engine | None = None
        self._ending: list[_Engine] = []

    @property
    def pid(self) -> int | None:
        """The engine's process id; None before there is one."""
        return self._engine.pid if self._engine else None

    def start(self) -> None:
        if self._engine is None:
            self._engine = _Engine(self._on_event)

    def send(self, command: Command) -> None:
        """Hand a command over; without an engine it is lost."""
        if self._engine is not None:
            self._engine.commands.put(command)

    def kill(self) -> None:
        """End the engine at once, whatever it does."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.kill()
            self._ending = [old for old in self._ending if old.is_alive] + [engine]

    def restart(self) -> None:
        self.kill()
        self.start()

    def close(self) -> None:
        """Ask the engine to end, kill it if it does not within GRACE, and let nothing behind."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.end()
            self._ending.append(engine)
        for old in self._ending:
            old.join()
        self._ending.clear()


class _Engine:
    """One engine process with the two threads that serve its pipe."""

    def __init__(self, on_event: Callable[[Event], None]) -> None:
        self._on_event = on_event
        self._silent = threading.Event()
        self.commands: SimpleQueue[Command | None] = SimpleQueue()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_run_engine, args=(theirs,), name="CNN Studio engine", daemon=True
        )
        self._started = threading.Event()
        self._writer = _thread(self._write, theirs)
        self._reader = _thread(self._read)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._started.is_set() else None

    @property
    def is_alive(self) -> bool:
        return self._reader.is_alive()

    def kill(self) -> None:
        self._silent.set()
        self.commands.put(None)
        if self._started.is_set():
            self._process.kill()

    def end(self) -> None:
        """Let it finish what it writes, but not for long."""
        self._silent.set()
        self.commands.put(Shutdown())
        self.commands.put(None)

    def join(self) -> None:
        """Wait for the process, no longer than GRACE, and for both threads."""
        self._started.wait()
        if self._process.pid is not None:
            self._process.join(GRACE)
            self._process.kill()
        for thread in (self._writer, self._reader):
            thread.join()
        self._pipe.close()
        self._process.close()

    def _write(self, theirs: Connection) -> None:
        """Start the process, which takes a while, then send until told to stop."""
        if not self._silent.is_set():
            self._process.start()
        theirs.close()
        self._started.set()
        if self._silent.is_set() and self._process.pid is not None:
            self._process.kill()
        while (command := self.commands.get()) is not None:
            try:
                self._pipe.send(command)
            except OSError:
                return  # The reader notices the death and tells.

    def _read(self) -> None:
        self._started.wait()
        while True:
            try:
                event = self._pipe.recv()
            except (EOFError, OSError):
                break
            if not self._silent.is_set():
                self._on_event(event)
        self._lost()

    def _lost(self) -> None:
        if self._process.pid is None:
            return
        self._process.join(GRACE)
        self._process.kill()
        self._process.join()
        self.commands.put(None)
        if not self._silent.is_set():
            self._silent.set()
            self._on_event(EngineLost(self._process.exitcode))


def _thread(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, name=f"engine{work.__name__}")
    thread.daemon = True
    thread.start()
    return thread


def _run_engine(connection: Connection) -> None:
    """The engine process's first function: the only one that the bridge knows of it."""
    from cnnstudio.engine.worker import run_engine

    run_engine(connection)
