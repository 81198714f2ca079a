"""The filters that the open network has learned, to be taken into a lab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from cnnstudio.core.labs.base import Choice, Floats, Group, Lab
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.convolution import LARGEST_KERNEL, ConvolutionLab
from cnnstudio.core.layers import Conv2d
from cnnstudio.core.network import walk
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title

#: Of more filters only the first ones are offered.
MOST = 16


def learned_group(session: Session, lab: Lab) -> Group | None:
    """The filters of the selected convolution, or of the first one, whose depth is the lab's;
    None where the lab takes no filters or the network has none such."""
    if not isinstance(lab, ConvolutionLab | ChannelsLab):
        return None
    depth = len(lab.input)
    found = next(_layers(session, depth), None)
    if found is None:
        return None
    layer, weight, bias = found
    choices = tuple(
        Choice(
            say("learned_filter", number=number + 1),
            partial(_with_filter, lab, weight[number], bias[number]),
            weight[number, 0],
            chosen=np.array_equal(lab.weight[0], weight[number]),
            bare=True,
        )
        for number in range(min(len(weight), MOST))
    )
    return Group(say("learned_by", layer=title(layer.title()[:1])), choices)


def _layers(session: Session, depth: int) -> Iterator[tuple[Conv2d, Floats, Floats]]:
    """Convolutions with filters of that depth and their weights: the selected one first."""
    weights = session.weights()
    selected = session.selection[-1:] if session.selection else ()
    layers = list(walk(session.document.network.layers))
    for layer in sorted(layers, key=lambda layer: layer.id not in selected):
        weight = weights.get(f"{layer.id}.weight")
        if not isinstance(layer, Conv2d) or weight is None or weight.shape[1] != depth:
            continue
        if max(weight.shape[2:]) > LARGEST_KERNEL:
            continue
        bias = weights.get(f"{layer.id}.bias", np.zeros(len(weight)))
        yield layer, weight.astype(np.float64), np.asarray(bias, np.float64)


def _with_filter(lab: ConvolutionLab | ChannelsLab, filter: Floats, bias: float) -> Lab:
    return replace(lab, weight=filter[None], bias=np.array([bias]))
