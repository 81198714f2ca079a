"""What the lab of pooling says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "pooling_title": "Pooling",
    "pooling_summary": "One number of each window is kept: the brightest, or the average.",
    "pooling_padding": (
        "Padding of {padding} is more than half of a window of {window}: PyTorch allows at most "
        "{limit}."
    ),
    "pooling_ask_maximum": "Row {row}, column {column}: the maximum of the dashed window",
    "pooling_ask_average": "Row {row}, column {column}: the average of the dashed window",
    "pooling_cases": "Try",
    "pooling_case_usual": "2×2, stride 2",
    "pooling_case_overlap": "3×3, stride 2",
    "pooling_case_picture": "9×9 on a picture",
    "pooling_case_checker": "Checkerboard",
    "pooling_shifts": "Shift",
    "pooling_shift_none": "none",
    "pooling_shift_right": "1 right",
    "pooling_shift_down": "1 down",
    "pooling_shift_both": "both",
}
