"""Pictures of pixels as grids, in colour or in one of its planes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from cnnstudio.core.labs.base import Floats
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.plates.items import PixelGrid
from cnnstudio.ui.widgets.colormap import ColourMap

WHITE = 255.0


def packed(planes: Floats) -> NDArray[np.uint32]:
    """(3, H, W) or (1, H, W) of 0 to 255 as 0xffRRGGBB, (H, W)."""
    whole = np.clip(np.rint(planes), 0, 255).astype(np.uint32)
    red, green, blue = whole if len(whole) == 3 else (whole[0],) * 3
    made = np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
    return np.asarray(made, np.uint32)


def plane_colours(plane: Floats, number: int) -> NDArray[np.uint32]:
    """One plane as light of its own colour: black to red, green or blue."""
    planes = np.zeros((3, *plane.shape))
    planes[number] = plane
    return packed(planes)


def plane_name(number: int, planes: int) -> str:
    if planes == 1:
        return tr("Grey")
    return (tr("Red"), tr("Green"), tr("Blue"))[number]


def picture_grid(
    key: str,
    name: str,
    planes: Floats,
    corner: QPointF,
    cell: float,
    first: tuple[int, int] = (0, 0),
) -> PixelGrid:
    """A picture in its colours; `first` names the top left pixel."""
    return PixelGrid(
        key=key,
        name=name,
        values=planes.mean(axis=0),
        corner=corner,
        cell=cell,
        colours=packed(planes),
        planes=planes if len(planes) == 3 else None,
        first=first,
        numbers=len(planes) == 1,
        digits=0,
    )


def plane_grid(
    key: str,
    planes: Floats,
    number: int,
    corner: QPointF,
    cell: float,
    first: tuple[int, int] = (0, 0),
    editable: bool = False,
) -> PixelGrid:
    """One plane with its numbers."""
    coloured = len(planes) == 3
    return PixelGrid(
        key=key,
        name=plane_name(number, len(planes)),
        values=planes[number],
        corner=corner,
        cell=cell,
        colour_map=ColourMap.PIXEL,
        limit=WHITE,
        colours=plane_colours(planes[number], number) if coloured else None,
        first=first,
        digits=0,
        editable=editable,
    )
