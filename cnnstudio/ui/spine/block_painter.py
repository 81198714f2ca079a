"""Paints an opened residual block: its frame, its head, the shortcut, and the sum at its foot."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cnnstudio.core.layers import Residual
from cnnstudio.ui.spine.card_painter import (
    has_problem,
    is_selected,
    paint_fold_sign,
    paint_meta,
    paint_title,
)
from cnnstudio.ui.spine.card_text import shape_words
from cnnstudio.ui.spine.notes import paint_notes
from cnnstudio.ui.spine.pens import (
    paint_box,
    paint_elided,
    paint_marked_box,
    paint_sign,
    paint_stripe,
    paint_words,
    words_width,
)
from cnnstudio.ui.spine.scene import Scene
from cnnstudio.ui.spine.stack_layout import Placed

_SUM_RADIUS = 8.0


def paint_frame(painter: QPainter, head: Placed, top: QRectF, bottom: QRectF, scene: Scene) -> None:
    """Everything that lies behind the body's cards. `top` and `bottom` are head and foot."""
    theme, colour = scene.theme, scene.theme.colour
    frame = QRectF(top.topLeft(), bottom.bottomRight())
    if has_problem(head.row):
        stroke = colour.accent if is_selected(head.row, scene) else colour.warning
        paint_marked_box(painter, frame, theme, colour.warning_tint, stroke)
    elif is_selected(head.row, scene):
        paint_marked_box(painter, frame, theme, colour.accent_tint, colour.accent)
    else:
        paint_box(painter, frame, theme, colour.sunken)
    paint_stripe(painter, frame, theme, theme.kind_colour("residual"))
    _paint_shortcut(painter, head, top, bottom, scene)


def paint_head(painter: QPainter, head: Placed, rect: QRectF, scene: Scene) -> None:
    theme = scene.theme
    padding = theme.px("card_padding")
    inner = rect.adjusted(theme.px("kind_stripe_w") + padding, 0, -padding, 0)
    room = theme.px_f("min_hit_target")
    line = paint_title(painter, inner, head, scene, room_right=room)
    if has_problem(head.row):
        side = theme.px_f("icon")
        place = (rect.right() - room - side, line.center().y() - line.height())
        paint_sign(painter, *place, side, "warning", theme.colour.warning)
    paint_fold_sign(painter, rect, 2 * line.height(), folded=False, scene=scene)
    paint_meta(painter, line, head.row, scene)
    if head.notes.notes:
        corner = QPointF(inner.left(), rect.top() + head.head)
        paint_notes(painter, corner, head.notes, theme, scene.hovered)


def paint_sum(painter: QPainter, placed: Placed, rect: QRectF, scene: Scene) -> None:
    """The line at the foot: the shortcut comes in at the +, and the sum goes on."""
    theme, report = scene.theme, placed.row.report
    assert report is not None
    x = _shortcut_x(rect, scene)
    line = rect.adjusted(x - rect.left() + 2 * _SUM_RADIUS, 0, -theme.px("card_padding"), 0)
    words = shape_words(report, scene.previewed(report))
    paint_words(painter, line, words, theme, right=True, colour=theme.colour.muted)
    name = line.adjusted(0, 0, -words_width(words, theme), 0)
    text = QCoreApplication.translate("Spine", "layers + shortcut")
    paint_elided(painter, name, text, theme.font("min"), theme.colour.muted)


def _shortcut_x(rect: QRectF, scene: Scene) -> float:
    stripe, indent = scene.theme.px("kind_stripe_w"), scene.theme.px("block_indent")
    return rect.left() + stripe + (indent - stripe) / 2


def _paint_shortcut(
    painter: QPainter, head: Placed, top: QRectF, bottom: QRectF, scene: Scene
) -> None:
    """A line down the side from the block's input to the sum, with the projection on its way."""
    report = head.row.report
    assert report is not None
    assert isinstance(report.layer, Residual)
    theme = scene.theme
    ink = theme.kind_colour("residual")
    x, start, end = _shortcut_x(top, scene), top.bottom() - 1, bottom.center().y()
    painter.setPen(QPen(ink, theme.px_f("link_line")))
    painter.drawLine(QPointF(x, start), QPointF(x, end - _SUM_RADIUS))
    _paint_plus(painter, QPointF(x, end), scene)
    if report.layer.shortcut == "projection":
        _paint_projection(painter, QPointF(x, (start + end) / 2), scene)


def _paint_plus(painter: QPainter, centre: QPointF, scene: Scene) -> None:
    theme, arm = scene.theme, _SUM_RADIUS * 0.5
    painter.setBrush(theme.colour.surface)
    painter.drawEllipse(centre, _SUM_RADIUS, _SUM_RADIUS)
    painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0))
    painter.drawLine(centre - QPointF(0, arm), centre + QPointF(0, arm))


def _paint_projection(painter: QPainter, centre: QPointF, scene: Scene) -> None:
    theme = scene.theme
    painter.save()
    painter.translate(centre)
    painter.rotate(-90)
    box = QRectF(-18, -8.5, 36, 17)
    painter.setPen(QPen(theme.kind_colour("residual"), 1))
    painter.setBrush(theme.colour.surface)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(theme.font("min"))
    painter.setPen(theme.colour.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "1×1")
    painter.restore()
