"""The engine's own code, called in the test's process: tests need not wait for another one."""

from __future__ import annotations

import torch
from PySide6.QtCore import QObject, QTimer

from cnnstudio.core.messages import Command, Event, Explain, LookEnded, OpenNetwork, Probe
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.probing import probe
from cnnstudio.engine.replica import Replica
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised
from cnnstudio.engine.xray import explain
from cnnstudio.ui.session import Session


class EngineHere(QObject):
    """Answers what the window asks about the open network, an event of the loop later."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._engine = session.engine
        nothing = torch.empty(0, dtype=torch.uint8)
        self._digits = DeviceDigits(nothing, nothing)
        self._replica: Replica | None = None
        self.asked: list[Command] = []
        session.engine.send = self._receive
        session.engine._set_state("ready")
        session._send_network()

    def _receive(self, command: Command) -> None:
        self.asked.append(command)
        for event in self._events(command):
            QTimer.singleShot(0, self, lambda event=event: self._engine.told.emit(event))

    def _events(self, command: Command) -> list[Event]:
        if isinstance(command, OpenNetwork):
            model = initialised(command.network, command.weights, command.seed)
            self._replica = Replica(command.network, model=model)
        elif isinstance(command, Probe) and self._replica is not None:
            return [probe(self._replica, command)]
        elif isinstance(command, Explain) and self._replica is not None:
            replica = self._replica
            scene = Scene(replica.model, replica.network, "", 0, self._digits, self._digits)
            return [*filter(None, explain(command, scene)), LookEnded(command.request, True)]
        return []
