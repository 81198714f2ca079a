"""What the methods are called, what they say, and what they do not."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from cnnstudio.ui.marking import QT_TRANSLATE_NOOP
from cnnstudio.ui.numbers import number


class MethodWords(NamedTuple):
    """`question` is what it asks, `unit` what its numbers are; `says` and `silent` tell a student
    what follows from its picture and what does not; `source` is who came up with it."""

    name: str
    question: str
    unit: str
    says: str
    silent: str
    source: str

    def translated(self) -> MethodWords:
        return MethodWords(*(QCoreApplication.translate("Why", text) for text in self))


#: Method -> its words, in the order in which they are offered.
WORDS: dict[str, MethodWords] = {
    "occlusion": MethodWords(
        QT_TRANSLATE_NOOP("Why", "Occlusion"),
        QT_TRANSLATE_NOOP("Why", "What if this part were covered?"),
        QT_TRANSLATE_NOOP("Why", "how far the score falls"),
        QT_TRANSLATE_NOOP(
            "Why",
            "Orange: the score falls when the square covers this place, so what is seen here "
            "speaks for the class. Blue: covering it raises the score.",
        ),
        QT_TRANSLATE_NOOP(
            "Why",
            "It does not tell what two places do together, and the square itself is a shape that "
            "the network has never seen.",
        ),
        QT_TRANSLATE_NOOP("Why", "Zeiler and Fergus, 2014"),
    ),
    "gradient": MethodWords(
        QT_TRANSLATE_NOOP("Why", "Gradient"),
        QT_TRANSLATE_NOOP("Why", "Which pixels would change it fastest?"),
        QT_TRANSLATE_NOOP("Why", "score for each unit of brightness"),
        QT_TRANSLATE_NOOP(
            "Why",
            "Orange: the score grows if this pixel gets a little brighter. Blue: it grows if the "
            "pixel gets a little darker.",
        ),
        QT_TRANSLATE_NOOP(
            "Why",
            "It does not tell what made the score: only what a tiny change would do. Where the "
            "score is flat, pixels that matter can have a gradient near 0.",
        ),
        QT_TRANSLATE_NOOP("Why", "Simonyan et al., 2014"),
    ),
    "gradient_input": MethodWords(
        QT_TRANSLATE_NOOP("Why", "Gradient × input"),
        QT_TRANSLATE_NOOP("Why", "What does the ink contribute?"),
        QT_TRANSLATE_NOOP("Why", "gradient times pixel"),
        QT_TRANSLATE_NOOP(
            "Why",
            "Orange: this ink raises the score, as far as its gradient holds. Blue: this ink "
            "lowers it.",
        ),
        QT_TRANSLATE_NOOP(
            "Why",
            "Black pixels always get 0, though missing ink can matter. And the numbers need not "
            "add up to the score.",
        ),
        QT_TRANSLATE_NOOP("Why", "Shrikumar et al., 2016"),
    ),
    "integrated": MethodWords(
        QT_TRANSLATE_NOOP("Why", "Integrated gradients"),
        QT_TRANSLATE_NOOP("Why", "How much of the score is whose?"),
        QT_TRANSLATE_NOOP("Why", "share of the score"),
        QT_TRANSLATE_NOOP(
            "Why",
            "The score above that of a black picture, dealt out to the pixels: gradients are added "
            "up while the digit fades in from black. All shares together make the difference.",
        ),
        QT_TRANSLATE_NOOP(
            "Why",
            "It compares with black, and only on the straight way from there: another baseline "
            "deals out other shares, and black pixels always get 0.",
        ),
        QT_TRANSLATE_NOOP("Why", "Sundararajan, Taly and Yan, 2017"),
    ),
    "grad_cam": MethodWords(
        QT_TRANSLATE_NOOP("Why", "Grad-CAM"),
        QT_TRANSLATE_NOOP("Why", "Where do the maps of a layer speak for it?"),
        QT_TRANSLATE_NOOP("Why", "weighted sum of the maps"),
        QT_TRANSLATE_NOOP(
            "Why",
            "Bright: here, maps of this convolution are active that raise the score. Each map "
            "weighs as much as its mean gradient.",
        ),
        QT_TRANSLATE_NOOP(
            "Why",
            "It is as coarse as the layer's maps and is stretched over the digit: it tells the "
            "region, not the pixels.",
        ),
        QT_TRANSLATE_NOOP("Why", "Selvaraju et al., 2017"),
    ),
}


def score_text(value: float, of: str, *, signed: bool = False) -> str:
    """A score, or a difference of scores: a logit with two decimals, a probability, 0 to 1, with
    three; with more where it would be 0 otherwise."""
    digits = 2 if of == "logit" else 3
    is_small = 0 < abs(value) < 0.5 * 10**-digits
    return number(value, None if is_small else digits, signed=signed)
