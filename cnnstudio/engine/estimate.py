"""How long a step would take: measured on a few digits, and scaled."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import torch
import torch.nn.functional as F

from cnnstudio.core.infer import infer
from cnnstudio.core.messages import Device, Estimate, Estimated
from cnnstudio.engine.build import Model, build
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.optimizer import make_optimizer
from cnnstudio.engine.precision import autocast, cpu_has_bfloat16

DIGITS = 60_000


def estimate(asked: Estimate, device: Device, threads: int) -> Estimated:
    """Measure forward, backward and update on a few digits. Nothing random is drawn, so that a
    run beside it stays what it would have been."""
    torch.set_num_threads(threads)
    settings = asked.settings
    count = min(settings.batch_size, piece_size(infer(asked.network).macs))
    model = build(asked.network, device.kind).to(memory_format=torch.channels_last).eval()
    for tensor in (*model.parameters(), *model.buffers()):
        torch.nn.init.zeros_(tensor)
    x = torch.zeros(count, *asked.network.input.shape, device=device.kind)
    precision = settings.precision
    if precision == "auto":
        fast = device.kind == "cuda" or (device.kind == "cpu" and cpu_has_bfloat16())
        precision = "bfloat16" if fast else "float32"
    optimizer = make_optimizer(model, settings)
    of_digits = _seconds(lambda: _forward_backward(model, x, device.kind, precision))
    of_update = _seconds(optimizer.step)
    per_step = of_digits / count * settings.batch_size + of_update
    steps = math.ceil(DIGITS / settings.batch_size)
    return Estimated(asked.request, per_step, per_step * steps)


def _forward_backward(model: Model, x: torch.Tensor, kind: str, precision: str) -> None:
    with autocast(kind, precision):
        logits = model(x)
    labels = torch.zeros(len(x), dtype=torch.int64, device=x.device)
    F.cross_entropy(logits.float(), labels).backward()


def _seconds(work: Callable[[], object]) -> float:
    """The shorter of two times; on a GPU, until all is computed."""
    times = []
    for _ in range(2):
        started = time.perf_counter()
        work()
        if torch.accelerator.is_available():
            torch.accelerator.synchronize()
        times.append(time.perf_counter() - started)
    return min(times)
