"""Which number of a layer is under the mouse, on the pictures of its card."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.ui.numbers import number
from cnnstudio.ui.spine.card_painter import shows_classes, strip_rect
from cnnstudio.ui.spine.rows import RowKind
from cnnstudio.ui.spine.scene import Scene
from cnnstudio.ui.spine.stack_layout import Placed
from cnnstudio.ui.widgets.thumbnail_strip import class_at


class CardNumber(NamedTuple):
    """A number of what a layer puts out, where a card shows it."""

    report: LayerReport
    spot: Spot

    def sentence(self) -> str:
        """Where it stands, and what a click does."""
        if len(self.report.output or ()) == 3:
            template = QCoreApplication.translate(
                "Spine", "Map {map}, row {row}, column {column}. Inside shows where it comes from."
            )
            map, row, column = self.spot
            return template.format(map=map + 1, row=row + 1, column=column + 1)
        if self.report.output == (CLASSES,):
            template = QCoreApplication.translate(
                "Spine", "The number for digit {digit}. Inside shows where it comes from."
            )
            return template.format(digit=self.spot.map)
        template = QCoreApplication.translate(
            "Spine", "Number {index}. Inside shows where it comes from."
        )
        return template.format(index=number(self.spot.map + 1))


def card_number(placed: Placed, point: QPointF, scene: Scene) -> CardNumber | None:
    """The number at a point of the stack; None beside the card's pictures."""
    row, report = placed.row, placed.row.report
    has_strip = row.kind in (RowKind.LAYER, RowKind.BLOCK, RowKind.REPEAT) and not placed.small
    if report is None or not has_strip or (row.can_fold and not row.folded):
        return None
    strip = strip_rect(placed, placed.rect, scene)
    if shows_classes(report, scene):
        digit = class_at(strip, CLASSES, point)
        return None if digit is None else CardNumber(report, Spot(digit, 0, 0))
    spot = scene.strips.spot_at(strip, report, point, scene.theme)
    return None if spot is None else CardNumber(report, spot)
