"""Names of ills, and what their pictures show."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.doctor import Bars, Gap, Ill

translate = QCoreApplication.translate


def name(ill: Ill) -> str:
    """The field's word for it."""
    return {
        "dead": translate("Doctor", "Dead ReLU units"),
        "saturated": translate("Doctor", "Saturated units"),
        "vanishing": translate("Doctor", "Vanishing gradient"),
        "exploding": translate("Doctor", "Exploding gradient"),
        "rate_too_large": translate("Doctor", "Learning rate too large"),
        "rate_too_small": translate("Doctor", "Learning rate too small"),
        "weights_pulled": translate("Doctor", "Weight decay too strong"),
        "never_answered": translate("Doctor", "A class is never answered"),
        "overfitting": translate("Doctor", "Overfitting"),
    }[ill.code]


def caption(ill: Ill) -> str:
    """What the picture shows."""
    if isinstance(ill.picture, Gap):
        return translate("Doctor", "training and test loss")
    if not isinstance(ill.picture, Bars):
        return translate("Doctor", "training loss")
    return {
        "dead": translate("Doctor", "dead units by layer"),
        "saturated": translate("Doctor", "saturated outputs by layer"),
        "vanishing": translate("Doctor", "gradient by layer, log scale"),
        "exploding": translate("Doctor", "gradient by layer, log scale"),
        "never_answered": translate("Doctor", "answers by digit"),
    }[ill.code]


def state(count: int) -> str:
    """What the chip says."""
    if not count:
        return translate("Doctor", "Healthy")
    if count == 1:
        return translate("Doctor", "One finding")
    return translate("Doctor", "{count} findings").format(count=count)


def hint(count: int) -> str:
    """What the chip's tooltip says."""
    if not count:
        return translate(
            "Doctor",
            "The doctor looks at units, gradients, losses and tests while the run goes on, and "
            "has found nothing wrong.",
        )
    return translate("Doctor", "Shows or hides what the doctor has found wrong with the run")


def advice(text: str) -> str:
    return translate("Doctor", "What to try: {advice}").format(advice=text)
