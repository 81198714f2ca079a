"""What is said of layers over the whole test set: top images, and the map of digits."""

from __future__ import annotations

#: code -> English template.
DIGIT_MAP: dict[str, str] = {
    "tsne_missing": (
        "t-SNE needs scikit-learn, which is not installed: run “{command}”, then start the "
        "program again. PCA does without."
    ),
    "tsne_failed": "t-SNE broke off: {reason}",
    "map_needs_numbers": (
        "This layer puts out values that are not numbers: the network cannot be mapped at this "
        "step. Look at an earlier one, or train with a smaller learning rate."
    ),
    "layer_not_there": "This layer is no longer there: choose another one.",
}
