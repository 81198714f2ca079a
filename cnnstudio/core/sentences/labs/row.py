"""What the lab of 1-D convolution says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "row_title": "1-D convolution",
    "row_summary": "One filter at every place of a row: one colour is one weight.",
    "row_unit": "{unit}",
    "row_filter": "filter {filter}",
    "row_before": "{count} hidden units",
    "row_before/one": "1 hidden unit",
    "row_step": "Unit {step} of {count}",
    "row_reads": "{unit} reads {first} to {last}",
    "row_reads_one": "{unit} reads {input}",
    "row_reads_padding": "{unit} reads nothing but padding",
    "row_cases": "Try",
    "row_case_stride": "F 2, stride 2",
    "row_case_every": "F 2, stride 1",
    "row_case_two": "2 filters",
    "row_case_padding": "With padding",
    "row_case_dense": "F = n: dense",
    "row_weights": "Weights",
    "row_difference": "Difference",
    "row_mean": "Mean",
    "row_random": "Random",
    "row_parameters": "Parameters",
}
