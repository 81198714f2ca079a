"""What the lab of 2-D convolution says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "convolution_title": "2-D convolution",
    "convolution_summary": (
        "A small window slides over the picture: multiply what lies on top of each other, add it "
        "all up, write down one number."
    ),
    "convolution_kernels": "Kernel",
    "convolution_random": "Random",
    "convolution_clear": "Clear",
}
