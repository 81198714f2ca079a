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
from cnnstudio.engine.devices import memory_format, wait_for
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.graphed import gpu_lock
from cnnstudio.engine.optimizer import make_optimizer
from cnnstudio.engine.precision import autocast, likely_precision

DIGITS = 60_000


def estimate(asked: Estimate, device: Device, threads: int) -> Estimated:
    """Measure forward, backward and update on a few digits. Nothing random is drawn, so that a
    run beside it stays what it would have been."""
    torch.set_num_threads(threads)
    settings = asked.settings
    count = min(settings.batch_size, piece_size(infer(asked.network).macs, device.kind))
    with gpu_lock:
        of_digits, of_update = _measure(asked, device.kind, count)
    per_step = of_digits / count * settings.batch_size + of_update
    steps = math.ceil(DIGITS / settings.batch_size)
    return Estimated(asked.request, per_step, per_step * steps)


def _measure(asked: Estimate, kind: str, count: int) -> tuple[float, float]:
    """Seconds for forward and backward of `count` digits, and for an update."""
    form = memory_format(kind)
    model = build(asked.network, kind).to(memory_format=form).eval()
    for tensor in (*model.parameters(), *model.buffers()):
        torch.nn.init.zeros_(tensor)
    x = torch.zeros(count, *asked.network.input.shape, device=kind).contiguous(memory_format=form)
    precision = likely_precision(asked.settings, kind)
    optimizer = make_optimizer(model, asked.settings)
    of_digits = _seconds(lambda: _forward_backward(model, x, kind, precision), kind)
    return of_digits, _seconds(optimizer.step, kind)


def _forward_backward(model: Model, x: torch.Tensor, kind: str, precision: str) -> None:
    with autocast(kind, precision):
        logits = model(x)
    labels = torch.zeros(len(x), dtype=torch.int64, device=x.device)
    F.cross_entropy(logits.float(), labels).backward()


def _seconds(work: Callable[[], object], kind: str) -> float:
    """The shorter of two times; on a GPU, until all is computed."""
    times = []
    for _ in range(2):
        wait_for(kind)
        started = time.perf_counter()
        work()
        wait_for(kind)
        times.append(time.perf_counter() - started)
    return min(times)
