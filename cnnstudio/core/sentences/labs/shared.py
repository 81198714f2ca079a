"""What all labs say."""

from __future__ import annotations

from cnnstudio.core.sentences.labs import predict

TEMPLATES: dict[str, str] = {
    # A state that is not valid.
    "lab_shape": "{label}: at most {most} numbers, and at least one.",
    "lab_number": "{label}: every number must lie between −{limit:,} and {limit:,}.",
    "lab_not_numbers": "{label}: must hold nothing but numbers, in rows of equal length.",
    "lab_step": "Step: must be a whole number from 0 on, not {value}.",
    "lab_speed": "Speed: must lie between {minimum} and {maximum} steps a second, not {value}.",
    "lab_unknown": "There is no lab called {value}.",
    "lab_not_one": "This is not the state of a lab.",
    "lab_newer": "This lab was written by a newer version of CNN Studio.",
    "lab_unknown_name": "A lab of this kind has no “{name}”.",
    "lab_missing": "The lab’s “{name}” is missing.",
    "lab_source": "This lab’s input cannot come from {value}.",
    "lab_seed": "Seed: must be a whole number from 0 on, not {value}.",
    "lab_too_long": "A lab’s state has at most {limit:,} characters; this has {found:,}.",
    # What undo says that it takes back.
    "edit_lab_setting": "Change “{label}”",
    "edit_lab_cell": "Change a number",
    "edit_lab_open": "Open another state of the lab",
    "edit_lab_paste": "Paste the state of a lab",
    # Predicted numbers.
    **predict.TEMPLATES,
}
