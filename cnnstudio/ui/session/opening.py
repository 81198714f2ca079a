"""Which network the engine's answers are about: the one on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cnnstudio.core.infer import computable_part
from cnnstudio.core.messages import Event, OpenNetwork, Resumed, RunShown, RunStarted, ShowRun
from cnnstudio.core.tensors import weights_of_network

if TYPE_CHECKING:
    from cnnstudio.ui.session.session import Session


class Opening(QObject):
    """Tells the engine what is open. A run that begins or goes on shows its own network there."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        #: Whether the engine has got a network since its run last showed its own.
        self.has_other = False
        session.engine.told.connect(self._receive)

    def send(self) -> None:
        """Tell what is open, up to its first problem, unless the engine has it from its run."""
        session = self._session
        document, engine, live = session.document, session.engine, session.live
        if session.run.is_of(document.network):
            if self.has_other:
                engine.send(ShowRun(session.run.id))
            return
        part = computable_part(document.report)
        if part is None:
            live.forget()
            return
        if engine.state != "ready":
            live.network_opened(False)
            return
        weights = session.bank.take(weights_of_network(part))
        seed, device = session.settings.seed, session.settings.device
        engine.send(OpenNetwork(part, weights, seed, device, session.surgery.interventions))
        self.has_other = True
        live.network_opened(True, answers=document.report.runs)
        session.history.network_sent()

    def _receive(self, event: Event) -> None:
        run = self._session.run
        if not isinstance(event, RunStarted | Resumed | RunShown) or event.run_id != run.id:
            return
        self.has_other = False
        if not run.is_of(self._session.document.network):
            self.send()  # it is trained, or was asked for, while another is on screen
        elif isinstance(event, RunShown):
            self._session.live.network_opened(True)
