"""Changes of a run's settings in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.messages import Changed
from cnnstudio.ui.numbers import plain


def change_words(change: Changed) -> str:
    """What a mark says: “rate 0.02 → 0.005”."""
    names = {
        "learning_rate": QCoreApplication.translate("Chart", "rate {before} → {after}"),
        "momentum": QCoreApplication.translate("Chart", "momentum {before} → {after}"),
        "weight_decay": QCoreApplication.translate("Chart", "decay {before} → {after}"),
    }
    return names[change.name].format(before=plain(change.before), after=plain(change.after))
