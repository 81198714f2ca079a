"""What the lab of stride and output size says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "stride_title": "Stride and output size",
    "stride_summary": "How far the window jumps decides how large the output is.",
    "stride_rounds": (
        "{exact} places are not possible: PyTorch rounds down to {size}, and the last {left} rows "
        "and columns are never read."
    ),
    "stride_rounds_rows": (
        "{exact} places are not possible: PyTorch rounds down to {size}, and the last {left} rows "
        "are never read."
    ),
    "stride_skips": "The jump is longer than the window: cells in between are never read.",
    "stride_lecture": "Lecture",
    "stride_case": "N {size}, F {kernel}, S {stride}, P {padding}",
    "stride_offers": "Fits with",
    "stride_offer": "{symbol} = {value}",
}
