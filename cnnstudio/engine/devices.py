"""What can compute here, and why nothing better does."""

from __future__ import annotations

import os
import platform
import warnings
from functools import cache

import torch

from cnnstudio.core.messages import Device
from cnnstudio.core.sentences import Sentence, say


class DeviceMissingError(Exception):
    """The device that was asked for is not here; `sentence` says so."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def choose(name: str) -> Device:
    """The device of this name (RunSettings.device), for "auto" the best; or DeviceMissingError."""
    devices = available()
    if name == "auto":
        return devices[0]
    for device in devices:
        if device.kind == name:
            return device
    raise DeviceMissingError(say("device_missing", device=name))


@cache
def available() -> tuple[Device, ...]:
    """Every device that can be chosen, the best first, the CPU always last."""
    gpu, why = _gpu()
    cpu = Device("cpu", _cpu_name(), os.cpu_count() or 1, why)
    return (gpu, cpu) if gpu else (cpu,)


def computes_at_once(kind: str) -> bool:
    """Whether a number is there when the call that computes it returns. Of other devices, to ask
    for a number is to wait for all that was launched before."""
    return kind == "cpu"


def wait_for(kind: str) -> None:
    """Wait until the device of this kind has computed all that it was given."""
    if not computes_at_once(kind):
        torch.accelerator.synchronize()


def memory_format(kind: str) -> torch.memory_format:
    """In which order numbers of pictures lie best for a device of this kind."""
    # Apple's kernels have no use for channels last, and some were wrong with it.
    return torch.contiguous_format if kind == "mps" else torch.channels_last


def _gpu() -> tuple[Device | None, Sentence | None]:
    """The GPU, or why there is none. torch tells of an old driver by a warning alone."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        usable = torch.accelerator.is_available() or torch.cuda.is_available()
    if not usable:
        told = " ".join(str(warning.message) for warning in caught)
        return None, _why_not(told)
    accelerator = torch.accelerator.current_accelerator()
    if accelerator is None or accelerator.type not in ("cuda", "mps"):
        return None, say("device_no_gpu")
    try:
        torch.ones(1, device=accelerator).add_(1).cpu()
    except RuntimeError as error:
        return None, say("device_not_usable", reason=first_line(error))
    cuda = accelerator.type == "cuda"
    name = torch.cuda.get_device_name() if cuda else "Apple GPU"
    return Device(accelerator.type, name, os.cpu_count() or 1), None


def _why_not(told: str) -> Sentence:
    if "driver" in told and "too old" in told:
        return say("device_driver_too_old")
    if told:
        return say("device_not_usable", reason=told.splitlines()[0][:200])
    return say("device_no_gpu")


def _cpu_name() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def first_line(error: BaseException) -> str:
    """The first line of an error's own words, or its kind if it has none."""
    words = str(error).strip().splitlines()
    return words[0][:200] if words else type(error).__name__


def versions() -> dict[str, str]:
    """What a run's losses depend on besides its settings."""
    found = {"python": platform.python_version(), "torch": str(torch.__version__)}
    if torch.version.cuda and torch.cuda.is_available():
        found["cuda"] = torch.version.cuda
    return found
