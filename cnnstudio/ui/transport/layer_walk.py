"""A walk along the network: one step is one layer, from the input to the answer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from cnnstudio.core.network import walk
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title, word
from cnnstudio.ui.transport.driver import TransportDriver, TransportState

#: Labels on the track; of more layers, the ones in between have none.
LABELS = 9

#: Faster than this the eye does not follow (steps/s).
FASTEST = 50.0


class LayerWalk(TransportDriver):
    """Moves the selection along the layers; position 0 is the input, n the n-th layer."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._speed = 1.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        session.selection_changed.connect(self.changed)
        session.document.network_changed.connect(self._network_changed)

    def state(self) -> TransportState:
        layers = tuple(walk(self._session.document.network.layers))
        position = self._position()
        count = len(layers)
        if position:
            heading = self.tr("Layer {number} of {count}").format(number=position, count=count)
            below = title(layers[position - 1].title())
        else:
            heading, below = self.tr("Input"), self.tr("forward pass, one digit")
        return TransportState(
            maximum=count,
            position=position,
            chapters=((0, self.tr("Input")), *_chapters(layers)),
            playing=self._timer.isActive(),
            title=heading,
            subtitle=below,
            can_play=count > 0,
            can_step_back=position > 0,
            can_step_forward=position < count,
            can_seek=count > 0,
            can_set_speed=True,
            speed=self._speed,
            play_hint=self.tr("Walk through the layers"),
            step_back_hint=self.tr("One layer back"),
            step_forward_hint=self.tr("One layer on"),
        )

    def play(self, on: bool) -> None:
        if on:
            if self._position() == self.state().maximum:
                self.seek(0)
            self._timer.start(self._interval())
        else:
            self._timer.stop()
        self.changed.emit()

    def step_back(self) -> None:
        self.seek(self._position() - 1)

    def step_forward(self) -> None:
        self.seek(self._position() + 1)

    def seek(self, position: int) -> None:
        ids = [layer.id for layer in walk(self._session.document.network.layers)]
        position = max(0, min(position, len(ids)))
        self._session.select((ids[position - 1],) if position else ())

    def set_speed(self, steps_per_second: float) -> None:
        self._speed = steps_per_second
        self._timer.setInterval(self._interval())
        self.changed.emit()

    def leave(self) -> None:
        self.play(False)

    def _interval(self) -> int:
        return round(1000 / min(self._speed, FASTEST))

    def _position(self) -> int:
        if not self._session.selection:
            return 0
        current = self._session.selection[-1]
        layers = walk(self._session.document.network.layers)
        return next((i for i, layer in enumerate(layers, 1) if layer.id == current), 0)

    def _tick(self) -> None:
        self.step_forward()
        if self._position() >= self.state().maximum:
            self.play(False)

    def _network_changed(self) -> None:
        self.play(False)


def _chapters(layers: tuple) -> tuple[tuple[int, str], ...]:
    """Labels for the layers that do the work, thinned out where there are many."""
    marked = [(i, word(x.word)) for i, x in enumerate(layers, 1) if x.group not in ("bend",)]
    every = -(-len(marked) // LABELS)
    return tuple(marked[::every]) if marked else ()
