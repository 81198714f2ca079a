"""Clouds of points turned so that one follows from the one before."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.tensors import Floats


def aligned(points: Floats, before: Floats) -> Floats:
    """`points` (n, 2), turned and perhaps mirrored about 0 so that they are as near as can be to
    `before` (n, 2), the same things a moment earlier; distances stay what they are.

    The orthogonal Procrustes problem, solved after Schönemann, Psychometrika 31 (1966).
    """
    left, _, right = np.linalg.svd(points.astype(np.float64).T @ before.astype(np.float64))
    return np.asarray(points @ (left @ right), np.float32)
