"""The colour scale of a grid, with the numbers at its ends."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from cnnstudio.ui.labs.arithmetic import decimals, shown
from cnnstudio.ui.labs.layout import line_height, text_width
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Legend, PixelGrid
from cnnstudio.ui.widgets.colormap import ColourMap


def scale_of(grid: PixelGrid, right: float, bottom: float, theme: Theme) -> Legend:
    """In a line that ends at `bottom`, its own end at `right`."""
    digits, height = decimals(grid.limit), line_height(theme, "axis")
    ends = ("0", shown(grid.limit, digits))
    if grid.colour_map is ColourMap.SIGNED:
        ends = (shown(-grid.limit, digits), "+" + ends[1])
    words = sum(text_width(theme, "axis", end) for end in ends)
    width = theme.px("legend_w") + words + 2 * height
    return Legend(QRectF(right - width, bottom - height, width, height), grid.colour_map, *ends)


def scale_above(grid: PixelGrid, title: str, right: float, theme: Theme) -> tuple[Legend, ...]:
    """Right of the title above a grid, at its end or right behind the title, but not beyond
    `right`; none where there is no room for it."""
    legend = scale_of(grid, right, grid.rect.top() - 6, theme)
    behind = grid.rect.left() + text_width(theme, "body_strong", title)
    left = max(behind + 2 * line_height(theme, "body"), grid.rect.right() - legend.rect.width())
    if left > legend.rect.left():
        return ()
    legend.rect.moveLeft(left)
    return (legend,)
