"""What cards say: titles, shapes, parameter counts, and how a change would alter them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Shape
from cnnstudio.core.network import Input
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.spine.rows import Row, RowKind


class Words(NamedTuple):
    """Text, and what it would become if the previewed change were made; "" for no change."""

    now: str
    then: str = ""


def card_title(report: LayerReport, gives_logits: bool = False) -> str:
    """“Conv 6 @ 5×5, pad 2”; the layer that gives the logits is named with its softmax."""
    text = title(report.layer.title())
    if not gives_logits:
        return text
    return QCoreApplication.translate("Spine", "{layer} → softmax").format(layer=text)


def repeat_title(row: Row) -> str:
    """“5 × Residual block · ReLU”."""
    assert row.repeat is not None
    words = " · ".join(QCoreApplication.translate("core", r.layer.word) for r in row.unit)
    template = QCoreApplication.translate("Spine", "{count} × {layers}")
    return template.format(count=row.repeat.times, layers=words)


def input_words(picture: Input) -> tuple[str, str]:
    """The input card's title and how a digit gets to that size."""
    head = QCoreApplication.translate("Spine", "Input {shape}").format(shape=shape(picture.shape))
    if picture.height == picture.width == 28:
        return head, QCoreApplication.translate("Spine", "repeated")
    if picture.pads:
        return head, QCoreApplication.translate("Spine", "padded")
    return head, QCoreApplication.translate("Spine", "resized")


def waits() -> str:
    """What a layer behind a problem does."""
    return QCoreApplication.translate("Spine", "waits")


def shape_words(now: LayerReport, then: LayerReport | None, gives_logits: bool = False) -> Words:
    """The output's shape now, and then where it differs."""
    if now.output is None:
        text = waits() if now.input is None else shape(now.input) + " → ?"
    elif gives_logits and now.output == (CLASSES,):
        template = QCoreApplication.translate("Spine", "{count} classes")
        text = template.format(count=CLASSES)
    else:
        text = shape(now.output)
    if then is None or then.output == now.output:
        return Words(text)
    return Words(text if now.output else "", _shape_or_fault(then.output))


def _shape_or_fault(lengths: Shape | None) -> str:
    if lengths is None:
        return QCoreApplication.translate("Spine", "does not fit")
    return shape(lengths)


def parameter_words(now: LayerReport, then: LayerReport | None) -> Words:
    """The parameters now, and then where they differ."""
    if now.output is None and then is None:
        return Words("")
    if then is None or then.output is None or then.parameters == now.parameters:
        return Words(_parameters(now.parameters))
    return Words(number(now.parameters), number(then.parameters))


def _parameters(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("Spine", "1 param")
    return QCoreApplication.translate("Spine", "{count} params").format(count=number(count))


def spoken(row: Row, gives_logits: bool) -> str:
    """A row in words, for a screen reader."""
    report = row.report
    if report is None:
        return ""
    repeated = row.kind is RowKind.REPEAT
    name = repeat_title(row) if repeated else card_title(report, gives_logits)
    facts = [name, shape_words(report, None).now, parameter_words(report, None).now]
    return ", ".join(fact for fact in facts if fact)
