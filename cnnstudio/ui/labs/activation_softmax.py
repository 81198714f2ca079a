"""Softmax step by step: ten logits, their powers of e, the powers' sum, ten shares."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.activation import CLASSES, ActivationLab
from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.labs.arithmetic import decimals, shown
from cnnstudio.ui.labs.layout import CENTRE, LEFT, RIGHT, fitting_cell, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.plates.items import Box, Item, Mark, PixelGrid, Plate, Run, Text, runs
from cnnstudio.ui.widgets.colormap import ColourMap


def softmax_plate(lab: ActivationLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """One column for each digit: logit, power, share, and the share as a bar."""
    return _Table(lab, moment, size, theme).plate()


class _Table:
    def __init__(self, lab: ActivationLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.names = 9 * line_height(theme, "body")
        most = theme.px_f("cell_lab_grid") * 1.9
        line = line_height(theme, "formula")
        self.below = 2.4 * line + self.gap
        free = self.height - self.below - 4 * self.gap - line
        self.cell = min(
            fitting_cell(self.width - self.names, CLASSES, most), fitting_cell(free, 5, most)
        )
        self.top = line + self.gap
        self.left = self.names + (self.width - self.names - CLASSES * self.cell) / 2
        self.logits = self._row("logits", lab.logits, 0, None)
        self.powers = self._row("powers", lab.powers, 1, min(lab.step, CLASSES))
        shares = max(0, lab.step - CLASSES - 1)
        self.shares = self._row("shares", lab.shares, 2, shares)

    def plate(self) -> Plate:
        items: list[Item] = [
            self.logits,
            self.powers,
            self.shares,
            *self._names(),
            *self._digits(),
            *self._bars(),
            *self._formula(),
        ]
        return Plate(tuple(items), tuple(self._marks()), None, self._sentence())

    def _row(self, key: str, values: np.ndarray, place: int, known: int | None) -> PixelGrid:
        moving = known and self.moment.phase < 1 and self._kind() == key
        digits = {"logits": decimals(values), "powers": 2, "shares": 2}[key]
        return PixelGrid(
            key=key,
            name={"logits": tr("Logits"), "powers": tr("Powers"), "shares": tr("Shares")}[key],
            values=values[None],
            corner=QPointF(self.left, self.top + place * (self.cell + self.gap)),
            cell=self.cell,
            colour_map=ColourMap.SIGNED if key == "logits" else ColourMap.SEQUENTIAL,
            limit=float(np.abs(values).max()) if key == "logits" else float(values.max()),
            known=known - 1 if moving and known else known,
            digits=digits,
            editable=key == "logits",
        )

    def _kind(self) -> str:
        """The grid that the present step fills in; "" while the powers are added up."""
        step = self.lab.step
        return "powers" if step <= CLASSES else "shares" if step > CLASSES + 1 else ""

    def _digit(self) -> int:
        """The digit that the present step is about."""
        step = self.lab.step
        return step - 1 if step <= CLASSES else step - CLASSES - 2

    def _names(self) -> Iterator[Item]:
        for grid, text in (
            (self.logits, tr("logit z")),
            (self.powers, tr("power eᶻ")),
            (self.shares, tr("share")),
        ):
            rect = QRectF(0, grid.rect.top(), self.left - self.gap, self.cell)
            yield Text(rect, (Run(text, strong=True),), "body", RIGHT)

    def _digits(self) -> Iterator[Item]:
        line = line_height(self.theme, "formula")
        for digit in range(CLASSES):
            rect = QRectF(self.left + digit * self.cell, 0, self.cell, line)
            yield Text(rect, (Run(str(digit), "muted", strong=True),), "formula", CENTRE)

    def _bars(self) -> Iterator[Item]:
        """The shares that are known, as bars of the height that is left."""
        top = self.shares.rect.bottom() + self.gap
        high = self.height - self.below - top - self.gap
        line = line_height(self.theme, "axis")
        known = self.shares.known if isinstance(self.shares.known, int) else CLASSES
        best = int(self.lab.shares.argmax())
        for digit in range(CLASSES):
            left = self.left + digit * self.cell
            track = QRectF(left + self.cell * 0.18, top, self.cell * 0.64, high - line - 4)
            yield Box(track, "bar_track", "hairline", 4)
            if digit >= known:
                continue
            share = float(self.lab.shares[digit])
            bar = QRectF(track)
            bar.setTop(track.bottom() - max(2.0, share * track.height()))
            yield Box(bar, "correct" if digit == best else "bar_wrong_top", "hairline", 4)
            words = QRectF(left - self.cell, track.bottom() + 3, 3 * self.cell, line)
            yield Text(words, (Run(percent(share, 1), "muted"),), "axis", CENTRE)

    def _marks(self) -> Iterator[Mark]:
        kind = self._kind()
        if not self.lab.step or not kind:
            return
        yield Mark(Cell("logits", 0, self._digit()), "window")
        if self.moment.phase >= 1:
            yield Mark(Cell(kind, 0, self._digit()), "window")

    def _formula(self) -> Iterator[Item]:
        line = line_height(self.theme, "formula") + 2
        top = self.height - 2 * line
        general = runs(
            Run("softmax(z)ᵢ = eᶻⁱ / (eᶻ⁰ + eᶻ¹ + … + eᶻ⁹)"),
            Run(tr("     all shares add up to 1"), "muted"),
        )
        rect = QRectF(self.left, top, self.width - self.left, line)
        yield Text(rect, general, "formula", LEFT)
        yield Text(rect.translated(0, line), self._worked(), "formula", LEFT)

    def _worked(self) -> tuple[Run, ...]:
        step, lab = self.lab.step, self.lab
        if not step:
            return (Run(tr("Larger logits get larger shares, and none goes below 0."), "muted"),)
        total = number(float(lab.powers.sum()), 2)
        if step <= CLASSES:
            digit = self._digit()
            logit, power = shown(lab.logits[digit], 2), number(float(lab.powers[digit]), 2)
            return runs(Run(f"e^({logit}) ≈ "), Run(power, "accent", strong=True))
        if step == CLASSES + 1:
            terms = " + ".join(number(float(power), 2) for power in lab.powers)
            return runs(Run(f"{terms} ≈ "), Run(total, "accent", strong=True))
        digit = self._digit()
        power = number(float(lab.powers[digit]), 2)
        share = Run(percent(float(lab.shares[digit]), 1), "accent", strong=True)
        return runs(Run(f"{power} / {total} ≈ "), share)

    def _sentence(self) -> str:
        best = int(self.lab.shares.argmax())
        return tr("Softmax: digit {digit} has the largest share, {share}.").format(
            digit=best, share=percent(float(self.lab.shares[best]), 1)
        )
