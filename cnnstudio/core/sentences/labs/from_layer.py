"""What is said where a lab is opened on a layer of the network."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "from_layer_stuck": "This layer cannot be computed yet: mend the network first.",
    "from_layer_none": "No lab shows what this layer does ({layer}).",
    "from_layer_depth": (
        "Each filter of this layer reads {depth} channels; the lab shows at most {most}."
    ),
    "from_layer_window": "The lab’s window has at most {most} × {most} cells, not {found}.",
    "from_layer_stride": "The lab’s window moves by at most {most} cells, not by {found}.",
    "from_layer_dilation": "The lab’s window leaves gaps of at most {most}, not {found}.",
    "from_layer_reach": (
        "This layer’s window reaches over {found} cells; the lab shows at most {most}."
    ),
    "from_layer_uneven": "The windows of this layer differ in size on maps of {size}.",
    "from_layer_softmax": "The lab’s softmax is one of ten numbers, one for each digit.",
    "from_layer_spot": "This layer has no such number.",
    "from_layer_origin": "{layer}",
    "from_layer_origin_some": "{layer}, {shown} of its {whole} numbers",
    "from_layer_origin_filter": "{layer}, filter {number}",
    "from_layer_origin_filter_part": "{layer}, filter {number}, {shown} of {whole}",
    "from_layer_origin_map": "{layer}, map {number}",
    "from_layer_origin_map_part": "{layer}, map {number}, {shown} of {whole}",
    "from_layer_open": "Open {layer} in the lab",
    "from_layer_open_filter": "Open filter {filter} of {layer} in the lab",
}
