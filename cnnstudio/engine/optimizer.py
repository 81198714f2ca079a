"""The optimizers, and the settings of theirs that may change on the way."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.optim import SGD, Adam, AdamW, Optimizer

from cnnstudio.core.run_settings import RunSettings
from cnnstudio.engine.build import named_tensors

_ADAM_BETA2 = 0.999  # torch's default


def make_optimizer(model: nn.Module, settings: RunSettings) -> Optimizer:
    """The optimizer that the settings ask for, fused: one kernel for all weights."""
    weights = list(model.parameters())
    rate, decay = settings.learning_rate, settings.weight_decay
    if settings.optimizer == "sgd":
        nesterov = settings.nesterov and settings.momentum > 0
        return SGD(
            weights,
            rate,
            momentum=settings.momentum,
            nesterov=nesterov,
            weight_decay=decay,
            fused=True,
        )
    kind = Adam if settings.optimizer == "adam" else AdamW
    betas = (settings.momentum, _ADAM_BETA2)
    return kind(weights, rate, betas=betas, weight_decay=decay, fused=True)


def set_live(optimizer: Optimizer, settings: RunSettings, rate: float) -> None:
    """Bring rate, momentum and weight decay of the optimizer up to date."""
    for group in optimizer.param_groups:
        group["lr"] = rate
        group["weight_decay"] = settings.weight_decay
        if "betas" in group:
            group["betas"] = (settings.momentum, _ADAM_BETA2)
        else:
            group["momentum"] = settings.momentum
            group["nesterov"] = settings.nesterov and settings.momentum > 0


def optimizer_tensors(model: nn.Module, optimizer: Optimizer) -> dict[str, Tensor]:
    """What the optimizer remembers, as "<layer id>.<tensor>/<name>"."""
    return {
        f"{key}/{name}": value
        for key, weight in named_tensors(model)
        if weight in optimizer.state
        for name, value in optimizer.state[weight].items()
        if isinstance(value, Tensor)
    }


def restore_optimizer(model: nn.Module, optimizer: Optimizer, saved: dict[str, Tensor]) -> None:
    """Put back what `optimizer_tensors` gave."""
    weights = dict(named_tensors(model))
    with torch.no_grad():
        for key, value in saved.items():
            weight_key, _, name = key.rpartition("/")
            weight = weights[weight_key]
            # A copy, in the weight's memory format; what was saved may be needed again.
            like = weight if value.shape == weight.shape else value
            kept = torch.empty_like(like, dtype=value.dtype, device=weight.device)
            optimizer.state[weight][name] = kept.copy_(value)
