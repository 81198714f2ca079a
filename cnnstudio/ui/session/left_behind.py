"""What is left of a run's weights when the engine that trained them has died."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import last_sound_moment
from cnnstudio.core.messages import Checkpointed
from cnnstudio.core.weights_file import checkpoint_weights
from cnnstudio.ui.session.document import Document
from cnnstudio.ui.session.engine import Engine
from cnnstudio.ui.session.history import History
from cnnstudio.ui.session.run import Run
from cnnstudio.ui.session.weight_bank import WeightBank


class LeftBehind(QObject):
    """Puts the weights of the run's checkpoint, or else of its last kept moment, on screen."""

    def __init__(
        self, engine: Engine, run: Run, history: History, document: Document, bank: WeightBank
    ) -> None:
        super().__init__(document)
        self._run, self._history = run, history
        self._document, self._bank = document, bank
        run.left_behind.connect(self._take_checkpoint)
        engine.lost.connect(self._take_last_moment)

    def _take_checkpoint(self, checkpoint: Checkpointed) -> None:
        try:
            weights = checkpoint_weights(checkpoint.path)
        except ProjectError:
            return  # The run itself says, when it is to go on, that the file cannot be used.
        self._bank.put(self._run.by_hand.applied(weights))
        self._document.weights_changed()

    def _take_last_moment(self) -> None:
        record = self._history.record
        sound = last_sound_moment(record) if self._run.is_lost and record is not None else None
        if sound is not None:
            step, weights = sound
            self._bank.put(weights)
            self._run.end_at_moment(step)
            self._document.weights_changed()
