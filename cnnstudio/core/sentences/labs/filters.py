"""What the lab of many filters says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "filters_title": "Many filters, many maps",
    "filters_summary": (
        "One filter looks for one pattern and draws one map of where it found it. Six filters make "
        "six maps, stacked up: the next layer’s input."
    ),
    "filters_cases": "Try",
    "filters_case_lecture": "Lecture: 6 filters",
    "filters_case_quiz": "Quiz: 10 filters, pad 2",
    "filters_case_small": "3 filters, one plane",
    "filters_filters": "Filters",
    "filters_random": "Random",
    "filters_parameters": "Parameters",
}
