"""Ills of layers: units that are dead or saturated, gradients that vanish or explode."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnstudio.core.doctor.history import History
from cnnstudio.core.doctor.ills import Bars, Ill
from cnnstudio.core.doctor.rounding import to_two_figures
from cnnstudio.core.infer import infer
from cnnstudio.core.layers import BatchNorm2d, Layer, Residual, Sigmoid, Tanh, is_maps
from cnnstudio.core.network import walk
from cnnstudio.core.sentences import Sentence, english, say

#: Share of a layer's ReLU units that are dead. Of LeNet-5's dense layers up to 40 % are silent
#: over 256 digits in healthy runs, from the first weights on; the notes of Stanford's CS231n
#: ("Commonly used activation functions") call 40 % what a rate set too high can kill.
DEAD = 0.6
#: Share of outputs within a hundredth of an end of a sigmoid's or tanh's range, where its slope is
#: below a twentieth of the steepest. Glorot & Bengio (2010), section 3, show how deep networks
#: with most units there stand still.
SATURATED = 0.6
#: The gradient of a layer's weights (root mean square) as a share of the last layer's. In healthy
#: LeNet-5s it is a twentieth or more; each sigmoid divides it by at least 4 (Hochreiter 1991).
VANISHED = 1e-3
#: Length of the whole gradient. That of cross-entropy with respect to the logits is at most √2, so
#: the layers enlarge it 70 times here; runs of LeNet-5 stay below 10. Pascanu, Mikolov & Bengio
#: (2013) clip at such lengths.
EXPLODED = 100.0
#: With torch's first weights a ResNet-50, which learns all the same, begins at a few hundred.
EXPLODED_AT_FIRST = 1000.0
#: The last losses that are averaged, and the share of the first loss that is a fall.
_RECENT, _COME_DOWN = 10, 0.8

#: What is found at so few steps, the first weights have brought.
_FIRST_STEPS = 1

#: Beyond this, larger numbers say no more.
_BILLION = 1e9


def dead(history: History) -> Ill | None:
    """ReLU units that fire for no digit."""
    if not history.vitals:
        return None
    vitals = history.vitals[-1]
    worst = _largest(vitals.dead)
    if worst is None or vitals.dead[worst] < DEAD:
        return None
    sentence = say(
        "ill_dead", **_layer(history, worst), share=vitals.dead[worst], digits=vitals.digits
    )
    rows = _in_order(history, vitals.dead)
    first = history.vitals[0]
    was_so = first.step <= _FIRST_STEPS and first.dead.get(worst, 0.0) >= DEAD
    advice = say("try_dead/first" if was_so else "try_dead")
    return Ill("dead", sentence, advice, Bars(rows, DEAD), worst)


def saturated(history: History) -> Ill | None:
    """Sigmoid or tanh outputs at the ends of their range."""
    if not history.vitals:
        return None
    shares = history.vitals[-1].saturated
    worst = _largest(shares)
    if worst is None or shares[worst] < SATURATED:
        return None
    sentence = say("ill_saturated", **_layer(history, worst), share=shares[worst])
    rows = _in_order(history, shares)
    advice = say("try_saturated/maps" if _gives_maps(history, worst) else "try_saturated")
    return Ill("saturated", sentence, advice, Bars(rows, SATURATED), worst)


def vanishing(history: History) -> Ill | None:
    """Gradients that hardly come back to the first layers."""
    if not history.vitals:
        return None
    gradients = _in_order(history, history.vitals[-1].gradients)
    if len(gradients) < 2 or not all(math.isfinite(size) for _, size in gradients):
        return None
    last = gradients[-1][1]
    worst, least = min(gradients, key=lambda row: row[1])
    if not last or least >= VANISHED * last:
        return None
    times = last / least if least else math.inf
    layer = _layer(history, worst)
    if times < _BILLION:
        sentence = say("ill_vanishing", **layer, times=to_two_figures(times))
    else:
        sentence = say("ill_vanishing/billion", **layer)
    picture = Bars(gradients, VANISHED * last, too_low=True, are_shares=False)
    return Ill("vanishing", sentence, _against_vanishing(history, worst), picture, worst)


def _against_vanishing(history: History, worst: str) -> Sentence:
    """Only what this network allows: batch norm and blocks need maps."""
    layers = walk(history.network.layers)
    has_maps = _gives_maps(history, worst)
    if any(isinstance(layer, Sigmoid | Tanh) for layer in layers):
        return say("try_vanishing/bent_maps" if has_maps else "try_vanishing/bent")
    if has_maps and not _has(history, BatchNorm2d):
        return say("try_vanishing/maps")
    if has_maps and not _has(history, Residual):
        return say("try_vanishing/normed")
    return say("try_vanishing" if history.optimizer == "sgd" else "try_vanishing/adam")


def exploding(history: History) -> Ill | None:
    """Gradients that grow on their way back."""
    if not history.vitals:
        return None
    vitals = history.vitals[-1]
    norm = vitals.gradient_norm
    limit = EXPLODED_AT_FIRST if vitals.step <= _FIRST_STEPS else EXPLODED
    if not norm > limit or _learns_all_the_same(history):
        return None
    rows = _in_order(history, vitals.gradients)
    finite = {id: size for id, size in rows if math.isfinite(size)}
    if norm < _BILLION:
        sentence = say("ill_exploding", length=to_two_figures(norm), step=vitals.step)
    else:
        sentence = say("ill_exploding/billion", step=vitals.step)
    # Where every layer had the same part in such a length, its numbers would be about this large.
    usual = EXPLODED * max(finite.values(), default=1.0) / norm if math.isfinite(norm) else 1.0
    picture = Bars(tuple(finite.items()), usual, are_shares=False)
    worst = _largest(finite)
    return Ill("exploding", sentence, _against_exploding(history, worst), picture, worst)


def _learns_all_the_same(history: History) -> bool:
    """Whether the loss has come down to about that of guessing, or below."""
    if not len(history.losses):
        return False
    now = float(np.nan_to_num(history.losses[-_RECENT:], nan=np.inf).mean())
    return now < min(_COME_DOWN * float(history.losses[0]), 2 * math.log(10))


def _against_exploding(history: History, worst: str | None) -> Sentence:
    if not _gives_maps(history, worst):
        return say("try_exploding")
    if not _has(history, BatchNorm2d):
        return say("try_exploding/maps")
    return say("try_exploding/blocks" if _has(history, Residual) else "try_exploding/normed")


def _has(history: History, kind: type[Layer]) -> bool:
    return any(isinstance(layer, kind) for layer in walk(history.network.layers))


def _gives_maps(history: History, layer_id: str | None) -> bool:
    report = infer(history.network).by_id.get(layer_id or "")
    return report is not None and report.output is not None and is_maps(report.output)


def _largest(values: Mapping[str, float]) -> str | None:
    return max(values, key=lambda id: values[id], default=None)


def _in_order(history: History, values: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Id and value, in the order of the layers."""
    ids = [layer.id for layer in walk(history.network.layers)]
    return tuple((id, values[id]) for id in ids if id in values)


def _layer(history: History, id: str) -> dict[str, Any]:
    """Position, counted from 1, and title of a layer, for a sentence."""
    layers = list(walk(history.network.layers))
    place = next(i for i, layer in enumerate(layers) if layer.id == id)
    title = ", ".join(english(part) for part in layers[place].title())
    return {"position": place + 1, "layer": title}
