"""The X-ray: where one number of the network comes from, and which pixels matter to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import torch
from torch import Tensor

from cnnstudio.core.arithmetic import Arithmetic
from cnnstudio.core.footprint import footprint
from cnnstudio.core.infer import Report, infer
from cnnstudio.core.interventions import Unit
from cnnstudio.core.layers import Residual
from cnnstudio.core.messages import Event, Explain, Explained, Floats, Following
from cnnstudio.core.sources import (
    PICTURE,
    followers_of,
    is_shortcut,
    owner_of,
    shortcut_of,
    source_of,
)
from cnnstudio.engine.arithmetic import Asked, arithmetic, branches, projection
from cnnstudio.engine.build import layer_modules
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.pointwise import POINTWISE
from cnnstudio.engine.scene import Scene


def explain(look: Explain, scene: Scene) -> Iterator[Event | None]:
    """Answers an Explain in one piece, from one forward and one backward pass."""
    report = infer(scene.network)
    if _has_number(report, look):
        yield _Traced(report, scene, look.digit).explained(look)


def _has_number(report: Report, look: Explain) -> bool:
    """Whether there is such a layer, or projection, and such a number of it."""
    layer = report.by_id.get(owner_of(look.layer_id))
    if layer is None or layer.output is None:
        return False
    if is_shortcut(look.layer_id) and getattr(layer.layer, "shortcut", "") != "projection":
        return False
    shape = (*layer.output, 1, 1)[:3]
    return all(0 <= at < length for at, length in zip(look.spot, shape, strict=True))


class _Traced:
    """A digit's way through the network, with what every layer puts out on record."""

    def __init__(self, report: Report, scene: Scene, digit: Floats) -> None:
        self._report, self._scene = report, scene
        pixels = torch.from_numpy(np.array(digit, np.float32)).view(1, 1, 28, 28)
        self._picture = adapt(pixels, scene.network.input).clone().requires_grad_()
        self._outputs: dict[str, Tensor] = {PICTURE: self._picture}
        self._tensors = {
            id: dict((*module.named_parameters(), *module.named_buffers()))
            for id, module in layer_modules(scene.model)
        }
        with torch.enable_grad():
            scene.model(self._picture, self._outputs.__setitem__)

    def explained(self, look: Explain) -> Explained:
        id, spot = look.layer_id, look.spot
        seen = footprint(self._report, id, spot)
        values = self._maps(id)
        return Explained(
            look.request,
            self._scene.run_id,
            self._scene.step,
            id,
            spot,
            float(values[spot]),
            self._map(id, spot[0]),
            self._arithmetic(id, spot),
            tuple(self._following(id, spot)),
            seen.seen,
            seen.pads,
            np.where(seen.seen, self._influence(id, spot), np.float32(0)),
        )

    def _maps(self, id: str) -> Floats:
        """What a layer puts out, a list as maps of one cell."""
        values: Floats = self._outputs[id][0].detach().numpy()
        return values if values.ndim == 3 else values.reshape(-1, 1, 1)

    def _map(self, id: str, map: int) -> Floats:
        """A copy of the map of a number, or of its list."""
        values = self._outputs[id][0].detach().numpy()
        return np.array(values if values.ndim == 1 else values[map], np.float32)

    def _arithmetic(self, id: str, spot: tuple[int, int, int]) -> Arithmetic:
        found = self._own(id, spot)
        return found.switched_off() if Unit(id, spot[0]) in self._scene.model.off else found

    def _own(self, id: str, spot: tuple[int, int, int]) -> Arithmetic:
        """That of the layer itself, whatever of it is switched off."""
        layer = self._report.by_id[owner_of(id)].layer
        if isinstance(layer, Residual):
            return self._of_block(layer, id, spot)
        return arithmetic(self._asked(id, spot))

    def _of_block(self, block: Residual, id: str, spot: tuple[int, int, int]) -> Arithmetic:
        before = source_of(self._scene.network, block.id)
        projected = block.shortcut == "projection"
        if is_shortcut(id):
            return projection(self._asked(id, spot))
        body = block.body[-1].id if block.body else before
        beside = shortcut_of(block.id) if projected else before
        return branches((body, self._maps(body)), (beside, self._maps(beside)), spot)

    def _asked(self, id: str, spot: tuple[int, int, int]) -> Asked:
        owner, source = owner_of(id), source_of(self._scene.network, id)
        layer = self._report.by_id[owner].layer
        tensors: Mapping[str, Tensor] = self._tensors.get(owner, {})
        return Asked(layer, tensors, spot, source, self._maps(source))

    def _following(self, id: str, spot: tuple[int, int, int]) -> Iterator[Following]:
        """What is made of the number by layers behind that look at no other."""
        for layer in followers_of(self._scene.network, id):
            if layer.kind not in POINTWISE:
                return
            summary = self._arithmetic(layer.id, spot).summary
            assert summary is not None
            yield Following(layer.id, summary, float(self._maps(layer.id)[spot]))

    def _influence(self, id: str, spot: tuple[int, int, int]) -> Floats:
        """Gradient of the number by each pixel × the pixel, the channels added."""
        number = self._outputs[id][0].reshape(self._maps(id).shape)[spot]
        (gradient,) = torch.autograd.grad(number, self._picture)
        found: Floats = (gradient * self._picture.detach())[0].sum(0).numpy()
        return found
