"""The numbers behind a method's picture, one column for each class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication

from cnnstudio.core.messages import Attributed
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.workspaces.inside.why.method_words import score_text
from cnnstudio.ui.workspaces.inside.why.reasons import Reasons


class Figure(NamedTuple):
    """A name, and its number for each class. A `total` stands below a line."""

    name: str
    values: tuple[str, ...]
    total: bool = False


def figures(reasons: Reasons, place: int | None) -> tuple[Figure, ...]:
    """What there is to say; nothing before the engine has answered. `place` is that of the
    square."""
    if reasons.choices.method == "occlusion":
        return tuple(_of_occlusion(reasons, place))
    method = reasons.choices.method
    known = [reasons.map(method, target) for target in reasons.classes]
    maps = [found for found in known if found is not None]
    if len(maps) < len(known) or not maps:
        return ()
    return tuple(_FIGURES[method](maps))


def _of_occlusion(reasons: Reasons, place: int | None) -> Iterator[Figure]:
    swept, of, classes = reasons.swept, reasons.of(), reasons.classes
    if swept is None:
        return
    whole = [swept.score(target, of) for target in classes]
    yield _figure(_tr("Score"), whole, of)
    falls = [swept.falls(target, of) for target in classes]
    if place is not None:
        now = [float(swept.scores(target, of)[place]) for target in classes]
        yield _figure(_tr("Covered here"), now, of)
        here = [float(fall[place]) for fall in falls]
        yield Figure(_tr("Fall"), _signed(here, of), total=True)
    else:
        yield Figure(_tr("Most fall"), _signed([float(fall.max()) for fall in falls], of))
        yield Figure(_tr("Most rise"), _signed([float(fall.min()) for fall in falls], of))


def _of_gradient(maps: list[Attributed]) -> Iterator[Figure]:
    yield _scores(maps)
    yield Figure(_tr("Highest"), tuple(number(_high(m), signed=True) for m in maps))
    yield Figure(_tr("Lowest"), tuple(number(_low(m), signed=True) for m in maps))


def _of_product(maps: list[Attributed]) -> Iterator[Figure]:
    yield _scores(maps)
    of = maps[0].of
    yield Figure(_tr("All pixels"), _signed([_sum(m) for m in maps], of))


def _of_integration(maps: list[Attributed]) -> Iterator[Figure]:
    of = maps[0].of
    black = [m.baseline or 0.0 for m in maps]
    yield _scores(maps)
    yield _figure(_tr("Of black"), black, of)
    lacking = [m.score - b for m, b in zip(maps, black, strict=True)]
    yield Figure(_tr("Difference"), _signed(lacking, of), total=True)
    yield Figure(_tr("All shares"), _signed([_sum(m) for m in maps], of))
    missing = [whole - _sum(m) for m, whole in zip(maps, lacking, strict=True)]
    yield Figure(_tr("Missing"), tuple(_remainder(value) for value in missing))


def _of_cam(maps: list[Attributed]) -> Iterator[Figure]:
    yield _scores(maps)
    yield Figure(_tr("Size of maps"), tuple(shape(m.coarse.shape) for m in maps))
    heaviest = [int(np.abs(m.weights).argmax()) for m in maps]
    yield Figure(_tr("Top map"), tuple(number(index + 1) for index in heaviest))
    weights = [float(m.weights[index]) for m, index in zip(maps, heaviest, strict=True)]
    yield Figure(_tr("Its weight"), tuple(number(weight, signed=True) for weight in weights))


_FIGURES = {
    "gradient": _of_gradient,
    "gradient_input": _of_product,
    "integrated": _of_integration,
    "grad_cam": _of_cam,
}


def _remainder(value: float) -> str:
    """With four decimals, more where these would be 0."""
    return number(value, 4 if abs(value) >= 0.5e-4 else None, signed=True)


def _scores(maps: list[Attributed]) -> Figure:
    return _figure(_tr("Score"), [m.score for m in maps], maps[0].of)


def _figure(name: str, values: list[float], of: str) -> Figure:
    return Figure(name, tuple(score_text(value, of) for value in values))


def _signed(values: list[float], of: str) -> tuple[str, ...]:
    return tuple(score_text(value, of, signed=True) for value in values)


def _high(map: Attributed) -> float:
    return float(map.values.max())


def _low(map: Attributed) -> float:
    return float(map.values.min())


def _sum(map: Attributed) -> float:
    return float(map.values.sum(dtype=np.float64))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Why", text)
