"""float32 or bfloat16: what the settings ask for, or what is measured to be faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import torch

from cnnstudio.core.run_settings import RunSettings

#: bfloat16 is taken only if a step takes at most this share of float32's time.
_WORTH_IT = 0.9
_SECONDS = 0.1


def autocast(kind: str, precision: str) -> AbstractContextManager[object]:
    """The context in which a forward pass computes on a device of this kind."""
    if precision != "bfloat16":
        return nullcontext()
    # Without the cache, since each weight is used once: to keep its copy would only cost.
    return torch.autocast(kind, torch.bfloat16, cache_enabled=False)


def choose_precision(
    settings: RunSettings, kind: str, has_windows: bool, micro_step: Callable[[str], None]
) -> str:
    """The precision of a run. `micro_step` trains a little in a given precision, on a copy;
    it is timed where only measuring tells. `has_windows`: there are convolutions."""
    likely = likely_precision(settings, kind)
    if settings.precision != "auto" or kind != "cpu" or likely == "float32":
        return likely
    if not has_windows:
        return "float32"
    in_float32, in_bfloat16 = (
        _seconds_of(lambda p=precision: micro_step(p))  # type: ignore[misc]
        for precision in ("float32", "bfloat16")
    )
    return "bfloat16" if in_bfloat16 < _WORTH_IT * in_float32 else "float32"


def likely_precision(settings: RunSettings, kind: str) -> str:
    """The precision of a run as far as can be said without measuring."""
    if settings.precision != "auto":
        return settings.precision
    return "bfloat16" if has_bfloat16(kind) else "float32"


def has_bfloat16(kind: str) -> bool:
    """Whether the device multiplies bfloat16 itself, faster than float32; else it is emulated."""
    if kind == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if kind != "cpu":
        return False
    asks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, ask, lambda: False)() for ask in asks)


def _seconds_of(work: Callable[[], None]) -> float:
    """The quickest of some tries: what else runs on the machine only makes them slower."""
    work()
    best, end = float("inf"), time.perf_counter() + _SECONDS
    while True:
        start = time.perf_counter()
        work()
        now = time.perf_counter()
        best = min(best, now - start)
        if now >= end:
            return best
