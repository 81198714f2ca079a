"""Known kernels of any size: what they are called, and the formulas that make them.

All are meant for cross-correlation, which is what networks compute: weight [a, b] multiplies the
pixel a rows below and b columns to the right of the window's first. So Sobel x is positive where
it gets brighter to the right, Sobel y where it gets brighter downwards.

Smoothing and derivatives are the binomial kernels of OpenCV's `getDerivKernels`: the coefficients
of (z + 1)^(n − 1), (z + 1)^(n − 2) (z − 1) and (z + 1)^(n − 3) (z − 1)² along one axis, their
outer product in two. They exist for even sizes too. The middle of an even size is the cell above
and left of its centre, which is where PyTorch's padding="same" leaves the picture in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cnnstudio.core.labs.base import Floats
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, Pair, shown

#: The most rows, and columns, of a kernel.
LARGEST = 11

#: The most rows, and columns, of Sobel's and the corner's kernels in whole numbers.
_LARGEST_WHOLE = 5


class Kernel(NamedTuple):
    """A known kernel: its name, what it does, how it is made and the sizes that it is had in.

    `least` are the fewest rows and columns, `longest` the least length of the longer side.
    """

    key: str
    name: Sentence
    help: Sentence
    make: Callable[[int, int], Floats]
    least: Pair = (1, 1)
    longest: int = 1

    def takes(self, size: Pair) -> bool:
        """Whether the kernel makes sense with so many rows and columns."""
        rows, columns = size
        large = rows >= self.least[0] and columns >= self.least[1]
        return large and self.longest <= max(size) <= LARGEST


def kernel(name: str, size: Pair) -> Floats:
    """The kernel `name` with so many (rows, columns); InvalidValue where there is none."""
    row = _row(name)
    if not row.takes(size):
        raise InvalidValue(_refusal(row, size))
    return row.make(*size)


def takes(name: str, size: Pair) -> bool:
    """Whether the kernel `name` makes sense with so many (rows, columns)."""
    return _row(name).takes(size)


def matching(values: Floats) -> str | None:
    """The key of the known kernel that these (rows, columns) of weights are; None for others."""
    size = (values.shape[0], values.shape[1])
    for row in KERNELS:
        if row.takes(size) and np.allclose(values, row.make(*size), rtol=1e-6, atol=1e-9):
            return row.key
    return None


def _row(name: str) -> Kernel:
    found = next((row for row in KERNELS if row.key == name), None)
    if found is None:
        raise InvalidValue(say("kernel_unknown", value=shown(name)))
    return found


def _refusal(row: Kernel, size: Pair) -> Sentence:
    rows, columns = size
    if max(size) > LARGEST:
        return say("kernel_large", name=row.name, limit=LARGEST, rows=rows, columns=columns)
    least_rows, least_columns = row.least
    if row.longest > max(row.least):
        return say("kernel_short", name=row.name, least=row.longest, rows=rows, columns=columns)
    return say(
        "kernel_small",
        name=row.name,
        least_rows=least_rows,
        least_columns=least_columns,
        rows=rows,
        columns=columns,
    )


# Along one axis


def _smooth(length: int) -> Floats:
    """The binomial coefficients of (z + 1)^(length − 1): 1 2 1 for 3."""
    return _times(np.ones(1), np.array([1.0, 1.0]), length - 1)


def _slope(length: int) -> Floats:
    """The first derivative, (z + 1)^(length − 2) (z − 1): −1 0 1 for 3."""
    return _times(np.array([-1.0, 1.0]), np.array([1.0, 1.0]), length - 2)


def _bend(length: int) -> Floats:
    """The second derivative, (z + 1)^(length − 3) (z − 1)²: 1 −2 1 for 3."""
    return _times(np.array([1.0, -2.0, 1.0]), np.array([1.0, 1.0]), length - 3)


def _times(start: Floats, factor: Floats, times: int) -> Floats:
    for _ in range(times):
        start = np.convolve(start, factor)
    return start


# In two


def _identity(rows: int, columns: int) -> Floats:
    """1 in the middle: the picture stays as it is."""
    made = np.zeros((rows, columns))
    made[(rows - 1) // 2, (columns - 1) // 2] = 1
    return made


def _blur(rows: int, columns: int) -> Floats:
    """The mean of the window."""
    return np.full((rows, columns), 1 / (rows * columns))


def _gaussian(rows: int, columns: int) -> Floats:
    """Binomial weights over their sum, 2^(rows + columns − 2)."""
    return np.outer(_smooth(rows), _smooth(columns)) / 2.0 ** (rows + columns - 2)


def _sobel_x(rows: int, columns: int) -> Floats:
    return _of_strength(4, np.outer(_smooth(rows), _slope(columns)))


def _sobel_y(rows: int, columns: int) -> Floats:
    return _of_strength(4, np.outer(_slope(rows), _smooth(columns)))


def _of_strength(strength: float, made: Floats) -> Floats:
    """Binomial weights as they are up to 5 rows and columns; of more they would be hundreds.

    Those are halved until the positive ones add up to less than twice `strength`, what they add up
    to at 3 × 3. By a power of two, so that what cancels out goes on to do so to the last bit.
    """
    if max(made.shape) <= _LARGEST_WHOLE:
        return made
    halvings = np.floor(np.log2(made.clip(min=0).sum() / strength))
    return np.asarray(made / 2.0 ** max(halvings, 0))


def _laplacian(rows: int, columns: int) -> Floats:
    """Each neighbour's difference from the middle, added up: −1 all around, sum 0.

    The discrete Laplacian over all neighbours, its sign turned so that a bright spot is positive.
    """
    return np.asarray(rows * columns * _identity(rows, columns) - 1)


def _sharpen(rows: int, columns: int) -> Floats:
    """The picture, plus 4 times what sets a pixel apart from the rest of its row and column.

    So it is as strong at every size as with the customary five numbers at 3 × 3; sum 1.
    """
    middle = _identity(rows, columns)
    cross = np.zeros((rows, columns))
    cross[(rows - 1) // 2, :] = 1
    cross[:, (columns - 1) // 2] = 1
    around = cross - middle
    return np.asarray(5 * middle - 4 * around / around.sum())


def _emboss(rows: int, columns: int) -> Floats:
    """The picture, plus its slope from the upper left to the lower right; sum 1.

    The slope's positive weights add up to 4 at every size, as they do at 3 × 3.
    """
    down = np.arange(rows) - (rows - 1) / 2
    across = np.arange(columns) - (columns - 1) / 2
    slope = np.add.outer(down, across)
    return np.asarray(_identity(rows, columns) + 4 * slope / slope.clip(min=0).sum())


def _corner(rows: int, columns: int) -> Floats:
    """Bent along rows and along columns at once: 0 on straight edges that run along either."""
    return _of_strength(8, np.outer(_bend(rows), _bend(columns)))


#: All known kernels, in the order in which they are offered.
KERNELS: tuple[Kernel, ...] = (
    Kernel("sobel_x", say("kernel_sobel_x"), say("kernel_sobel_x_help"), _sobel_x, (1, 2)),
    Kernel("sobel_y", say("kernel_sobel_y"), say("kernel_sobel_y_help"), _sobel_y, (2, 1)),
    Kernel(
        "laplacian", say("kernel_laplacian"), say("kernel_laplacian_help"), _laplacian, longest=3
    ),
    Kernel("corner", say("kernel_corner"), say("kernel_corner_help"), _corner, (3, 3)),
    Kernel("sharpen", say("kernel_sharpen"), say("kernel_sharpen_help"), _sharpen, longest=3),
    Kernel("emboss", say("kernel_emboss"), say("kernel_emboss_help"), _emboss, (3, 3)),
    Kernel("blur", say("kernel_blur"), say("kernel_blur_help"), _blur, longest=2),
    Kernel("gaussian", say("kernel_gaussian"), say("kernel_gaussian_help"), _gaussian, longest=3),
    Kernel("identity", say("kernel_identity"), say("kernel_identity_help"), _identity),
)
