"""A dream on the transport bar: one position is one step of gradient ascent."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cnnstudio.ui.numbers import number
from cnnstudio.ui.transport.driver import TransportState
from cnnstudio.ui.transport.growing import GrowingTransport

#: Labels on the track.
LABELS = 5
#: Steps a second: a dream of usual length forms within a few seconds.
FIRST_SPEED = 20.0


class DreamTransport(GrowingTransport):
    """Plays the steps as they come; those that have come can be gone back to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(FIRST_SPEED, parent)

    def describe(self) -> TransportState:
        count = self.clock.count
        every = max(1, -(-count // LABELS))
        chapters = tuple((step, number(step)) for step in range(every, count + 1, every))
        return TransportState(
            chapters=((0, self.tr("start")), *chapters),
            title=self.tr("Step {step} of {count}").format(
                step=number(self.position), count=number(count)
            ),
            subtitle=self.tr("gradient ascent"),
            play_hint=self.tr("Watch the picture form"),
            step_back_hint=self.tr("One step of the dream back"),
            step_forward_hint=self.tr("One step of the dream on"),
        )
