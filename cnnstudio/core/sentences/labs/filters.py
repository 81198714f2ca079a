"""What the lab of many filters says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "filters_title": "Many filters, many maps",
    "filters_summary": "One filter draws one map of where it found its pattern; six draw six.",
    "filters_cases": "Try",
    "filters_case_lecture": "Lecture: 6 filters",
    "filters_case_quiz": "Quiz: 10 filters, pad 2",
    "filters_case_small": "3 filters, one plane",
    "filters_filters": "Filters",
    "filters_random": "Random",
    "filters_parameters": "Parameters",
}
