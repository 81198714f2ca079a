"""The numbers of what was clicked, as rows and as a formula."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.layers import Shape
from cnnstudio.core.messages import BackwardStepTaken, Floats, Flow, Nudge
from cnnstudio.ui.numbers import TIMES, fine, number, percent, plain, shape
from cnnstudio.ui.outputs import as_maps
from cnnstudio.ui.workspaces.inside.backward.tensors import Layout

translate = QCoreApplication.translate

Figure = tuple[str, str]

_MOST_DECIMALS = 9
_FIGURES = 3


def spot_words(flow: Flow, spot: Spot) -> str:
    """Where a number stands in the whole output; `spot` is its place in what is shown."""
    if len(flow.shape) == 1:
        return number_name(flow.shape, spot.map)
    return translate("Backward", "Map {map}, row {row}, column {column}").format(
        map=spot.map + 1, row=spot.row * flow.every + 1, column=spot.column * flow.every + 1
    )


def number_name(whole: Shape, index: int) -> str:
    """A number of a list of this shape: the ten outputs are called by their digits."""
    if whole == (CLASSES,):
        return translate("Backward", "Number for digit {n}").format(n=index)
    return translate("Backward", "Number {n}").format(n=number(index + 1))


def flow_figures(flow: Flow, spot: Spot, is_back: bool) -> list[Figure]:
    """The number at a spot, and on the way back its gradient."""
    value = fine(at(as_maps(flow.values), spot), signed=True)
    rows = [(translate("Backward", "its value"), value)]
    if is_back:
        slope = fine(at(as_maps(flow.gradients), spot), signed=True)
        rows.append((translate("Backward", "its gradient"), slope))
    return rows


def at(maps: Floats, spot: Spot) -> float:
    return float(maps[spot.map, spot.row, spot.column])


def holds(maps: Floats, spot: Spot) -> bool:
    return all(place < length for place, length in zip(spot, maps.shape, strict=True))


def layer_figures(answer: BackwardStepTaken, flow: Flow, is_back: bool) -> list[Figure]:
    """What is said of a layer as a whole."""
    rows = [(translate("Backward", "output"), shape(flow.shape))]
    if not is_back:
        return rows
    rows.append((translate("Backward", "length of its gradient"), fine(flow.norm)))
    if flow.layer_id in answer.gradient_norms:
        norm = answer.gradient_norms[flow.layer_id]
        name = translate("Backward", "length of its weights' gradient")
        rows.append((name, fine(norm)))
    return rows


def update_figures(nudge: Nudge, word: str, rate: float) -> list[Figure]:
    """How long a tensor is, which is called by that word, and how far the step moves it."""
    whole = translate("Backward", "{tensor}: length").format(tensor=word)
    rows = [
        (translate("Backward", "learning rate η"), plain(rate)),
        (whole, number(nudge.length)),
        (translate("Backward", "length of their change"), fine(nudge.change_length)),
    ]
    if nudge.length:
        part = small_share(nudge.change_length / nudge.length)
        rows.append((translate("Backward", "change / length"), part))
    return rows


def small_share(share: float) -> str:
    """A share in hundredths with as many decimals as show two figures of it."""
    if not math.isfinite(share) or share <= 0:
        return percent(share)
    return percent(share, max(0, min(6, 1 - math.floor(math.log10(100 * share)))))


def weight_figures(nudge: Nudge, layout: Layout, spot: Spot, rate: float) -> list[Figure]:
    gradient, change = (at(layout.of(a), spot) for a in (nudge.gradient, nudge.change(rate)))
    return [
        (translate("Backward", "weight w"), fine(at(layout.of(nudge.before), spot), signed=True)),
        (translate("Backward", "gradient g"), fine(gradient, signed=True)),
        (translate("Backward", "change −η·g"), fine(change, signed=True)),
    ]


def update_formula(nudge: Nudge, layout: Layout, spot: Spot, rate: float) -> tuple[str, str]:
    """w − η·g with a weight's numbers, and with so many decimals that its change shows."""
    before, after = at(layout.of(nudge.before), spot), at(layout.of(nudge.after), spot)
    if layout.unit_of(spot, nudge.shape) in nudge.frozen:
        return translate("Backward", "frozen: new w = w = {}"), fine(before)
    gradient = at(layout.of(nudge.gradient), spot)
    decimals = _decimals(rate * gradient)
    shown = number(before, decimals), fine(gradient)
    # What is shown rounded need not add up as it is shown.
    template = translate("Backward", "new w = {before} − {rate} {times} {gradient} ≈ {{}}")
    text = template.format(
        before=shown[0], rate=plain(rate), times=TIMES, gradient=_in_brackets(shown[1])
    )
    return text, number(after, decimals)


def four(value: float) -> str:
    """A number with four decimals, or, if they would be 0, with three figures."""
    return number(value, 4) if abs(value) >= 1e-3 or not value else fine(value)


def share(p: float) -> str:
    """A share with so many decimals that it shows how far it is from 0 and from 1."""
    return four(p) if p < 0.5 else number(p, max(4, _decimals(1 - p)))


def gives_loss(p: float, loss: float) -> bool:
    """Whether −log of the share, as that is shown, is the loss as it is shown."""
    if p < 1e-3:
        shown = float(f"{p:.{_FIGURES - 1}e}")
    else:
        shown = round(p, 4 if p < 0.5 else max(4, _decimals(1 - p)))
    return shown > 0 and four(-math.log(shown)) == four(loss)


def _decimals(change: float) -> int:
    if not change or not math.isfinite(change):
        return _FIGURES
    return max(_FIGURES, min(_MOST_DECIMALS, _FIGURES - 1 - math.floor(math.log10(abs(change)))))


def _in_brackets(figure: str) -> str:
    """A number below 0 behind a sign of its own."""
    return f"({figure})" if figure[0] not in "0123456789" else figure
