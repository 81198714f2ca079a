"""A new run from a moment of the run on screen, once that moment has been read from the disk."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.history import RunRecord, evaluation_at, load_moment
from cnnstudio.core.messages import Evaluated, Weights
from cnnstudio.core.network import same_layers
from cnnstudio.ui.session.disk import DiskReader
from cnnstudio.ui.session.session import Session


@dataclass(frozen=True, eq=False)
class _Moment:
    """`test` is that of this very step; those of earlier ones are not the new run's own."""

    record: RunRecord
    step: int
    weights: Weights
    test: Evaluated | None


class GoingOn(QObject):
    """`changed`: another moment is being read, or none is any more; `failed(Sentence)`."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: tuple[str, int] | None = None
        self._disk = DiskReader(self)
        self._disk.answered.connect(self._go_on)
        self._disk.failed.connect(self._give_up)
        session.history.changed.connect(self._follow)
        session.engine.lost.connect(self._forget)

    @property
    def step(self) -> int | None:
        """The step whose moment is being read."""
        return self._wanted[1] if self._wanted else None

    @property
    def is_possible(self) -> bool:
        """Whether a new run could begin now."""
        return self._wanted is None and self._session.engine.state == "ready"

    def start(self, step: int) -> None:
        """Train on from a kept moment as a new run, with the settings on screen then."""
        record = self._session.history.record
        if record is not None and self.is_possible:
            self._want((record.id, step))
            self._disk.ask(lambda: _read(record, step))

    def _want(self, wanted: tuple[str, int] | None) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self.changed.emit()

    def _forget(self) -> None:
        self._want(None)

    def _follow(self) -> None:
        """What is read of a run that is not on screen any more is not wanted any more."""
        record = self._session.history.record
        if self._wanted is not None and (record is None or record.id != self._wanted[0]):
            self._forget()

    def _give_up(self, sentence: object) -> None:
        if self._wanted is not None:
            self._want(None)
            self.failed.emit(sentence)

    def _go_on(self, moment: _Moment) -> None:
        if self._wanted != (moment.record.id, moment.step):
            return
        self._want(None)
        session, network = self._session, moment.record.network
        if not same_layers(session.document.network, network):
            session.document.go_back_to(network)
        session.bank.put(moment.weights)
        session.document.weights_changed()
        session.take_evaluation(None)  # what was tested last are other weights
        name = self.tr("{name}, from step {step:,}")
        name = name.format(name=moment.record.name, step=moment.step)
        session.start_run(name=name, tested=moment.test)


def _read(record: RunRecord, step: int) -> _Moment:
    tested = evaluation_at(record, step)
    own = tested if tested is not None and tested.step == step else None
    return _Moment(record, step, load_moment(record, step), own)
