"""What is changed by hand in what the network has learned: weights, frozen filters, maps off."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from cnnstudio.core.interventions import Interventions, Patch, Unit, difference
from cnnstudio.core.messages import (
    Event,
    Floats,
    Intervene,
    Intervened,
    Probed,
    Weights,
)
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.ui.session.document import Document
from cnnstudio.ui.session.engine import Engine
from cnnstudio.ui.session.live import Live
from cnnstudio.ui.session.run import Run
from cnnstudio.ui.session.unseen import Unseen
from cnnstudio.ui.session.weight_bank import WeightBank
from cnnstudio.ui.session.wording import title, translated

Patches = tuple[Patch, ...]


class Surgery(QObject):
    """Owns the interventions, and makes every change by hand one step of the document's undo.

    `changed()` follows each change, undo and redo included; `carried_out()` when the engine has
    made it: from then on probes and tests are of the changed network. A run goes on meanwhile.
    `replaced()`: another network, or other weights, have taken the place of all that.
    """

    changed = Signal()
    carried_out = Signal()
    replaced = Signal()

    def __init__(
        self, document: Document, engine: Engine, run: Run, live: Live, bank: WeightBank
    ) -> None:
        super().__init__(document)
        self._document, self._engine = document, engine
        self._run, self._live, self._bank = run, live, bank
        self._unseen = Unseen()
        self.interventions = Interventions()
        engine.told.connect(self._receive)
        engine.lost.connect(self._unseen.clear)

    # --- what there is ----------------------------------------------------------------------

    def tensors(self, layer_id: str) -> dict[str, Floats]:
        """The layer's tensors by name, "weight" and so on, as they are shown; none where they are
        not known, or too many to be watched."""
        return self._tensors(layer_id, self._live.latest)

    def _newest(self, layer_id: str) -> dict[str, Floats]:
        """The same as they are now, which is what is changed, whatever moment is shown."""
        live = self._live
        return self._tensors(layer_id, None if live.is_of_past else live.latest)

    def _tensors(self, layer_id: str, probed: Probed | None) -> dict[str, Floats]:
        prefix = f"{layer_id}."
        shapes = weights_of_network(self._document.network)
        shapes = {name: shape for name, shape in shapes.items() if name.startswith(prefix)}
        known = self._bank.take(shapes)
        if probed is not None and layer_id in probed.filters:
            of_layer = {prefix + name: array for name, array in probed.filters[layer_id].items()}
            of_layer = self._unseen.applied(of_layer)
            known |= {n: array for n, array in of_layer.items() if array.shape == shapes.get(n)}
        return {name.removeprefix(prefix): array for name, array in known.items()}

    # --- intentions -------------------------------------------------------------------------

    def change_weights(
        self, layer_id: str, after: Weights, code: str = "surgery_weights", merge: str = ""
    ) -> None:
        """Give tensors of a layer, by name, other numbers. Those in a row with the same `merge`
        that change the same numbers, as the one before left them, are one step of undo."""
        before = self._newest(layer_id)
        there, back = [], []
        for name, array in after.items():
            if name in before and before[name].shape == array.shape and np.isfinite(array).all():
                there.append(difference(f"{layer_id}.{name}", before[name], array))
                back.append(difference(f"{layer_id}.{name}", array, before[name]))
        forth = tuple(patch for patch in there if patch is not None)
        if forth:
            undo = tuple(patch for patch in back if patch is not None)
            self._push(self._named(code, layer_id), self.interventions, forth, undo, merge)

    def set_frozen(self, layer_id: str, indices: Iterable[int], frozen: bool) -> None:
        units = [Unit(layer_id, index) for index in indices]
        name = self._named("surgery_freeze" if frozen else "surgery_unfreeze", layer_id)
        self._intervene(name, self.interventions.with_frozen(units, frozen))

    def set_off(self, layer_id: str, indices: Iterable[int], off: bool) -> None:
        units = [Unit(layer_id, index) for index in indices]
        name = self._named("surgery_off" if off else "surgery_on", layer_id)
        self._intervene(name, self.interventions.with_off(units, off))

    def clear(self) -> None:
        """Nothing is frozen or off any more; weights stay as they are."""
        self._intervene(say("surgery_clear"), Interventions())

    def begin_anew(self, interventions: Interventions | None = None) -> None:
        """Another network is open, with these interventions."""
        self._unseen.clear()
        self.interventions = interventions or Interventions()
        self.changed.emit()

    def up_to_date(self, weights: Weights) -> Weights:
        """What the engine told, with the changes that it did not know of then."""
        return self._unseen.applied(weights)

    # --- how they are carried out -----------------------------------------------------------

    def _named(self, code: str, layer_id: str) -> Sentence:
        layer = self._document.network.find(layer_id.removesuffix(".shortcut"))
        return say(code, layer=title(layer.title()))

    def _intervene(self, name: Sentence, after: Interventions) -> None:
        if after != self.interventions:
            self._push(name, after, (), ())

    def _push(
        self, name: Sentence, after: Interventions, there: Patches, back: Patches, merge: str = ""
    ) -> None:
        cut = _Cut(self, translated(name), (self.interventions, back), (after, there), merge)
        self._document.undo_stack.push(cut)

    def apply(self, interventions: Interventions, patches: Patches) -> None:
        """Make it so, as a step of undo does."""
        self.interventions = interventions
        self._change_bank(patches)
        answers = int(self._run.intervene(interventions, patches))
        if not self._run.is_of(self._document.network):
            self._engine.send(Intervene("", interventions, patches))
            answers += 1
        if self._engine.state == "ready":
            self._unseen.add(patches, answers)
        self.changed.emit()

    def _change_bank(self, patches: Iterable[Patch]) -> None:
        """The bank knows what the engine will have; of layers that it does not know, the engine
        had first weights: they are those that were seen."""
        for patch in patches:
            layer_id, _, name = patch.tensor.partition(".")
            tensor = self._newest(layer_id).get(name)
            if tensor is not None:
                self._bank.put({patch.tensor: patch.applied(tensor)})

    def _receive(self, event: Event) -> None:
        match event:
            case Intervened() if self._unseen.acknowledge(self._engine.new_request()):
                self._live.refresh()
                self.carried_out.emit()
            case Probed(request=request):
                self._unseen.seen(request)


class _Cut(QUndoCommand):
    """From some interventions and numbers to others."""

    def __init__(
        self,
        surgery: Surgery,
        text: str,
        before: tuple[Interventions, Patches],
        after: tuple[Interventions, Patches],
        merge: str,
    ) -> None:
        super().__init__(text)
        self._surgery, self._before, self._after, self._merge = surgery, before, after, merge

    def undo(self) -> None:
        self._surgery.apply(*self._before)

    def redo(self) -> None:
        self._surgery.apply(*self._after)

    def id(self) -> int:
        """Qt offers to merge commands whose ids are the same and not −1."""
        return hash(self._merge) & 0x7FFFFFFF if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Cut) or other._merge != self._merge:
            return False
        if _places(other._after[1]) != _places(self._after[1]):
            return False
        if _values(other._before[1]) != _values(self._after[1]):
            return False  # It has been trained since: undo is not to go back across that.
        self._after = other._after
        return True


def _places(patches: Patches) -> list[tuple[str, bytes]]:
    return [(patch.tensor, patch.indices.tobytes()) for patch in patches]


def _values(patches: Patches) -> list[bytes]:
    return [patch.values.tobytes() for patch in patches]
