"""What cards and palette rows say when the mouse rests on them."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.interventions import Interventions
from cnnstudio.core.layers import Layer
from cnnstudio.ui.numbers import compact, number
from cnnstudio.ui.session.wording import translated, word
from cnnstudio.ui.spine.card_text import card_title
from cnnstudio.ui.spine.rows import Row
from cnnstudio.ui.spine.signs import sign_words


def tip(row: Row, interventions: Interventions, number_shown: str = "") -> str:
    """Title, findings, costs and PyTorch's name of a card's layer, and what was done to it by
    hand, as rich text; before them what is said of a number that its picture shows."""
    report = row.report
    lines = [translated(finding.sentence) for finding in row.findings]
    if report is not None:
        lines.insert(0, card_title(report))
        if report.output is not None:
            template = QCoreApplication.translate(
                "Spine", "{parameters} parameters, {macs} multiply-adds per digit"
            )
            lines.append(
                template.format(parameters=number(report.parameters), macs=compact(report.macs))
            )
        lines += sign_words(row, interventions)
        lines.append(kind_tip(type(report.layer)))
    lines = [number_shown, *lines] if number_shown else lines
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def kind_tip(kind: type[Layer]) -> str:
    """What a kind of layer does, and what PyTorch calls it."""
    template = QCoreApplication.translate("Spine", "{help} In PyTorch: {name}.")
    return template.format(help=word(kind.help), name=kind.__name__)
