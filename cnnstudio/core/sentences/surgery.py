"""Changes by hand to what a network has learned, as the Undo menu calls them."""

from __future__ import annotations

SURGERY: dict[str, str] = {
    "surgery_weights": "Change weights of {layer}",
    "surgery_preset": "Give a filter of {layer} a known kernel",
    "surgery_paste": "Paste weights into {layer}",
    "surgery_negate": "Negate weights of {layer}",
    "surgery_scale": "Scale weights of {layer}",
    "surgery_zero": "Set weights of {layer} to 0",
    "surgery_freeze": "Freeze filters of {layer}",
    "surgery_unfreeze": "Unfreeze filters of {layer}",
    "surgery_off": "Switch maps of {layer} off",
    "surgery_on": "Switch maps of {layer} on",
    "surgery_clear": "Unfreeze and switch on everything",
    "pasted_nothing": "There are no numbers on the clipboard. Copy numbers as text, a row a line.",
    "pasted_other_size": "There are {found} numbers on the clipboard, and {rows} × {columns} "
    "are needed here.",
    "pasted_no_number": "“{text}” on the clipboard is no number.",
    "pasted_not_finite": "Weights are finite numbers; {text} on the clipboard is none.",
}
