"""Principal components of a table of features, found in short pieces."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import torch
from torch import Tensor

#: Directions that are looked for beyond those that are wanted: they make it quick.
_MORE = 10
_MOST_ROUNDS = 200
_CLOSE_ENOUGH = 1e-6


class Principal(NamedTuple):
    """`points` (n, count): the rows in the plane (or space) of the first components. `shares`
    (count,): how much of the variance each explains."""

    points: Tensor
    shares: Tensor


def principal(rows: Tensor, count: int) -> Generator[None, None, Principal]:
    """The first `count` principal components of `rows` (n, columns), which are centred in place.

    Subspace iteration (Halko, Martinsson and Tropp, "Finding structure with randomness", 2011,
    algorithm 4.4), till the variances no longer change by more than a millionth. Yields after
    each round. Signs are such that the largest loading of a component is above 0. Directions
    that are not there, of fewer columns or rows, are 0.
    """
    rows -= rows.mean(0)
    total = float(rows.square().sum(dtype=torch.float64))
    width = min(count + _MORE, *rows.shape)
    chance = torch.Generator().manual_seed(0)
    basis = _orthonormal(torch.randn(rows.shape[1], width, generator=chance))
    before = torch.zeros(width, dtype=torch.float64)
    for _ in range(_MOST_ROUNDS):
        image = rows.T @ (rows @ basis)
        basis = _orthonormal(image)
        yield
        variances = torch.linalg.vector_norm(image.double(), dim=0)
        if _settled(variances[:count], before[:count]):
            break
        before = variances
    return _turned(rows, basis, count, total)


def _turned(rows: Tensor, basis: Tensor, count: int, total: float) -> Principal:
    """Within the span of `basis`, the axes of most variance first."""
    within = rows @ basis
    spread, axes = torch.linalg.eigh((within.T @ within).double())
    axes, spread = axes.flip(1)[:, :count].float(), spread.flip(0)[:count].clamp_min(0)
    loadings = basis @ axes
    largest = loadings.abs().argmax(0)
    signs = loadings.gather(0, largest[None]).sign()[0]
    points = torch.zeros(len(rows), count)
    shares = torch.zeros(count)
    found = len(spread)
    points[:, :found] = within @ (axes * signs)
    if total > 0:
        shares[:found] = (spread / total).float()
    return Principal(points, shares)


def _orthonormal(columns: Tensor) -> Tensor:
    basis: Tensor = torch.linalg.qr(columns)[0]
    return basis


def _settled(variances: Tensor, before: Tensor) -> bool:
    return bool(((variances - before).abs() <= _CLOSE_ENOUGH * variances).all())
