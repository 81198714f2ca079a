"""Settings of a run in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.messages import Changed


def plain(value: float) -> str:
    """A setting's value as one would type it: 0.005, 1e-06."""
    return f"{value:.6g}"


def change_words(change: Changed) -> str:
    """What a mark says: “rate 0.02 → 0.005”."""
    names = {
        "learning_rate": QCoreApplication.translate("Chart", "rate {before} → {after}"),
        "momentum": QCoreApplication.translate("Chart", "momentum {before} → {after}"),
        "weight_decay": QCoreApplication.translate("Chart", "decay {before} → {after}"),
    }
    return names[change.name].format(before=plain(change.before), after=plain(change.after))
