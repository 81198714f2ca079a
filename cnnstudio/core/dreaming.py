"""How the picture that excites a part of a network most is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.settings import Checked, choice, real, whole


@dataclass(frozen=True)
class DreamSettings(Checked):
    """All that decides a dream, the network and what is to be excited apart."""

    steps: int = whole(160, "Steps", "How often the picture is changed.", 1, 512)
    rate: float = real(
        0.05, "Step size", "How much a step changes the pixels, as a mean.", 0.005, 0.3, slider=True
    )
    jitter: int = whole(
        1, "Jitter (px)", "Shift the picture by up to this at random before each step.", 0, 16
    )
    l2: float = real(
        0.5,
        "Darken (L2)",
        "How strongly bright pixels are pulled towards black; the gradient's strength is 1.",
        0,
        5,
        slider=True,
    )
    total_variation: float = real(
        0.5,
        "Smooth (TV)",
        "How strongly neighbouring pixels are pulled together, against their total variation; the "
        "gradient's strength is 1.",
        0,
        5,
        slider=True,
    )
    blur: float = real(
        0.1,
        "Blur",
        "Mix each pixel with the mean around it by this share at each step.",
        0,
        1,
        slider=True,
    )
    seed: int = whole(
        0, "Seed", "Where chance starts: first picture and jitter.", 0, 2**31 - 1, advanced=True
    )
    start: str = choice(
        "noise",
        "Start from",
        "The picture before the first step.",
        {"noise": "Noise", "digit": "The current digit"},
        advanced=True,
    )


@dataclass(frozen=True)
class Excited:
    """What a dream is to excite: one map, or number, or several in dreams of their own.

    `layer_id` "" stands for the logits. `cell` (row, column) is one number of the map; None is
    the mean of all.
    """

    layer_id: str
    channels: tuple[int, ...]
    cell: tuple[int, int] | None = None
