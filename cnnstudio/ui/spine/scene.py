"""Everything that the painting of cards depends on, besides where they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from cnnstudio.core.answer_rules import last_layer
from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.interventions import Interventions
from cnnstudio.core.layers import Linear, Softmax
from cnnstudio.core.network import Network
from cnnstudio.ui.spine.notes import FixButton
from cnnstudio.ui.spine.strips import Strips
from cnnstudio.ui.theme import Theme


@dataclass(frozen=True)
class Scene:
    """A moment of the spine. `preview` is the report that a hovered change would lead to;
    `bad_layer` the first layer whose numbers ran away in the run."""

    theme: Theme
    report: Report
    strips: Strips
    preview: Report | None = None
    selection: frozenset[str] = frozenset()
    logits_id: str | None = None
    dragged: frozenset[str] = frozenset()
    hovered: FixButton | None = None
    bad_layer: str | None = None
    interventions: Interventions = field(default_factory=Interventions)

    def previewed(self, report: LayerReport) -> LayerReport | None:
        """The report that the layer would have; None without a preview, or where it is gone."""
        return None if self.preview is None else self.preview.by_id.get(report.layer.id)


def logits_id(network: Network) -> str | None:
    """The last Dense layer, whose softmax is the answer; None where a Softmax says so itself."""
    last = last_layer(network)
    shown = bool(network.layers) and isinstance(network.layers[-1], Softmax)
    return last.id if isinstance(last, Linear) and not shown else None
