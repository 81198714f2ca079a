"""What is said of a predicted number, and of the mistake that a wrong one comes from."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "predict_right": "{answer} is right.",
    "predict_wrong": "It is {answer}.",
    "predict_cause": "{cause} It is {answer}.",
    # Sums of products.
    "predict_no_bias": "That is the sum before the bias of {bias} is added.",
    "predict_added": (
        "That comes from adding the window’s and the kernel’s numbers; each pair is multiplied."
    ),
    "predict_turned": "That is the sum with the kernel turned by 180°; here it is used as it is.",
    "predict_not_turned": (
        "That is the sum with the kernel as it is written; here it is turned by 180° first."
    ),
    "predict_no_minus": "That is the sum with every minus sign left out.",
    "predict_column_right": "That is the sum of the window one column too far to the right.",
    "predict_column_left": "That is the sum of the window one column too far to the left.",
    "predict_row_below": "That is the sum of the window one row too far down.",
    "predict_row_above": "That is the sum of the window one row too far up.",
    "predict_no_stride": "That is where the window would be with a stride of 1.",
    "predict_no_padding": "That is where the window would be without the padding.",
    "predict_no_dilation": "That is the sum of a window without gaps; its dilation is {dilation}.",
    "predict_zeros": (
        "That is the sum with zeros in the padding; here the padding copies the input’s numbers."
    ),
    "predict_first_channel": (
        "That is the sum of the first channel alone; those of all {channels} are added."
    ),
    # Pooling.
    "predict_pool_average": "That is the window’s average; here its largest number is taken.",
    "predict_pool_largest": "That is the window’s largest number; here its average is taken.",
    "predict_pool_smallest": "That is the window’s smallest number.",
    "predict_pool_sum": "That is the sum of the window’s numbers.",
    "predict_pool_undivided": "That is the sum; the average is the sum divided by {divisor}.",
    "predict_pool_padding": "That is a zero of the padding; padding never is the largest number.",
    "predict_pool_without": (
        "That is the average of the input’s cells alone; the padding’s zeros are counted too."
    ),
    "predict_pool_with": (
        "That is the average with the padding’s zeros; here only the input’s cells are counted."
    ),
    "predict_pool_right": "That comes from the window to the right of this one.",
    "predict_pool_left": "That comes from the window to the left of this one.",
    "predict_pool_below": "That comes from the window below this one.",
    "predict_pool_above": "That comes from the window above this one.",
}
