"""The gap that opens for a drop, and the card that would be there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cnnstudio.core.edits import Place
from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.kinds import family, icon_name
from cnnstudio.ui.spine.card_text import Words, card_title, shape_words
from cnnstudio.ui.spine.pens import paint_elided, paint_sign, paint_stripe, paint_words
from cnnstudio.ui.spine.scene import Scene

_DASH = [4.0, 3.0]


@dataclass(frozen=True)
class Gap:
    """An open gap: `top` is its height in the stack while it is closed, `rect` where it opens."""

    place: Place
    top: float
    rect: QRectF
    layer_ids: tuple[str, ...]


def paint_gap(painter: QPainter, gap: Gap, rect: QRectF, scene: Scene) -> None:
    theme, colour = scene.theme, scene.theme.colour
    pen = QPen(colour.accent, 1.8)
    pen.setDashPattern(_DASH)
    painter.setPen(pen)
    painter.setBrush(colour.accent_tint)
    radius = theme.px_f("radius_card")
    painter.drawRoundedRect(rect.adjusted(-1, 1, 1, -1), radius, radius)
    _paint_dot(painter, rect, scene)
    if scene.preview is not None and gap.layer_ids:
        report = scene.preview.by_id.get(gap.layer_ids[0])
        if report is not None:
            ghost = rect.adjusted(theme.px("block_indent") + 8, 5, -4, -5)
            _paint_ghost(painter, ghost, report, len(gap.layer_ids), scene)


def _paint_dot(painter: QPainter, rect: QRectF, scene: Scene) -> None:
    """The accent's dot on the edge of the stack, and the line that it sends into the gap."""
    theme = scene.theme
    dot = QPointF(rect.left() - 2, rect.center().y())
    painter.setPen(QPen(theme.colour.accent, theme.px_f("selected_card_stroke")))
    painter.drawLine(dot, dot + QPointF(theme.px("block_indent"), 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour.accent)
    radius = theme.px_f("insertion_dot") / 2
    painter.drawEllipse(dot, radius, radius)


def _paint_ghost(
    painter: QPainter, rect: QRectF, report: LayerReport, count: int, scene: Scene
) -> None:
    theme = scene.theme
    painter.setPen(QPen(theme.colour.accent, 1.5))
    painter.setBrush(theme.colour.surface)
    painter.drawRoundedRect(rect, theme.px_f("radius_card"), theme.px_f("radius_card"))
    hue = theme.kind_colour(family(report.layer))
    paint_stripe(painter, rect.adjusted(1, 1, 0, -1), theme, hue)
    padding = theme.px("kind_stripe_w") + theme.px("card_padding")
    line = QRectF(rect.left() + padding, rect.top() + 3, rect.width() - padding - 4, 0)
    line.setHeight(rect.height() / 2 - 3)
    side = theme.px_f("icon_small") + 2
    paint_sign(
        painter, line.left() + side / 2, line.center().y(), side, icon_name(report.layer), hue
    )
    title = line.adjusted(side + 2 * theme.px("unit"), 0, 0, 0)
    text = card_title(report) if count == 1 else many_layers(count)
    paint_elided(painter, title, text, theme.font("card_title"), theme.colour.text)
    if count == 1:
        below = line.translated(0, line.height())
        words = ghost_words(report)
        paint_words(painter, below, words, theme, right=False, colour=theme.colour.muted)


def many_layers(count: int) -> str:
    return QCoreApplication.translate("Spine", "{count} layers").format(count=count)


def ghost_words(report: LayerReport) -> Words:
    """The shape that goes in, and the one that comes out."""
    if report.input is None:
        return shape_words(report, None)
    return shape_words(LayerReport(report.layer, report.input, report.input), report)
