"""Numbers in cells: how many decimals they get."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QFontMetrics

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.workspaces.inside.figures import Figures


@pytest.mark.parametrize("side", [34, 40, 44, 60])
def test_weights_have_two_decimals_in_smaller_type_if_need_be(side: int) -> None:
    weights = np.array([[-0.23, 0.34], [0.051, -0.08]], np.float32)
    figures = Figures.fitting(weights, side, current_theme())
    assert figures is not None
    assert figures.decimals == 2
    assert QFontMetrics(figures.font).horizontalAdvance(number(-0.23, 2)) < side


def test_large_numbers_have_as_many_decimals_as_there_is_room_for() -> None:
    figures = Figures.fitting(np.array([[-1234.5]], np.float32), 44, current_theme())
    assert figures is not None
    assert figures.decimals < 2
