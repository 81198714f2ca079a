"""What all labs with a sliding window say."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "sweep_row": "row {row}",
    "sweep_map": "map {map}",
    "sweep_before": "{count:,} windows",
    "sweep_before/one": "1 window",
    "sweep_press_play": "press play",
    "sweep_step": "Window {step:,} of {count:,}",
    "sweep_where": "row {row} of {rows}, column {column}",
    "sweep_where_map": "map {map}, row {row}, column {column}",
    "sweep_output_size": "Output size",
    "sweep_cells": "{rows} × {columns} cells",
    "sweep_cells_rounded": "{rows} × {columns} cells, rounded down",
    "sweep_too_large": (
        "The window reaches over {reach} cells, but the input has only {room} with its padding: "
        "make the filter smaller or the input larger."
    ),
    "filter_channels": (
        "A filter goes through the full depth of its input: that is {channels}, so the filter’s "
        "depth cannot be {depth}."
    ),
}
