"""Settings of a run in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.messages import Changed


def plain(value: float) -> str:
    """A number as one would type it: 0.005, 1e-6, 1e8."""
    figures, e, power = f"{value:.6g}".partition("e")
    return f"{figures}e{int(power)}" if e else figures


def change_words(change: Changed) -> str:
    """What a mark says: “rate 0.02 → 0.005”."""
    names = {
        "learning_rate": QCoreApplication.translate("Chart", "rate {before} → {after}"),
        "momentum": QCoreApplication.translate("Chart", "momentum {before} → {after}"),
        "weight_decay": QCoreApplication.translate("Chart", "decay {before} → {after}"),
    }
    return names[change.name].format(before=plain(change.before), after=plain(change.after))
