"""The engine process: commands in, events out."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
import threading
from multiprocessing.connection import Connection
from typing import TypeGuard

import torch

from cnnstudio.core.messages import (
    Cancel,
    CannotStart,
    Command,
    Estimate,
    Event,
    Failed,
    Intervene,
    Look,
    OpenNetwork,
    Probe,
    Ready,
    SendWeights,
    ShowMoment,
    ShowNow,
    Shutdown,
    StartRun,
    Test,
)
from cnnstudio.core.mnist import MnistError
from cnnstudio.engine import checkpoints
from cnnstudio.engine.datasets import DeviceDigits, load_both
from cnnstudio.engine.devices import (
    DeviceMissingError,
    available,
    choose,
    computes_at_once,
    versions,
    wait_for,
)
from cnnstudio.engine.history import History
from cnnstudio.engine.inbox import Inbox
from cnnstudio.engine.side import Side
from cnnstudio.engine.training import Training

#: How long Python lets one thread compute before another gets its turn: probes must not wait.
_SWITCH_INTERVAL = 0.0005
#: Seconds after which the first probes are answered, and nobody waits for anything.
_LATER = 1.0

_ANSWERED = (
    OpenNetwork | Probe | Test | Estimate | SendWeights | Look | Cancel | ShowMoment | ShowNow
)


def run_engine(connection: Connection) -> None:
    """Serve the window at the other end of the pipe. Does not return: when the pipe ends, so
    does the process, whatever it is computing."""
    # Ctrl+C in a terminal goes to every process of it; the window decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setswitchinterval(_SWITCH_INTERVAL)
    _Worker(connection).serve()


def _load_compiler() -> None:
    """The first optimizer of a process loads it, for a second or two. Nobody waits for it now."""
    importlib.import_module("torch._dynamo")


def _clear(kind: str) -> None:
    """Give back what a run has held of a GPU's memory; end if the GPU can compute no more.

    After some errors no call of this process succeeds any more. The window starts another.
    """
    if computes_at_once(kind):
        return
    gc.collect()
    try:
        wait_for(kind)
    except RuntimeError:
        os._exit(1)


class _Worker:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._inbox = Inbox()
        # One core is left to the window.
        self._threads = max(1, (os.cpu_count() or 1) - 1)
        self._side = Side(self.tell, self._threads)

    def serve(self) -> None:
        """Load the digits, say so, then carry out commands for ever."""
        threading.Thread(target=self._read, name="commands", daemon=True).start()
        torch.set_num_threads(self._threads)
        try:
            digits = load_both()
        except MnistError as error:
            self.tell(CannotStart(error.sentence))
            os._exit(1)
        self._side.start(digits)
        self.tell(Ready(choose("auto"), available(), versions()))
        compiler = threading.Timer(_LATER, _load_compiler)
        compiler.daemon = True
        compiler.start()
        while True:
            self._carry_out(self._inbox.get(), digits)

    def tell(self, event: Event) -> None:
        """Send an event, from any thread."""
        try:
            with self._sending:
                self._connection.send(event)
        except OSError:
            os._exit(0)  # the window is gone

    def _read(self) -> None:
        """Take commands off the pipe, and end with it."""
        while True:
            try:
                command = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            if isinstance(command, Shutdown):
                os._exit(0)
            self._pass_on(command)

    def _pass_on(self, command: Command) -> None:
        """To the thread that answers, or to the one that trains."""
        if isinstance(command, _ANSWERED) or _is_of_no_run(command):
            self._side.ask(command)
        else:
            self._inbox.put(command)

    def _carry_out(self, command: Command, digits: tuple[DeviceDigits, DeviceDigits]) -> None:
        """Train, if that is what is asked; anything else is about a run that is over, whose
        network is the one that is shown."""
        if isinstance(command, Intervene):
            self._side.ask(command)
        if not isinstance(command, StartRun):
            return
        try:
            device = choose(command.settings.device)
        except DeviceMissingError as error:
            self.tell(Failed(command.run_id, error.sentence))
            return
        path = checkpoints.checkpoint_path(command.run_id)
        checkpoints.prune(path.parent)
        keeps = command.history
        history = History(command, keeps, self.tell) if keeps is not None else None
        run = Training(
            command, self._inbox, device, digits, self._threads, self._side.show, path, history
        )
        for event in run.events():
            self.tell(event)
        del run
        _clear(device.kind)


def _is_of_no_run(command: Command) -> TypeGuard[Intervene]:
    return isinstance(command, Intervene) and not command.run_id
