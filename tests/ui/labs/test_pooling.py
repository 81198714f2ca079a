"""How the pooling lab draws a window that reaches over the border."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.pooling import PoolingLab
from cnnstudio.ui.labs.moment import REST
from cnnstudio.ui.labs.pooling import compose
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Extent


def test_padding_under_the_window_is_padding_there_too_and_has_no_numbers() -> None:
    lab = PoolingLab(kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))
    grid = compose(lab.at(1), REST, QSizeF(1200, 460), Theme()).grid("window:0")
    assert grid is not None
    assert np.all(np.isfinite(grid.values))
    assert grid.padding == Extent(above=1, left=1)
    assert np.array_equal(grid.known, [[False] * 3, [False, True, True], [False, True, True]])
    assert grid.holds(Cell("window:0", 0, 0))
    assert grid.holds(Cell("window:0", 2, 2))
    assert not grid.holds(Cell("window:0", -1, 0))
