"""Answers of the open network, and of a shipped one, to the same pictures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import torch

from cnnstudio.core.infer import infer
from cnnstudio.core.messages import Answers, AskAnswers, Floats
from cnnstudio.core.network import Network
from cnnstudio.core.resources import resource_path
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import load_weights
from cnnstudio.engine.build import Model
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised

_CLASSES = 10


def answer_digits(look: AskAnswers, scene: Scene) -> Iterator[Answers | None]:
    """In pieces, all with the weights of the first."""
    size = piece_size(infer(scene.network).macs)
    if len(look.digits) > size:
        scene = scene.kept()
    shares: list[Floats] = []
    for start in range(0, len(look.digits), size):
        if start:
            yield None
        part = look.digits[start : start + size]
        shares.append(_shares(scene.model, scene.network, part))
    beside = _shares(*_shipped(look.beside), look.digits) if look.beside else None
    yield Answers(look.request, scene.run_id, scene.step, np.concatenate(shares), beside)


@torch.inference_mode()
def _shares(model: Model, network: Network, digits: Floats) -> Floats:
    x = torch.from_numpy(np.array(digits, np.float32))[:, None]
    logits = model(adapt(x, network.input))
    return np.array(logits[:, :_CLASSES].softmax(1).numpy(), np.float32)


@lru_cache(maxsize=2)
def _shipped(name: str) -> tuple[Model, Network]:
    """A starter network with its trained weights."""
    network = starter(name)
    weights, _ = load_weights(resource_path("pretrained", f"{name}.safetensors"), network)
    return initialised(network, weights, 0).eval(), network
