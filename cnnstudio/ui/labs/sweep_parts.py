"""Grids and marks of labs in which a window sweeps over an input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt

from cnnstudio.core.labs.base import Cell, Floats
from cnnstudio.core.labs.filtering import FilterLab
from cnnstudio.core.labs.sweep import SweepLab
from cnnstudio.core.sliding import Axis, Step
from cnnstudio.ui.labs.arithmetic import equals
from cnnstudio.ui.labs.layout import CENTRE, line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Extent, Item, Mark, PixelGrid, Run, Text
from cnnstudio.ui.widgets.colormap import ColourMap

RIGHT_MIDDLE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop

#: Parts of a step's move: products come one after the other, then their sum, then it lands.
PRODUCTS, SUM, LANDING = (0.0, 0.55), (0.55, 0.7), (0.7, 1.0)


def tr(text: str) -> str:
    return QCoreApplication.translate("labs", text)


def extent_of(rows: Axis, columns: Axis) -> Extent:
    return Extent(rows.before, rows.after, columns.before, columns.after)


def is_picture(values: Floats) -> bool:
    """Whether numbers can be shown as brightness: none is below zero."""
    return bool(values.min() >= 0)


def pixel_limit(values: Floats) -> float:
    """The number that is shown white: the end of the usual range that holds them all. Where they
    would be dark in it, as maps of a network or a 12 typed among digits, their largest number."""
    largest = float(np.abs(values).max())
    if largest <= 1:
        return 1.0
    limit = next((limit for limit in (9.0, 255.0) if largest <= limit), largest)
    is_digits = limit == 9 and np.all(values == np.rint(values))
    return limit if is_digits or 2 * largest > limit else largest


def input_grid(
    lab: SweepLab, padded: Floats, channel: int, corner: QPointF, cell: float, name: str = ""
) -> PixelGrid:
    """A channel of the input with its padding around it."""
    values = padded[channel]
    bright = is_picture(padded)
    rows, columns = lab.operation.rows, lab.operation.columns
    return PixelGrid(
        key=f"input:{channel}",
        name=name or tr("Input"),
        values=values,
        corner=corner,
        cell=cell,
        colour_map=ColourMap.PIXEL if bright else ColourMap.SIGNED,
        limit=pixel_limit(padded),
        padding=extent_of(rows, columns),
        unread=unread_cells(rows, columns),
        editable=f"input:{channel}" in lab.editable,
    )


def unread_cells(rows: Axis, columns: Axis) -> np.ndarray | None:
    """Cells, padding included, that no window ever reads; None where there are none."""
    read = np.outer(rows.times_read() > 0, columns.times_read() > 0)
    return None if read.all() else ~read


def output_grid(
    lab: SweepLab, map: int, corner: QPointF, cell: float, moment: Moment, name: str = ""
) -> PixelGrid:
    """A map of the output with what is computed so far; the shown step lands at its end."""
    values = lab.operation.output()[map]
    per_map = values.size
    landed = lab.step if moment.phase >= 1 or lab.step == 0 else lab.step - 1
    return PixelGrid(
        key=f"output:{map}",
        name=name or tr("Output"),
        values=values,
        corner=corner,
        cell=cell,
        limit=output_limit(lab),
        known=int(min(max(landed - map * per_map, 0), per_map)),
    )


def output_limit(lab: SweepLab) -> float:
    """The end of the colour scale: the largest magnitude of all of the output, so that colours
    stay what they are from step to step."""
    return float(np.abs(lab.operation.output()).max()) or 1.0


def kernel_grid(
    lab: FilterLab, filter: int, channel: int, corner: QPointF, cell: float, name: str = ""
) -> PixelGrid:
    """The kernel as it is stored."""
    key = f"kernel:{filter}:{channel}"
    values = lab.weight[filter, channel]
    return PixelGrid(
        key=key,
        name=name or tr("Kernel"),
        values=values,
        corner=corner,
        cell=cell,
        limit=float(np.abs(lab.weight).max()) or 1.0,
        editable=key in lab.editable,
    )


def turned_grid(lab: FilterLab, channel: int, corner: QPointF, cell: float) -> PixelGrid:
    """The present kernel as it is multiplied: turned by 180°."""
    return PixelGrid(
        key=f"turned:{channel}",
        name=tr("Turned kernel"),
        values=lab.operation.kernels[lab.place.map, channel],
        corner=corner,
        cell=cell,
        limit=float(np.abs(lab.weight).max()) or 1.0,
    )


def letter(name: str) -> Run:
    """A letter of the formula, as it stands beside the title of its grid."""
    return Run(name, "accent", strong=True)


def bias_cell(
    lab: FilterLab, filter: int, beside: QRectF, corner: QPointF, cell: float, theme: Theme
) -> tuple[Item, ...]:
    """The filter's bias as a cell of its own, at the right of a grid, with its name below."""
    grid = bias_grid(lab, filter, corner, cell)
    plus = QRectF(beside.right(), corner.y(), corner.x() - beside.right(), cell)
    height, width = line_height(theme, "label"), text_width(theme, "label", tr("bias") + " b") + 8
    words = QRectF(grid.rect.center().x() - width / 2, grid.rect.bottom() + 2, width, height)
    return (
        grid,
        Text(plus, (Run("+", "muted"),), "formula", CENTRE),
        Text(words, (Run(tr("bias") + " ", "muted"), letter("b")), "label", CENTRE),
    )


