"""Ways to say which pixels an answer hangs on, and the choices that they leave open."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.settings import Checked, real, switch, whole

#: Method -> what its authors explain: the class's "logit", or its "probability" after softmax.
#: Gradient: Simonyan et al. 2014; gradient × input: Shrikumar et al. 2016; integrated gradients:
#: Sundararajan et al. 2017; Grad-CAM: Selvaraju et al. 2017; occlusion: Zeiler and Fergus 2014.
METHODS: dict[str, str] = {
    "gradient": "logit",
    "gradient_input": "logit",
    "integrated": "probability",
    "grad_cam": "logit",
    "occlusion": "probability",
}

#: All but occlusion, which only looks at answers, take the network's gradient.
BY_GRADIENT = tuple(method for method in METHODS if method != "occlusion")


@dataclass(frozen=True)
class Integration(Checked):
    """How the gradients between black and the digit are added up."""

    steps: int = whole(
        50,
        "Steps",
        "How many pictures between black and the digit the gradient is taken at.",
        1,
        500,
    )


@dataclass(frozen=True)
class CamChoice(Checked):
    """What Grad-CAM keeps."""

    only_for: bool = switch(
        True,
        "Only what speaks for it",
        "As in the paper, a ReLU at the end drops what speaks against the class.",
    )


@dataclass(frozen=True)
class Square(Checked):
    """The square that covers a part of the picture, and how it moves."""

    size: int = whole(5, "Side", "Rows and columns that the square covers.", 1, 224)
    stride: int = whole(
        1, "Stride", "How far the square moves from place to place; at most its side.", 1, 224
    )
    value: float = real(
        0.5, "Grey", "How bright the square is: 0 is black, 1 is white.", 0, 1, slider=True
    )
