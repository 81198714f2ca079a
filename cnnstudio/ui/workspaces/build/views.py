"""What the stage asks of the engine for a layer, and what it draws of the answer."""

from __future__ import annotations

from collections.abc import Mapping

from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.layers import Residual, Shape
from cnnstudio.core.messages import Floats, Probed
from cnnstudio.core.network import Network
from cnnstudio.ui.outputs import colour_map_after, layer_before
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.workspaces.build.maps import (
    MOST_NUMBERS,
    Flow,
    coloured,
    flow_after,
    flow_of_input,
    needs_thumbnail,
)
from cnnstudio.ui.workspaces.build.scene import LayerView


def wants(report: Report, current: LayerReport | None) -> Wants:
    """Outputs of the layer and of the one before it, and its learned tensors."""
    if current is None:
        return Wants()
    network, layer = report.network, current.layer
    before = layer_before(network, layer.id)
    shapes: dict[str, Shape | None] = {layer.id: current.output}
    if before is not None:
        shapes[before] = current.input
    if isinstance(layer, Residual) and layer.body:
        shapes[layer.body[-1].id] = current.output
    return Wants(
        maps=tuple(id for id, shape in shapes.items() if not needs_thumbnail(shape)),
        thumbnails=tuple(id for id, shape in shapes.items() if needs_thumbnail(shape)),
        filters=(layer.id,) if 0 < current.parameters <= MOST_NUMBERS else (),
    )


def layer_view(session: Session, current: LayerReport) -> LayerView:
    """The layer with what is known of its numbers for the current digit."""
    report, probed = session.document.report, session.live.latest
    network = report.network
    before = layer_before(network, current.layer.id)
    picture = flow_of_input(session.digit.current.pixels, network.input)
    source = (
        picture
        if before is None
        else flow_after(network, network.find(before), current.input, probed)
    )
    return LayerView(
        report=current,
        source=source,
        output=flow_after(network, current.layer, current.output, probed),
        tensors=_tensors(current, probed),
        branch=_branch(network, current, probed),
        shortcut=_shortcut(network, current, probed),
        picture=picture if reads_picture(network, current) else None,
    )


def _tensors(current: LayerReport, probed: Probed | None) -> Mapping[str, Floats]:
    """The engine's tensors, as far as they are of this layer's present shapes."""
    if current.input is None or probed is None:
        return {}
    shapes = current.layer.weight_shapes(current.input)
    found = probed.filters.get(current.layer.id, {})
    return {
        name: tensor
        for name, tensor in found.items()
        if name in shapes and tensor.shape == tuple(shapes[name])
    }


def _branch(network: Network, current: LayerReport, probed: Probed | None) -> Flow | None:
    layer = current.layer
    if not isinstance(layer, Residual) or not layer.body:
        return None
    return flow_after(network, layer.body[-1], current.output, probed)


def _shortcut(network: Network, current: LayerReport, probed: Probed | None) -> Flow | None:
    if probed is None or not isinstance(current.layer, Residual):
        return None
    values = probed.maps.get(f"{current.layer.id}.shortcut")
    if values is None or values.shape != current.output:
        return None
    return coloured(values, colour_map_after(network, current.layer.id))


def reads_picture(network: Network, current: LayerReport) -> bool:
    """Whether a dense layer's inputs are the picture's pixels, one after the other."""
    if current.layer.kind != "Linear" or network.input.channels != 1:
        return False
    id = layer_before(network, current.layer.id)
    while id is not None:
        if network.find(id).kind != "Flatten":
            return False
        id = layer_before(network, id)
    return True
