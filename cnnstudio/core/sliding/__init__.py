"""Windows that slide over numbers: the one source of steps of whatever shows them move.

An `Axis` says how a window slides along rows or columns; a `Convolution` or a `Pooling` says, place
by place, what it reads and what comes of it. A row of numbers is the case of one row, whose axis is
``Axis(1, 1)``.
"""

from cnnstudio.core.sliding.axis import (
    MODES,
    Axis,
    largest_padding,
    largest_pool_padding,
    same_padding,
)
from cnnstudio.core.sliding.convolution import Convolution, Step
from cnnstudio.core.sliding.pooling import Pooling, PoolStep
from cnnstudio.core.sliding.windows import Floats, Place, Windows

__all__ = [
    "MODES",
    "Axis",
    "Convolution",
    "Floats",
    "Place",
    "PoolStep",
    "Pooling",
    "Step",
    "Windows",
    "largest_padding",
    "largest_pool_padding",
    "same_padding",
]
