"""What becomes of the answer when a square covers a part of the picture."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from cnnstudio.core.infer import infer
from cnnstudio.core.messages import Event, Occlude, Occluded, Progress
from cnnstudio.core.occlusion import Places
from cnnstudio.engine.attribution import input_of
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.scene import Scene


@torch.no_grad()
def occlude(look: Occlude, scene: Scene) -> Iterator[Event | None]:
    """Answer piece by piece, place by place.

    Zeiler and Fergus, “Visualizing and Understanding Convolutional Networks”, 2014, section 4.2.
    """
    scene = scene.kept()
    picture = input_of(look.digit, scene.network.input)
    places = Places(picture.shape[2], picture.shape[3], look.square)
    untouched = scene.model(picture)[0].numpy()
    pixels, size = picture[0].numpy(), piece_size(infer(scene.network).macs)
    for first in range(0, places.count, size):
        last = min(first + size, places.count)
        batch = np.stack([places.covered(pixels, place) for place in range(first, last)])
        logits = scene.model(torch.from_numpy(batch)).numpy()
        yield Occluded(look.request, scene.run_id, scene.step, first, logits, untouched)
        yield Progress(look.request, last, places.count)
