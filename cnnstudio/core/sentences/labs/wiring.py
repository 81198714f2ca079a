"""What the lab “From dense to convolutional” says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "wiring_title": "From dense to convolutional",
    "wiring_summary": "Cut the far lines and share the weights: that is a convolution.",
    "wiring_square": "A picture has at most {limit} inputs along each side here, not {found}.",
    "wiring_window": "A window of {window} is longer than the {inputs} inputs there are.",
    "wiring_filter": "A filter of side {filter} is larger than an image of side {side}.",
    "wiring_dense": "dense",
    "wiring_local": "local",
    "wiring_shared": "shared",
    "wiring_parameters": "{count} parameters",
    "wiring_parameters/one": "1 parameter",
    "wiring_dense_now": "everything with everything",
    "wiring_cutting": "unit {unit} of {units} is cut",
    "wiring_fusing": "unit {unit} of {units} shares",
    "wiring_shown": "Shown",
    "wiring_row": "Row",
    "wiring_picture": "Picture",
    "wiring_counted": "Counted for",
    "wiring_size_cifar": "32×32×3",
    "wiring_size_mnist": "28×28×1",
    "wiring_size_imagenet": "224×224×3",
    "wiring_figure": "Weights + biases",
}
