"""The rule that fills a padding, in letters and for one cell with its numbers."""

from __future__ import annotations

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.padding import PaddingLab
from cnnstudio.core.labs.padding_questions import cells_of_ring
from cnnstudio.ui.labs.arithmetic import decimals, shown
from cnnstudio.ui.labs.sweep_parts import letter, tr
from cnnstudio.ui.numbers import MINUS
from cnnstudio.ui.plates.items import Run, runs

#: The input with its padding: an x with a tilde.
PADDED = "x\u0303"


def general_rule(lab: PaddingLab) -> tuple[Run, ...]:
    """Which cell of the input a cell of the padding copies, for both of its indices alike."""
    if not lab.rings:
        return (Run(tr("Nothing is added."), "muted"),)
    padded = (letter(PADDED), Run("[i, j] = "))
    if lab.mode == "zeros":
        return (*padded, Run("0", strong=True), Run(tr("   outside of the input"), "muted"))
    if lab.mode == "circular":
        return (*padded, letter("x"), Run("[i mod N, j mod N]"))
    name, rule = {
        "reflect": ("r", tr("−i  for i < 0,   2(N − 1) − i  for i ≥ N")),
        "replicate": ("c", tr("0  for i < 0,   N − 1  for i ≥ N")),
    }[lab.mode]
    inside = tr(",   else i")
    where = Run(f"[{name}(i), {name}(j)]")
    return runs(*padded, letter("x"), where, Run(f"      {name}(i) = {rule}{inside}", "muted"))


def worked_rule(lab: PaddingLab, cell: Cell) -> tuple[Run, ...]:
    """“x̃[−1, 1] = x[1, 1] = 2”."""
    is_inside = lab.is_inside(cell)
    origin = Cell("input:0", *cell[1:]) if is_inside else lab.copied(cell)
    here = Cell("input:0", cell.row, cell.column)
    padded = (letter(PADDED), Run(_indices(cell), cell=here), Run(" = ", "muted"))
    if origin is None:
        return (*padded, Run("0", "accent", strong=True))
    value = shown(float(lab.input[0, origin.row, origin.column]), decimals(lab.input))
    copied = (letter("x"), Run(_indices(origin), cell=origin), Run(" = ", "muted"))
    return (*padded, *copied, Run(value, "accent", strong=True))


def told(lab: PaddingLab, hovered: Cell | None) -> Cell | None:
    """The cell that the rule is worked out for: what is pointed at, else one that the window
    reads, rather of the padding, or one of the ring that was added last."""
    if hovered is not None and hovered.grid in ("input:0", "padded") and lab.is_there(hovered):
        return hovered
    if lab.places_shown:
        cells = [Cell("input:0", *cell) for cell in lab.operation.cells_of(lab.place)]
        return next((cell for cell in cells if not lab.is_inside(cell)), cells[0])
    return next(cells_of_ring(lab.axes, lab.rings_shown), None) if lab.rings_shown else None


def _indices(cell: Cell) -> str:
    return f"[{cell.row}, {cell.column}]".replace("-", MINUS)
