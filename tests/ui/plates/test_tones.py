from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from cnnstudio.ui.look import Theme, contrast
from cnnstudio.ui.plates.tones import tone_colour

THEMES = [Theme(), Theme("dark")]

#: How eyes without one kind of cone see linear RGB (Machado, Oliveira and Fernandes, 2009).
EYES = {
    "all cones": np.eye(3),
    "no long ones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no middle ones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no short ones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
#: Linear RGB to OKLab (Ottosson, 2020).
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def seen(colour: QColor, eyes: str) -> np.ndarray:
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(TO_CONES @ np.clip(np.array(EYES[eyes]) @ linear, 0, 1))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_identity_colours_can_be_told_apart_by_all_eyes(theme: Theme, eyes: str) -> None:
    colours = [tone_colour(theme, f"identity:{index}") for index in range(8)]
    for one, other in combinations(colours, 2):
        difference = np.linalg.norm(seen(one, eyes) - seen(other, eyes))
        assert difference > 0.08, (one.name(), other.name())


@pytest.mark.parametrize("theme", THEMES)
def test_identity_colours_are_none_of_those_that_mean_something(theme: Theme) -> None:
    for index in range(8):
        mine = seen(tone_colour(theme, f"identity:{index}"), "all cones")
        for name in ("negative", "positive", "accent", "warning"):
            theirs = seen(getattr(theme.colour, name), "all cones")
            assert np.linalg.norm(mine - theirs) > 0.1, (index, name)


@pytest.mark.parametrize("theme", THEMES)
def test_identity_colours_show_on_a_panel(theme: Theme) -> None:
    for index in range(8):
        assert contrast(tone_colour(theme, f"identity:{index}"), theme.colour.surface) >= 1.9


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_the_colours_of_the_ten_digits_can_be_told_apart_by_all_eyes(
    theme: Theme, eyes: str
) -> None:
    colours = [QColor(name) for name in theme.palette.classes]
    assert len(colours) == 10
    for one, other in combinations([*colours, theme.colour.accent], 2):
        difference = np.linalg.norm(seen(one, eyes) - seen(other, eyes))
        assert difference > 0.1, (one.name(), other.name())
    assert min(contrast(colour, theme.colour.surface) for colour in colours) >= 1.9


def test_tones_are_rows_of_the_palette() -> None:
    theme = Theme()
    assert tone_colour(theme, "muted") == theme.colour.muted
    assert tone_colour(theme, "kind:conv") == theme.kind_colour("conv")
    assert tone_colour(theme, "identity:8") == tone_colour(theme, "identity:0")
    assert tone_colour(theme, "none").alpha() == 0
    with pytest.raises(AttributeError):
        tone_colour(theme, "mauve")
