"""What the lab of stride and output size says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "stride_title": "Stride and output size",
    "stride_summary": "How far the window jumps decides how large the output is.",
    "stride_rounds": (
        "{exact} places are not possible: PyTorch rounds down to {size}, and the last {left} rows "
        "and columns are never read."
    ),
    "stride_rounds/one": (
        "{exact} places are not possible: PyTorch rounds down to {size}, and the last row and "
        "column are never read."
    ),
    "stride_rounds_rows": (
        "{exact} rows are not possible: PyTorch rounds down to {size}, and the last {left} rows "
        "of the input are never read."
    ),
    "stride_rounds_rows/one": (
        "{exact} rows are not possible: PyTorch rounds down to {size}, and the last row of the "
        "input is never read."
    ),
    "stride_rounds_columns": (
        "{exact} columns are not possible: PyTorch rounds down to {size}, and the last {left} "
        "columns of the input are never read."
    ),
    "stride_rounds_columns/one": (
        "{exact} columns are not possible: PyTorch rounds down to {size}, and the last column of "
        "the input is never read."
    ),
    "stride_rounds_each": (
        "{exact_rows} rows and {exact_columns} columns are not possible: PyTorch rounds down to "
        "{rows} × {columns}. Left over at the far ends: rows {left_rows}, columns {left_columns}."
    ),
    "stride_skips": "The jump is longer than the window: cells in between are never read.",
    "stride_lecture": "Lecture",
    "stride_case": "N {size}, F {kernel}, S {stride}, P {padding}",
    "stride_offers": "Fits with",
    "stride_offer": "{symbol} = {value}",
}
