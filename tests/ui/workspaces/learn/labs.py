"""The lab that a test of Learn is about."""

from __future__ import annotations

from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.ui.session.labs import LabDocument


def lab(document: LabDocument) -> ConvolutionLab:
    assert isinstance(document.lab, ConvolutionLab)
    return document.lab
