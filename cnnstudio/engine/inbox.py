"""Commands on their way to a run."""

from __future__ import annotations

import threading
from collections import deque

from cnnstudio.core.messages import Command, Pause, Shutdown, StartRun, Stop


class Inbox:
    """A queue of commands that can say whether one of them cannot wait for a long step's end."""

    def __init__(self) -> None:
        self._commands: deque[Command] = deque()
        self._changed = threading.Condition()

    def put(self, command: Command) -> None:
        with self._changed:
            self._commands.append(command)
            self._changed.notify()

    def put_back(self, command: Command) -> None:
        """Let the next `get` return this one again."""
        with self._changed:
            self._commands.appendleft(command)
            self._changed.notify()

    def get(self) -> Command:
        """The next command; waits for one."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._commands))
            return self._commands.popleft()

    def poll(self) -> Command | None:
        """The next command, if there is one."""
        try:
            return self._commands.popleft()
        except IndexError:
            return None

    def wait(self, seconds: float) -> None:
        """Wait until there is a command, but not longer than this."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._commands), seconds)

    @property
    def is_urgent(self) -> bool:
        """Whether a pause or an end waits."""
        with self._changed:
            urgent = (Pause, Stop, StartRun, Shutdown)
            return any(isinstance(command, urgent) for command in self._commands)
