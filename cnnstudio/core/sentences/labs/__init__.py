"""What the labs say, a table for each of them."""

from __future__ import annotations

from cnnstudio.core.sentences.labs import (
    activation,
    channels,
    convolution,
    export,
    filters,
    forward,
    from_layer,
    images,
    padding,
    pooling,
    predict,
    receptive,
    row,
    shared,
    stride,
    sweep,
    wiring,
)

#: code -> English template. Codes begin with the name of their lab, so that none is there twice.
LABS: dict[str, str] = {
    **shared.TEMPLATES,
    **predict.TEMPLATES,
    **export.TEMPLATES,
    **sweep.TEMPLATES,
    **images.TEMPLATES,
    **row.TEMPLATES,
    **wiring.TEMPLATES,
    **convolution.TEMPLATES,
    **channels.TEMPLATES,
    **filters.TEMPLATES,
    **padding.TEMPLATES,
    **stride.TEMPLATES,
    **pooling.TEMPLATES,
    **activation.TEMPLATES,
    **receptive.TEMPLATES,
    **forward.TEMPLATES,
    **from_layer.TEMPLATES,
}
