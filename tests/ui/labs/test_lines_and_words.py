"""Lines of the pictures keep off their words wherever the window is, and words are whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.ui.look import Theme
from tests.ui.labs.plates import cut_off, drawn, struck

KEYS = (
    "convolution",
    "stride",
    "pooling",
    "channels",
    "filters",
    "row",
    "wiring",
    "padding",
    "activation",
)

#: The stage at 1600 × 900 with the settings above it, and projected with those folded away.
DESK, HALL = (1226.0, 483.0), (1440.0, 600.0)
#: A picture of 16 × 9 that is rendered without a window, and the smallest window.
PICTURE, SMALL = (1232.0, 620.0), (820.0, 400.0)

#: Of a long sweep so many steps are looked at.
_MOST_STEPS = 24


def shown_as(key: str) -> Iterator[Lab]:
    """The lab as it opens, and as its choices make it."""
    first = next(row for row in LABS if row.key == key).first()
    yield first
    for group in first.choices():
        for choice in group.choices:
            yield choice.make()
    if isinstance(first, ConvolutionLab):
        yield first.change("kernel_size", (5, 5))
        yield first.change("size", (32, 32))
        yield first.change("size", (3, 3))
        yield first.change("size", (4, 4)).change("flipped", True)


#: Where words are looked for that have no room: also projected in a small window.
NARROW = (1120.0, 480.0)


def steps_of(lab: Lab, most: int) -> set[int]:
    """Steps at even distances, the first and the last among them."""
    return {*range(0, lab.count + 1, max(1, lab.count // most)), lab.count}


@pytest.mark.parametrize(("size", "projector"), [(DESK, False), (PICTURE, False), (HALL, True)])
@pytest.mark.parametrize("key", KEYS)
def test_no_line_runs_through_words(
    key: str, size: tuple[float, float], projector: bool, qapp: object
) -> None:
    theme = Theme(projector=projector)
    found = {}
    for number, lab in enumerate(shown_as(key)):
        for step in steps_of(lab, _MOST_STEPS):
            words = struck(drawn(lab.at(step), size=size, projector=projector), theme)
            if words:
                found[f"choice {number} at step {step}"] = words
    assert not found


@pytest.mark.parametrize(("size", "projector"), [(SMALL, False), (NARROW, True)])
@pytest.mark.parametrize("key", [*KEYS, "receptive"])
def test_no_words_are_cut_off(
    key: str, size: tuple[float, float], projector: bool, qapp: object
) -> None:
    theme = Theme(projector=projector)
    for lab in shown_as(key):
        for step in steps_of(lab, 4):
            assert cut_off(drawn(lab.at(step), size=size, projector=projector), theme) == []
