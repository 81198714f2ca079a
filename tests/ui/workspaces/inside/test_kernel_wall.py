"""How large the wall of kernels is in its room."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.network import walk
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.kernel_wall import KernelWall
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.numbers import made_up, open_starter, show


def test_the_wall_of_lenet_fills_the_panel_with_an_enlarged_row_below(
    inside: XRayView, session: Session
) -> None:
    """The size of the X-ray in a window of 1600 × 900."""
    inside.resize(1256, 684)
    session.select(("conv2",))
    show(session, made_up(session, "conv2"))
    wall, enlarged = inside.filters.wall, inside.filters.enlarged
    assert wall.side() == 20
    assert wall.rect_of(15, 5).right() > 0.85 * wall.viewport().width()
    assert wall.viewport().rect().contains(wall.rect_of(15, 5).toRect())
    assert enlarged.isVisible()
    assert enlarged.map_rect(0).width() > wall.side()


@pytest.mark.parametrize(
    ("maps", "channels", "scrolls"),
    [(16, 16, (False, True)), (32, 16, (False, True)), (64, 64, (True, True))],
)
def test_a_wall_that_scrolls_one_way_uses_the_room_of_the_other(
    qtbot: QtBot, maps: int, channels: int, scrolls: tuple[bool, bool]
) -> None:
    wall = shown(KernelWall(), qtbot, 410, 159)
    wall.set_kernels(np.ones((maps, channels, 3, 3), np.float32), 1.0)
    bars = (wall.horizontalScrollBar(), wall.verticalScrollBar())
    assert tuple(bar.maximum() > 0 for bar in bars) == scrolls
    assert wall.side() == {16: 15, 32: 9, 64: 9}[maps]


def test_kernels_that_a_row_of_their_own_would_not_enlarge_leave_the_room_to_the_wall(
    inside: XRayView, session: Session
) -> None:
    inside.resize(1256, 684)
    network = open_starter(session, "resnet20")
    wide = next(layer.id for layer in walk(network.layers) if layer.id == "conv8")
    session.select((wide,))
    show(session, made_up(session, wide))
    assert not inside.filters.enlarged.isVisible()
    wall = inside.filters.wall
    assert wall.rect_of(0, 13).bottom() < wall.viewport().height()
