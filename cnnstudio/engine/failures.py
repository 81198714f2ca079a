"""Errors of torch in plain sentences."""

from __future__ import annotations

import torch

from cnnstudio.core.messages import Device
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.engine.devices import first_line

_NO_MEMORY = (
    "out of memory",
    "can't allocate memory",
    "not enough memory",
    "bad alloc",
    "_status_alloc_failed",  # cuBLAS and cuDNN
)


class RefusedError(Exception):
    """What was asked for cannot be had; `sentence` says why, and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def sentence_of(error: BaseException, device: Device, settings: RunSettings) -> Sentence:
    """What went wrong, with advice where there is any."""
    if isinstance(error, RefusedError):
        return error.sentence
    if is_out_of_memory(error):
        return say("out_of_memory", device=device.name, batch_size=settings.batch_size)
    if "Expected more than 1 value per channel" in str(error):
        return say("batch_of_one")
    return say("run_broke_off", reason=first_line(error))


def is_out_of_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return any(words in str(error).lower() for words in _NO_MEMORY)
