"""The window's end of the pipe to the engine."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from cnnstudio.bridge.process import spawn
from cnnstudio.core.messages import Command, EngineLost, Event

_LAST_WORDS = 0.2  # seconds that an engine whose pipe has ended may take to end itself

OnEvent = Callable[[Event], None]


class EngineLink:
    """Starts engines, one at a time. No method waits for the engine, but `close` shortly.

    `on_event` is called from a thread of the link's, with one event after the other; of an
    engine that was killed, restarted or closed, no more is heard. If an engine ends by itself,
    the last event of it is EngineLost.
    """

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._engine: _Engine | None = None
        self._ending: list[_Engine] = []

    def start(self) -> None:
        """Start an engine, unless there is one."""
        if self._engine is None:
            self._engine = _Engine(self._on_event)

    def send(self, command: Command) -> None:
        """Hand a command over; it is lost if there is no engine."""
        if self._engine is not None:
            self._engine.send(command)

    def restart(self) -> None:
        """End the engine, whatever it is doing, and start another."""
        self.kill()
        self.start()

    def kill(self) -> None:
        """End the engine at once. Nothing more is heard of it."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.kill()
            self._ending = [old for old in self._ending if old.is_alive] + [engine]

    def close(self) -> None:
        """End the engine, and every thread of the link's. Takes less than two seconds."""
        self.kill()
        for engine in self._ending:
            engine.join()
        self._ending = []

    @property
    def pid(self) -> int | None:
        """The engine's process id, once it has one."""
        return self._engine.pid if self._engine is not None else None


class _Engine:
    """One engine process and its two threads: one sends, and one receives."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._wanted = True
        # Daemons: a window that ends without `close` must not be kept from it.
        sender = threading.Thread(target=self._start_and_send, name="engine-commands", daemon=True)
        self._threads = [sender]
        sender.start()

    @property
    def pid(self) -> int | None:
        with self._lock:
            return self._process.pid if self._process is not None else None

    @property
    def is_alive(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def send(self, command: Command) -> None:
        self._commands.put(command)

    def kill(self) -> None:
        with self._lock:
            self._wanted = False
            if self._process is not None:
                self._process.kill()
        self._commands.put(None)

    def join(self) -> None:
        for thread in list(self._threads):
            if thread is not threading.current_thread():
                thread.join()

    def _start_and_send(self) -> None:
        """Starting a process takes a while too, so this thread does that first."""
        try:
            process, connection = spawn()
        except OSError:
            self._tell(EngineLost(None))
            return
        receiver = threading.Thread(
            target=self._receive, args=(process, connection), name="engine-events", daemon=True
        )
        with self._lock:
            self._process = process
            self._threads.append(receiver)
            if not self._wanted:
                process.kill()
        receiver.start()
        while (command := self._commands.get()) is not None:
            try:
                connection.send(command)
            except OSError:
                break  # the receiver tells of it
        receiver.join()
        connection.close()

    def _receive(self, process: SpawnProcess, connection: Connection) -> None:
        while True:
            try:
                event = connection.recv()
            except (EOFError, OSError):
                break
            self._tell(event)
        process.join(_LAST_WORDS)
        process.kill()
        process.join()
        self._commands.put(None)
        with self._lock:
            exit_code, self._process = process.exitcode, None
            process.close()
        self._tell(EngineLost(exit_code))

    def _tell(self, event: Event) -> None:
        if self._wanted:
            self._on_event(event)
