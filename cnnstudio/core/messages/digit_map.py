"""The test digits as points of a plane, near each other where a layer takes them for alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class MapDigits(Look):
    """The first `count` test digits by what a layer makes of them, laid into a plane by `method`:
    pca or tsne."""

    layer_id: str
    count: int
    method: str = "pca"


@dataclass(frozen=True, eq=False)
class DigitMap(Answer):
    """`points` float32 (n, 2), of the first n test digits; `answers` int64 (n,), what the network
    takes each digit for (-1 where what comes out is no answer).

    `explained`: the shares of the variance that lie along the two axes, () for t-SNE. `numbers`
    is how many the layer puts out for a digit, `kept` how many of them went in: pooled over
    `pool` × `pool` cells where that is more than 1, or else, where fewer, added up at random.
    """

    layer_id: str
    method: str
    points: Floats
    answers: npt.NDArray[np.int64]
    explained: tuple[float, ...]
    numbers: int
    kept: int
    pool: int = 1
