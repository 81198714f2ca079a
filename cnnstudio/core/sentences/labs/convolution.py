"""What the lab of 2-D convolution says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "convolution_title": "2-D convolution",
    "convolution_summary": "A window slides over the picture: multiply, add up, write down.",
    "convolution_kernels": "Kernel",
    "convolution_random": "Random",
    "convolution_clear": "Clear",
}
