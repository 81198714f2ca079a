"""What the weights were at the start, with which what was learned can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.files import ProjectError
from cnnstudio.core.messages import AskFirstWeights, FirstWeights, Floats
from cnnstudio.core.network import walk
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.session.pretrained import shipped_origin

if TYPE_CHECKING:
    from cnnstudio.ui.session.session import Session

#: Tensors of more numbers than this are not compared, and not kept.
MOST_NUMBERS = 2_500_000

#: The first moment of a run that was opened again is read from disk up to this many weights.
MOST_LOADED = 20_000_000


class Origin(NamedTuple):
    """Which start is meant: of the `run`, of what was `shipped`, or of the `seed` alone; the
    seed, and the id that the layer had then."""

    kind: str
    seed: int
    named: str


@dataclass(frozen=True, eq=False)
class Start:
    """A layer's learned tensors by name, as they began, and where that is known from."""

    origin: Origin
    tensors: Mapping[str, Floats]


class Beginning(QObject):
    """Keeps the weights that the run began with; first weights of a seed it asks for.

    `changed()` when something that was asked for is there.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._run_id = ""
        self._given: Mapping[str, Floats] | None = None
        self._seeded: dict[tuple[str, Origin], Mapping[str, Floats]] = {}
        self._asked: tuple[str, Origin] | None = None
        self._inquiry = Inquiry(session.engine, self)
        self._inquiry.answered.connect(self._answered)
        self._inquiry.ended.connect(self._ended)
        session.run.state_changed.connect(self._run_changed)
        session.document.network_changed.connect(self._forget)

    def of(self, layer_id: str) -> Start | None:
        """The start of a layer; None where it is being asked for, or cannot be had."""
        origin = self._origin(layer_id)
        seeded = self._seeded.get((layer_id, origin))
        if seeded is None:
            self._ask(layer_id, origin)
            return None
        given = self._of_run() or {} if origin.kind == "run" else {}
        tensors = {name: given.get(f"{layer_id}.{name}", first) for name, first in seeded.items()}
        return Start(origin, tensors)

    def _origin(self, layer_id: str) -> Origin:
        run = self._session.run
        layers = walk(run.network.layers) if run.network is not None else ()
        if any(layer.id == layer_id for layer in layers) and self._of_run() is not None:
            return Origin("run", run.settings.seed, layer_id)
        shipped = shipped_origin(self._session.weights().get(f"{layer_id}.weight"))
        if shipped is not None:
            return Origin("shipped", *shipped)
        return Origin("seed", self._session.settings.seed, layer_id)

    def _ask(self, layer_id: str, origin: Origin) -> None:
        if self._asked == (layer_id, origin):
            return
        asked = self._inquiry.ask(
            lambda request: AskFirstWeights(request, layer_id, origin.seed, origin.named)
        )
        self._asked = (layer_id, origin) if asked else None

    def _answered(self, answer: FirstWeights) -> None:
        assert self._asked is not None
        self._seeded[self._asked] = answer.tensors
        self.changed.emit()

    def _ended(self, whole: bool) -> None:
        self._asked = None

    def _of_run(self) -> Mapping[str, Floats] | None:
        """What the run began with as far as it was known then; None where there is no run, or
        that is not known. Of a run that was opened again, its first moment says so."""
        history = self._session.history
        small = self._session.document.report.parameters <= MOST_LOADED
        if self._given is None and self._run_id and small and 0 in history.moments:
            try:
                self._given = history.weights(0)
            except ProjectError:
                self._given = None  # What is wrong with the file is said where it is opened.
        return self._given

    def _run_changed(self) -> None:
        """A new run begins with the weights that are known; those of one that goes on stay."""
        run = self._session.run
        if run.id == self._run_id:
            return
        self._run_id, self._given = run.id, None
        if run.state == "starting" and run.network is not None:
            known = self._session.bank.take(weights_of_network(run.network))
            self._given = {k: tensor for k, tensor in known.items() if tensor.size <= MOST_NUMBERS}

    def _forget(self, *_change: object) -> None:
        """Layers may have other shapes."""
        self._inquiry.drop()
        self._asked = None
        self._seeded.clear()
