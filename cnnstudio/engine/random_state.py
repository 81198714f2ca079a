"""Chance: the order of digits, and the generators' states that a checkpoint keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import torch
from torch import Tensor


def order_of(seed: int, epoch: int, count: int) -> Tensor:
    """In which order an epoch goes through the digits: int64 (count,), on the CPU.

    It depends on seed and epoch alone, so a run can go on from the middle of an epoch.
    """
    digest = hashlib.sha256(f"{seed}/epoch {epoch}".encode()).digest()
    chance = torch.Generator().manual_seed(int.from_bytes(digest[:8], "little") >> 1)
    return torch.randperm(count, generator=chance)


def random_tensors(kind: str) -> dict[str, Tensor]:
    """The states of the generators that dropout and augmentation draw from."""
    states = {"cpu": torch.get_rng_state()}
    if kind == "cuda":
        states["cuda"] = torch.cuda.get_rng_state()
    elif kind == "mps":
        states["mps"] = torch.mps.get_rng_state()
    return states


def restore_random(kind: str, states: Mapping[str, Tensor]) -> None:
    torch.set_rng_state(states["cpu"])
    if kind == "cuda" and "cuda" in states:
        torch.cuda.set_rng_state(states["cuda"])
    elif kind == "mps" and "mps" in states:
        torch.mps.set_rng_state(states["mps"])
