"""The general form of the 1-D equations: what every unit of a filter is."""

from __future__ import annotations

from cnnstudio.core.labs.row import RowLab
from cnnstudio.core.labs.row_links import lowered
from cnnstudio.ui.plates.items import Run, runs

ROLE = "formula_line"


def general_form(lab: RowLab, filter: int) -> tuple[Run, ...]:
    """hⱼ = Σₖ wₖ x₂₍ⱼ₋₁₎₊ₖ + w₀, counted from 1 as on the slides."""
    h, w = (lowered(letter, 0, filter)[:-1] for letter in "hw")
    return runs(
        *(Run(h, "accent", strong=True), _below("j"), Run(" = Σ", "muted"), _below("k"), " "),
        *(Run(w, "accent", strong=True), _below("k"), Run(" · ", "muted")),
        *(Run("x", "accent", strong=True), _below(index_read(lab.stride, lab.padding))),
        *(Run(" + ", "muted"), Run(lowered("w", 0, filter), "accent", strong=True)),
    )


def index_read(stride: int, padding: int) -> str:
    """Which input the k-th weight of the j-th unit multiplies."""
    if stride == 1:
        return f"j + k − {1 + padding}"
    return f"{stride}(j − 1) + k" + (f" − {padding}" if padding else "")


def _below(text: str) -> Run:
    return Run(text, "muted", lowered=True)
