"""What the lab of channels says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "channels_title": "Channels: 3-D convolution",
    "channels_summary": "A filter has a kernel for each plane; their sums make one number.",
    "channels_cases": "Try",
    "channels_case_small": "4×4×3",
    "channels_case_lecture": "Lecture: 32×32×3",
    "channels_case_grey": "1×1 filter",
    "channels_filters": "Filter",
    "channels_filter_edges": "Edges",
    "channels_filter_blur": "Blur",
    "channels_filter_opposed": "First minus second",
    "channels_filter_random": "Random",
    "channels_parameters": "Parameters",
}
