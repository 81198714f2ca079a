"""What the lab of 1-D convolution says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "row_title": "1-D convolution",
    "row_summary": (
        "A filter slides along a row of numbers. At every place it uses the same weights: the same "
        "colour is the same weight."
    ),
    "row_cases": "Slides",
    "row_case_stride": "F 2, stride 2",
    "row_case_every": "F 2, stride 1",
    "row_case_two": "Two filters",
    "row_case_padding": "With padding",
    "row_weights": "Weights",
    "row_random": "Random",
    "row_parameters": "Parameters",
}
