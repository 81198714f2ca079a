"""The engine as the window sees it: a state, and one signal for all that it says."""

from __future__ import annotations

import itertools
from typing import Literal

from PySide6.QtCore import QObject, Signal

from cnnstudio.bridge.link import EngineLink
from cnnstudio.core.messages import CannotStart, Command, Device, EngineLost, Event, Ready
from cnnstudio.core.sentences import Sentence

State = Literal["off", "starting", "ready", "failed"]

#: An engine that dies this often in a row before it is ready is not started again.
TRIES = 3


class Engine(QObject):
    """Owns the link. Events arrive in the window's thread, in order, by `told`.

    A lost engine is started again by itself; `lost` says so before `state` is starting again.
    """

    told = Signal(object)
    lost = Signal()
    state_changed = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = "off"
        self.device: Device | None = None
        self.devices: tuple[Device, ...] = ()
        self.failure: Sentence | None = None
        self._failures = 0
        self._requests = itertools.count(1)
        self._link = EngineLink(self._arrived.emit)
        self._arrived.connect(self._receive)

    @property
    def pid(self) -> int | None:
        """The process id of the engine; None before there is one."""
        return self._link.pid

    def new_request(self) -> int:
        """A number that no other question to the engine has."""
        return next(self._requests)

    def start(self) -> None:
        """Begin to load torch in a process of its own; returns at once."""
        self._set_state("starting")
        self._link.start()

    def send(self, command: Command) -> None:
        """Hand a command over; it is dropped while there is no engine to take it."""
        if self.state == "ready":
            self._link.send(command)

    def restart(self) -> None:
        """End the engine, whatever it computes, and start another."""
        self._set_state("starting")
        self._link.restart()
        self.lost.emit()

    def close(self) -> None:
        self._set_state("off")
        self._link.close()

    def _receive(self, event: Event) -> None:
        if self.state == "off":
            return
        if self.state == "starting" and not isinstance(event, Ready | CannotStart | EngineLost):
            return  # of the engine before, which was ended with this on its way
        match event:
            case Ready(device, devices):
                self._failures = 0
                self.device, self.devices = device, devices
                self._set_state("ready")
            case CannotStart(sentence):
                self.failure = sentence
                self._set_state("failed")
            case EngineLost():
                self._lose()
                return
        self.told.emit(event)

    def _lose(self) -> None:
        if self.state == "failed":
            return
        self._failures += self.state == "starting"
        if self._failures >= TRIES:
            self._set_state("failed")
        else:
            self.restart()

    def _set_state(self, state: State) -> None:
        self.state = state
        self.state_changed.emit()
