"""What the lab of padding says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "padding_title": "Padding",
    "padding_summary": "Corners are read least often; cells added around make up for it.",
    "padding_same_stride": (
        "“same” keeps the size only where the window moves by 1: PyTorch refuses it for a larger "
        "stride. Set the stride to 1, or the padding by hand."
    ),
    "padding_limit_reflect": (
        "Reflecting {padding} cells needs more than the {size} there are: the border itself is "
        "not repeated, so PyTorch allows at most {limit}."
    ),
    "padding_limit_circular": (
        "Going round by {padding} cells is more than once around {size}: PyTorch allows at most "
        "{limit}."
    ),
    "padding_chapter_add": "add",
    "padding_before": "{rings} rings to add",
    "padding_before/one": "1 ring to add",
    "padding_ask_fill": "Which number fills the cell marked “?”",
    "padding_ask_reads": "How often will the cell marked “?” have been read, by this window too?",
    "padding_filled_zeros": "That is what zeros put there.",
    "padding_filled_reflect": (
        "That is what reflect puts there: the border cell is the mirror, and not repeated."
    ),
    "padding_filled_replicate": "That is what replicate puts there: the border cell again.",
    "padding_filled_circular": "That is what circular puts there: a cell of the other side.",
    "padding_reads_before": "So often it had been read before this window.",
    "padding_reads_all": "So often it will have been read at the end, by all windows.",
    "padding_reads_plain": "So often it is read where nothing is added.",
    "padding_ring": "Ring {ring} of {rings}",
    "padding_added": "{cells} cells are added in all",
    "padding_cases": "Try",
    "padding_case_none": "No padding",
    "padding_case_lecture": "Lecture: 7×7, F 3, P 1",
    "padding_case_five": "5×5 window, P 2",
    "padding_case_reflect": "Mirror",
    "padding_case_even": "Even window, same",
}
