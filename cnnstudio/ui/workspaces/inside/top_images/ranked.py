"""The answer to “what excites this layer?” as what is drawn and said of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QCoreApplication

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import Floats, Picks, TopImages
from cnnstudio.core.mnist import Digits
from cnnstudio.core.network import Input
from cnnstudio.ui.numbers import number
from cnnstudio.ui.workspaces.inside.layer_in_view import is_list
from cnnstudio.ui.workspaces.inside.seen import Box, as_input, box_of, cut_out

#: A share of the digits above which a unit that is silent for them is worth a word.
_MOSTLY = 0.5

translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class Pick:
    """One digit of a ranking: its index and label, the unit's number there and which of its map
    that is; the digit as the network's input, the box that was seen, and what is in it."""

    digit: int
    label: int
    value: float
    spot: Spot
    picture: Floats
    box: Box
    patch: Floats


class Ranked:
    """A layer's top images with the digits themselves."""

    def __init__(
        self, found: TopImages, report: LayerReport, network_input: Input, digits: Digits
    ) -> None:
        self.found = found
        self._report, self._input, self._digits = report, network_input, digits
        self._pictures = lru_cache(maxsize=4096)(self._picture)

    @property
    def units(self) -> int:
        """Of how many units something is known."""
        return len(self.found.silent)

    @property
    def count(self) -> int:
        """Digits in each ranking."""
        return int(self.found.strongest.digits.shape[1])

    @property
    def box(self) -> Box:
        """As large as every box of the layer is at most."""
        return box_of(self._report, self._input, *self._middle())

    def pick(self, unit: int, place: int, weakest: bool = False) -> Pick:
        """The digit at a place of a unit's ranking, 0 being the most (or least) exciting one."""
        picks: Picks = self.found.weakest if weakest else self.found.strongest
        digit = int(picks.digits[unit, place])
        row, column = (int(n) for n in picks.places[unit, place])
        picture = self._pictures(digit)
        box = box_of(self._report, self._input, row, column)
        label, value = int(self._digits.labels[digit]), float(picks.values[unit, place])
        spot = Spot(unit, row, column)
        return Pick(digit, label, value, spot, picture, box, cut_out(picture, box))

    def name(self, unit: int) -> str:
        """“Map 11”, “Number 11”, or “Class 4” of the ten answers."""
        if not is_list(self._report):
            template = translate("TopImages", "Map {n}")
        elif self._are_classes():
            template = translate("TopImages", "Class {n}")
        else:
            template = translate("TopImages", "Number {n}")
        return template.format(n=self.short_name(unit))

    def question(self, unit: int) -> str:
        """“What excites map 11”, as a heading."""
        if not is_list(self._report):
            template = translate("TopImages", "What excites map {n}")
        elif self._are_classes():
            template = translate("TopImages", "What excites class {n}")
        else:
            template = translate("TopImages", "What excites number {n}")
        return template.format(n=self.short_name(unit))

    def short_name(self, unit: int) -> str:
        """The number that a unit is called by: classes by their digit, others from 1."""
        return number(unit if self._are_classes() else unit + 1)

    def _are_classes(self) -> bool:
        return is_list(self._report) and self.found.units == CLASSES

    def sees_all(self) -> bool:
        """Whether each number of the layer sees the whole picture."""
        return self.box == Box(0, 0, self._input.height, self._input.width)

    def about_silence(self, unit: int) -> str:
        """A sentence where a unit is above 0 for few digits or none; empty for others."""
        silent, total = int(self.found.silent[unit]), self.found.digits
        if silent == total:
            template = translate("TopImages", "Nowhere above 0, for none of the {count} digits.")
            return template.format(count=number(total))
        if silent < _MOSTLY * total:
            return ""
        template = translate("TopImages", "Nowhere above 0 for {count} of the {total} digits.")
        return template.format(count=number(silent), total=number(total))

    def _middle(self) -> tuple[int, int]:
        shape = self._report.output or (1,)
        return (0, 0) if len(shape) == 1 else (shape[1] // 2, shape[2] // 2)

    def _picture(self, digit: int) -> Floats:
        picture = as_input(self._input, self._digits.images[digit])
        return np.ascontiguousarray(picture, np.float32)
