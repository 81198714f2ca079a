"""A training run on Inside's transport bar: its past is played and dragged, nothing is trained."""

from __future__ import annotations

from dataclasses import replace

from cnnstudio.ui.transport.driver import TransportState
from cnnstudio.ui.transport.run_film import FILM_SPEEDS
from cnnstudio.ui.transport.run_transport import RunTransport


class RunReplay(RunTransport):
    """Where a film of the past has come to its end, at now, play begins it anew: a press too many
    never trains. Training is started in Train."""

    def state(self) -> TransportState:
        state = super().state()
        if self._history.is_past:
            return state
        has_past = bool(state.ticks)
        return replace(
            state,
            playing=False,
            can_play=has_past,
            can_step_forward=False,
            can_set_speed=has_past,
            speed=self.film.speed,
            speeds=FILM_SPEEDS,
            subtitle=self.tr("train it in Train") if self._run.state == "idle" else state.subtitle,
            play_hint=self._play_hint(has_past),
            step_forward_hint=self.tr("This is now; the run is trained on in Train"),
        )

    def play(self, on: bool) -> None:
        if on and not self._history.is_past:
            self.film.seek(0)
        self.film.play(on)

    def step_forward(self) -> None:
        if self._history.is_past:
            super().step_forward()

    def set_speed(self, steps_per_second: float) -> None:
        self.film.set_speed(steps_per_second)

    def _play_hint(self, has_past: bool) -> str:
        if has_past:
            return self.tr("Play the run’s past from its start; training is started in Train")
        return self.tr("There is no past to play: train the network in Train")