def bias_grid(lab: FilterLab, filter: int, corner: QPointF, cell: float) -> PixelGrid:
    """A grid of one cell."""
    key = f"bias:{filter}"
    return PixelGrid(
        key=key,
        name=tr("Bias"),
        values=lab.bias[filter : filter + 1, None],
        corner=corner,
        cell=cell,
        limit=float(np.abs(lab.weight).max()) or 1.0,
        editable=key in lab.editable,
    )


def equals_sign(step: Step, digits: int) -> str:
    """“=” where the products and the bias add up to the sum as they are shown, else “≈”."""
    return equals([*step.products.ravel(), step.bias], step.sum, digits)


def index_of(place: str, stride: int, tap: str, dilation: int, padding: int) -> str:
    """Which cell a tap reads, in the letters of the general form: “2·i + u − 1”."""
    steps = place if stride == 1 else f"{stride}·{place}"
    taps = tap if dilation == 1 else f"{dilation}·{tap}"
    return f"{steps} + {taps}" + (f" − {padding}" if padding else "")


def read_at(lab: SweepLab) -> tuple[Run, ...]:
    """What a tap of the window reads: “x[2·i + u, 2·j + v]”."""
    indices = (
        index_of(place, axis.stride, tap, axis.dilation, axis.before)
        for place, tap, axis in (
            ("i", "u", lab.operation.rows),
            ("j", "v", lab.operation.columns),
        )
    )
    return letter("x"), Run(f"[{', '.join(indices)}]")


def window_grid(lab: SweepLab, channel: int, corner: QPointF, cell: float) -> PixelGrid:
    """What lies under the window at the shown step."""
    padded = lab.input  # type: ignore[attr-defined]
    bright = is_picture(padded)
    values = lab.shown.window if lab.shown.window.ndim == 2 else lab.shown.window[channel]
    return PixelGrid(
        key=f"window:{channel}",
        name=tr("Window"),
        values=values,
        corner=corner,
        cell=cell,
        colour_map=ColourMap.PIXEL if bright else ColourMap.SIGNED,
        limit=pixel_limit(padded),
        known=None if lab.step else 0,
    )


def products_grid(
    lab: FilterLab, channel: int, corner: QPointF, cell: float, moment: Moment
) -> PixelGrid:
    """Window × kernel, appearing number by number."""
    values = lab.shown.products[channel]
    part = moment.part(*PRODUCTS) if lab.step else 0.0
    return PixelGrid(
        key=f"products:{channel}",
        name=tr("Products"),
        values=values,
        corner=corner,
        cell=cell,
        limit=float(np.abs(lab.shown.products).max()) or 1.0,
        known=None if part >= 1 else int(part * values.size),
    )


def asked_sentence(lab: SweepLab) -> str:
    """What a screen reader says of a picture whose number is asked for."""
    place = lab.place
    template = tr("Output row {row}, column {column}: which number comes here?")
    return template.format(row=place.row + 1, column=place.column + 1)


def window_marks(lab: SweepLab, moment: Moment, channels: tuple[int, ...]) -> tuple[Mark, ...]:
    """The window on the input and its cell in the output; dashed where that is asked about, or
    comes first."""
    if moment.asked:
        *found, output = _marks(lab, "next", channels)
        return (*found, replace(output, style="asked"))
    if not lab.step:
        return tuple(_marks(lab, "next", channels))
    found = _marks(lab, "window", channels)
    return tuple(found if moment.phase >= 1 else found[:-1])


def _marks(lab: SweepLab, style: str, channels: tuple[int, ...]) -> list[Mark]:
    """That of the output is the last one."""
    operation, place = lab.operation, lab.place
    rows, columns = operation.rows, operation.columns
    top, left = rows.start(place.row), columns.start(place.column)
    found = [
        Mark(Cell(f"input:{c}", top, left), style, rows.reach, columns.reach)  # type: ignore[arg-type]
        for c in channels
    ]
    if lab.step and (rows.dilation > 1 or columns.dilation > 1):
        found += [
            Mark(Cell(f"input:{c}", row, column), "read")
            for c in channels
            for row, column in operation.cells_of(place)
        ]
    found.append(Mark(Cell(f"output:{place.map}", place.row, place.column), style))  # type: ignore[arg-type]
    return found
