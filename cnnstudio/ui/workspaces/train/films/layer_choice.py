"""Which layer of a run's network a film is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from cnnstudio.core.answer_rules import last_layer
from cnnstudio.core.layers import Conv2d, Layer, Linear
from cnnstudio.core.network import Network, walk
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.workspaces.inside.learned import picture_read_by
from cnnstudio.ui.workspaces.train.filter_history import looking_layer


class LayerChoice(QComboBox):
    """The selected layer, where it can be filmed, until another is chosen here: then `chosen`."""

    chosen = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._picked: str | None = None
        self.setAccessibleName(self.tr("Layer"))
        self.setToolTip(self.tr("Whose filters, feature maps or map of digits are filmed"))
        session.selection_changed.connect(self.forget)
        self.activated.connect(self._pick)

    def forget(self, *_selection: object) -> None:
        """The selected layer is meant again."""
        self._picked = None

    def offer(self, network: Network, what: str) -> Layer | None:
        """Offer the layers that have what is filmed; the one that is meant, None for none."""
        layers = _with(network, what)
        usual = last_layer(network) if what == "digits" else looking_layer(network)
        meant = self._meant(layers, usual)
        self.clear()
        for place, layer in enumerate(walk(network.layers), 1):
            if layer in layers:
                text = self.tr("{place}. {layer}").format(place=place, layer=title(layer.title()))
                self.addItem(text, layer.id)
        self.setCurrentIndex(self.findData(meant.id) if meant else -1)
        return meant

    def _meant(self, layers: Sequence[Layer], usual: Layer | None) -> Layer | None:
        by_id = {layer.id: layer for layer in layers}
        for id in (self._picked, *reversed(self._session.selection)):
            if id in by_id:
                return by_id[id]
        return usual if usual in layers else next(iter(layers), None)

    def _pick(self) -> None:
        self._picked = self.currentData()
        self.chosen.emit()


def _with(network: Network, what: str) -> list[Layer]:
    layers = walk(network.layers)
    if what == "filters":
        return [layer for layer in layers if _has_pictures(layer, network)]
    return list(layers)


def _has_pictures(layer: Layer, network: Network) -> bool:
    """Whether its filters, or templates, can be seen."""
    if isinstance(layer, Linear):
        return picture_read_by(network, layer) is not None
    return isinstance(layer, Conv2d)
