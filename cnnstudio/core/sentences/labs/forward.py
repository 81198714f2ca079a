"""What the lab of the forward pass says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "forward_title": "The forward pass",
    "forward_summary": "A digit goes through the whole network, up to the answer.",
    "forward_input": "Input",
    "forward_word": "{word}",
    "forward_name": "{name}",
    "forward_answer": "Answer",
    "forward_from_numbers": "from the ten numbers at the end",
    "forward_layer": "Layer {number} of {count}",
    "forward_map": "{layer}, map {map} of {maps}",
    "forward_macs": "Multiply-adds",
    # A state that is not valid.
    "forward_numbers": (
        "Forward pass: the numbers of a layer must be finite, in at most {maps} maps of at most "
        "{side} × {side}."
    ),
    "forward_level": "Forward pass: a layer’s numbers need “every” and “values”, and nothing else.",
    "forward_layers": "Forward pass: needs a network of at least one and at most {limit} layers.",
    "forward_digit": "Forward pass: the digit must be a whole number from 0 to 9, not {value}.",
    "forward_not_whole": (
        "Forward pass: needs a network that a digit can pass, and the numbers of every layer."
    ),
    "forward_shape": "Forward pass: the numbers after layer {level} do not have its shape.",
    "forward_network": "Forward pass: the network cannot be used. {where}: {why}",
}
