"""What the network makes of the current digit, kept fresh for the panels in sight."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.messages import Event, Failed, Floats, Probe, Probed
from cnnstudio.ui.session.digit import CurrentDigit
from cnnstudio.ui.session.engine import Engine
from cnnstudio.ui.session.run import Run
from cnnstudio.ui.steady_timer import SteadyTimer

#: The least time between two probes (ms): pictures change at most 15 times a second.
INTERVAL = 66

#: The same while moments of the past are shown (ms): whoever drags wants to see them pass.
PAST_INTERVAL = 25


@dataclass(frozen=True)
class Wants:
    """Ids of layers of which a panel shows whole outputs, thumbnails, or learned tensors."""

    maps: tuple[str, ...] = ()
    thumbnails: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()


class Live(QObject):
    """Asks the engine for probes, one at a time, so that a slow network never piles them up.

    A panel tells by `want` what it shows while it is in sight, and draws what `probed` brings.
    Maps of several probes are never mixed: each brings all that was wanted when it was sent.
    """

    probed = Signal(object)

    def __init__(
        self, engine: Engine, run: Run, digit: CurrentDigit, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine, self._run, self._digit = engine, run, digit
        self._wants: dict[object, Wants] = {}
        self._request = 0
        self._waiting = False
        self._stale = True
        self._enabled, self._answers = False, True
        self._is_past = self._asked_of_past = False
        self._timer = SteadyTimer(INTERVAL, self)
        self._timer.timeout.connect(self._ask)
        self.latest: Probed | None = None
        #: Whether `latest` is of a moment of the past, and not of the newest weights.
        self.is_of_past = False
        #: What `latest` is about: for a moment after a change, still the digit before.
        self.digit = self._asked = digit.current
        digit.changed.connect(self.refresh)
        run.advanced.connect(self._run_advanced)
        run.state_changed.connect(self.refresh)
        engine.told.connect(self._receive)
        engine.lost.connect(self._engine_lost)

    def want(self, panel: object, wants: Wants) -> None:
        """Say what `panel` shows from now on; Wants() when it is out of sight."""
        if self._wants.get(panel, Wants()) == wants:
            return
        if wants == Wants():
            self._wants.pop(panel, None)
            return
        self._wants[panel] = wants
        self.refresh()

    def network_opened(self, opened: bool, answers: bool = True) -> None:
        """The engine has (or has no) network to probe; what was known is of another one.

        Without `answers` it is an unfinished network: what comes out of it is no logits.
        """
        self._enabled, self._answers = opened, answers
        self._waiting = False
        self._request = self._engine.new_request()
        if opened and not answers and self.latest is not None:
            self.latest = replace(self.latest, logits=self.latest.logits[:0].ravel())
        if opened:
            self.refresh()

    def forget(self) -> None:
        """There is no network that could be probed: nothing is known."""
        self.network_opened(False)
        self.latest, self.is_of_past = None, False

    def refresh(self) -> None:
        """Probe again, soon."""
        self._stale = True
        self._schedule()

    def show_past(self, is_past: bool) -> None:
        """Whether the engine shows a moment of the past, which a run that goes on does not change.
        What is known is of another moment."""
        self._is_past = is_past
        self.refresh()

    @property
    def is_fresh(self) -> bool:
        """Whether `latest` is all that can be known now."""
        return self._enabled and not self._waiting and not self._stale

    @property
    def probabilities(self) -> Floats | None:
        """Shares of the ten digits in the last answer; None where there is none."""
        if self.latest is None or not len(self.latest.logits):
            return None
        return softmax(self.latest.logits[:10])

    def _schedule(self) -> None:
        if self._stale and self._enabled and not self._waiting:
            self._timer.interval = PAST_INTERVAL if self._is_past else INTERVAL
            self._timer.start()

    def _run_advanced(self) -> None:
        if not self._is_past:
            self.refresh()

    def _ask(self) -> None:
        if self._waiting or not self._enabled or self._engine.state != "ready":
            return
        self._stale, self._waiting = False, True
        self._asked_of_past = self._is_past
        self._asked = self._digit.current
        self._request = self._engine.new_request()
        self._engine.send(
            Probe(
                self._request,
                self._digit.current.pixels,
                self._all("maps"),
                self._all("thumbnails"),
                self._all("filters"),
            )
        )

    def _all(self, name: str) -> tuple[str, ...]:
        ids = (id for wants in self._wants.values() for id in getattr(wants, name))
        return tuple(dict.fromkeys(ids))

    def _receive(self, event: Event) -> None:
        if not isinstance(event, Probed | Failed) or event.request != self._request:
            return
        self._waiting = False
        if isinstance(event, Probed):
            logits = event.logits if self._answers else event.logits[:0].ravel()
            self.latest, self.digit = replace(event, logits=logits), self._asked
            self.is_of_past = self._asked_of_past or self._is_past
            self.probed.emit(self.latest)
        self._schedule()

    def _engine_lost(self) -> None:
        self.network_opened(False, self._answers)


def softmax(logits: Floats) -> Floats:
    """Shares that add up to 1; logits that are no numbers give no share at all."""
    if not np.all(np.isfinite(logits)):
        return np.zeros_like(logits)
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum())
