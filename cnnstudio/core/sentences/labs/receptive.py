"""What the lab of receptive fields says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "receptive_title": "Receptive field",
    "receptive_summary": "The higher a unit, the more of the picture it sees.",
    "receptive_table": "Layers: four numbers each: window, stride, dilation, and 1 for pooling.",
    "receptive_numbers": (
        "Layers: whole numbers only: a window from 1 to {kernel}, a stride from 1 to {stride}, a "
        "dilation from 1 to {dilation}, and 0 or 1 for pooling."
    ),
    "receptive_small": (
        "A unit at the top would see {field} cells, but the input has only {size}: make the input "
        "larger or the stack lower."
    ),
    "receptive_layer": "layer {layer}",
    "receptive_input": "input",
    "receptive_ask": "Of {where}: how many cells along one side does the unit see?",
    "receptive_no_stride": "That is with a stride of 1; here windows lie {stride} cells apart.",
    "receptive_no_dilation": (
        "That is with windows without gaps; here the cells of one lie {dilation} apart."
    ),
    "receptive_no_overlap": "That is with windows that lie side by side; they overlap.",
    "receptive_one_window": "That is one window; the windows of all {cells} cells count.",
    "receptive_one_too_many": "One too many: a window’s first cell is counted already.",
    "receptive_same_as_above": "So many are seen one layer higher; each layer adds some.",
    "receptive_cells": "{count} cells seen",
    "receptive_cells/one": "1 cell seen",
    "receptive_stacks": "Stack",
    "receptive_three": "Three 3×3",
    "receptive_seven": "One 7×7",
    "receptive_strided": "Stride 2 first",
    "receptive_pooled": "With pooling",
    "receptive_dilated": "Dilated 1, 2, 4",
    "receptive_lenet": "LeNet-5, padded to 32",
    "receptive_change": "Layers",
    "receptive_more": "One more",
    "receptive_less": "One less",
    "receptive_field": "Receptive field",
}
