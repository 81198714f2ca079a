"""Paints the cards of layers, folded repeats, the input and findings on the whole network."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.kinds import family, icon_name
from cnnstudio.ui.spine.card_text import (
    Words,
    card_title,
    input_words,
    parameter_words,
    repeat_title,
    shape_words,
)
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
from cnnstudio.ui.spine.rows import Row, RowKind
from cnnstudio.ui.spine.scene import Scene
from cnnstudio.ui.spine.signs import paint_signs, sign_names, signs_width
from cnnstudio.ui.spine.stack_layout import Placed

_DRAGGED_OPACITY = 0.35


def paint_card(painter: QPainter, placed: Placed, rect: QRectF, scene: Scene) -> None:
    """Paint a row, other than an opened block and its sum, into `rect`."""
    row = placed.row
    painter.setOpacity(_DRAGGED_OPACITY if scene.dragged & set(row.ids) else 1.0)
    _paint_ground(painter, row, rect, scene)
    inner = _inner(rect, scene)
    match row.kind:
        case RowKind.INPUT:
            _paint_input(painter, inner, placed, scene)
        case RowKind.FINDING:
            _paint_whole(painter, inner, placed, scene)
        case RowKind.REPEAT if not row.folded:
            paint_heading(painter, inner, repeat_title(row), scene)
            paint_fold_sign(painter, rect, placed.head, folded=False, scene=scene)
        case _ if placed.small:
            _paint_small(painter, inner, placed, scene)
        case _:
            _paint_large(painter, rect, inner, placed, scene)
    if placed.notes.notes:
        corner = QPointF(inner.left(), rect.top() + placed.head)
        paint_notes(painter, corner, placed.notes, scene.theme, scene.hovered)
    painter.setOpacity(1.0)


def is_selected(row: Row, scene: Scene) -> bool:
    return bool(scene.selection & set(row.ids))


def has_problem(row: Row) -> bool:
    return any(finding.is_problem for finding in row.findings)


def kind_colour(row: Row, scene: Scene) -> QColor:
    report = row.unit[0] if row.unit else row.report
    if row.kind is RowKind.FINDING:
        return scene.theme.colour.warning if has_problem(row) else scene.theme.colour.advice
    return scene.theme.kind_colour(family(report.layer) if report else "input")


def _paint_ground(painter: QPainter, row: Row, rect: QRectF, scene: Scene) -> None:
    colour, theme = scene.theme.colour, scene.theme
    if row.kind is RowKind.REPEAT and not row.folded:
        return
    if row.kind is RowKind.REPEAT:
        for step in (6, 3):
            paint_box(painter, rect.adjusted(step, step, -step, step), theme, colour.surface)
    selected = is_selected(row, scene)
    problem = has_problem(row) or scene.bad_layer in row.ids
    if problem:
        stroke = colour.accent if selected else colour.warning
        paint_marked_box(painter, rect, theme, colour.warning_tint, stroke)
    elif selected:
        paint_marked_box(painter, rect, theme, colour.accent_tint, colour.accent)
    else:
        ground = colour.advice_tint if row.kind is RowKind.FINDING else colour.surface
        paint_box(painter, rect, theme, ground)
    paint_stripe(painter, rect, theme, kind_colour(row, scene))


def _inner(rect: QRectF, scene: Scene) -> QRectF:
    padding = scene.theme.px("card_padding")
    return rect.adjusted(scene.theme.px("kind_stripe_w") + padding, 0, -padding, 0)


def _paint_input(painter: QPainter, inner: QRectF, placed: Placed, scene: Scene) -> None:
    head, how = input_words(scene.report.network.input)
    line = QRectF(inner.left(), inner.top(), inner.width(), placed.head)
    _paint_line(painter, line, "input", head, Words(how), placed.row, scene)


def _paint_small(painter: QPainter, inner: QRectF, placed: Placed, scene: Scene) -> None:
    report = placed.row.report
    assert report is not None
    line = QRectF(inner.left(), inner.top(), inner.width(), placed.head)
    text = card_title(report, report.layer.id == scene.logits_id)
    words = shape_words(report, scene.previewed(report))
    _paint_line(painter, line, icon_name(report.layer), text, words, placed.row, scene)


def _paint_line(
    painter: QPainter, line: QRectF, icon: str, text: str, words: Words, row: Row, scene: Scene
) -> None:
    """A card of one line: icon, title, and at the right its shape."""
    theme = scene.theme
    report = row.report
    waiting = report is not None and report.output is None and not has_problem(row)
    side = theme.px_f("icon_small") + 1
    painter_colour = kind_colour(row, scene)
    paint_sign(painter, line.left() + side / 2, line.center().y(), side, icon, painter_colour)
    if has_problem(row):
        _paint_warning(painter, line, scene)
        words = Words("")
    room, signs = words_width(words, theme) + 4, sign_names(row, scene.interventions)
    paint_signs(painter, line.right() - room, line.center().y(), signs, theme)
    room += signs_width(signs, theme)
    title = line.adjusted(side + 2 * theme.px("unit"), 0, -room, 0)
    ink = theme.colour.faint if waiting else theme.colour.text
    paint_elided(painter, title, text, theme.font("button"), ink)
    muted = theme.colour.faint if waiting else theme.colour.muted
    paint_words(painter, line, words, theme, right=True, colour=muted)


def _paint_warning(painter: QPainter, line: QRectF, scene: Scene) -> None:
    side = scene.theme.px_f("icon")
    place = (line.right() - side / 2, line.center().y())
    paint_sign(painter, *place, side, "warning", scene.theme.colour.warning)


def paint_title(
    painter: QPainter, inner: QRectF, placed: Placed, scene: Scene, *, room_right: float
) -> QRectF:
    """Icon and title of a large card; gives the line below for shape and parameters."""
    row, theme = placed.row, scene.theme
    line_h, side = theme.px_f("card_line_h"), theme.px_f("icon_small") + 3
    line = QRectF(inner.left(), inner.top() + theme.px("unit") + 1, inner.width(), line_h)
    report = row.report
    assert report is not None
    centre = (line.left() + side / 2, line.center().y())
    drawn = row.unit[0] if row.unit else report
    paint_sign(painter, *centre, side, icon_name(drawn.layer), kind_colour(row, scene))
    if row.kind is RowKind.REPEAT:
        text = repeat_title(row)
    else:
        text = card_title(report, report.layer.id == scene.logits_id)
    signs = sign_names(row, scene.interventions)
    paint_signs(painter, line.right() - room_right, line.center().y(), signs, theme)
    room_right += signs_width(signs, theme)
    title = line.adjusted(side + 2 * theme.px("unit"), 0, -room_right, 0)
    paint_elided(painter, title, text, theme.font("card_title"), theme.colour.text)
    return line.translated(0, line_h - 1)


def paint_meta(painter: QPainter, line: QRectF, row: Row, scene: Scene) -> None:
    """The line with shape and parameters; what does not change makes room for what does."""
    report = row.report
    assert report is not None
    then = scene.previewed(report)
    shape = shape_words(report, then, report.layer.id == scene.logits_id)
    parameters = _parameters(row, report, then)
    theme = scene.theme
    wide = words_width(parameters, theme)
    if words_width(shape, theme) + wide + 6 > line.width():
        parameters = parameters if parameters.then and not shape.then else Words("")
        wide = words_width(parameters, theme)
    paint_words(painter, line, parameters, theme, right=True, colour=theme.colour.muted)
    left = line.adjusted(0, 0, -wide - 6, 0)
    paint_words(painter, left, shape, theme, right=False, colour=theme.colour.muted)


def _parameters(row: Row, report: LayerReport, then: LayerReport | None) -> Words:
    if row.kind is not RowKind.REPEAT:
        return parameter_words(report, then)
    total = sum(member.parameters for member in row.members)
    return parameter_words(LayerReport(report.layer, output=report.output, parameters=total), None)


def _paint_large(
    painter: QPainter, rect: QRectF, inner: QRectF, placed: Placed, scene: Scene
) -> None:
    row, theme = placed.row, scene.theme
    report = row.report
    if report is None:
        _paint_hint(painter, inner, scene)
        return
    room = theme.px_f("icon") + theme.px("unit") if row.can_fold or has_problem(row) else 0
    line = paint_title(painter, inner, placed, scene, room_right=room)
    if has_problem(row):
        _paint_warning(painter, line.translated(0, -line.height()), scene)
    elif row.can_fold:
        paint_fold_sign(painter, rect, 2 * line.height(), folded=row.folded, scene=scene)
    paint_meta(painter, line, row, scene)
    if report.output is not None:
        _paint_strip(painter, strip_rect(placed, rect, scene), report, scene)


def strip_rect(placed: Placed, rect: QRectF, scene: Scene) -> QRectF:
    """Where a large card, painted into `rect`, shows what its layer puts out."""
    theme, inner, report = scene.theme, _inner(rect, scene), placed.row.report
    top = inner.top() + theme.px("unit") + 1 + 2 * theme.px_f("card_line_h")
    bottom = rect.top() + placed.head - theme.px("unit")
    strip = QRectF(inner.left(), top, inner.width(), bottom - top)
    is_bar_code = report is not None and len(report.output or ()) == 1
    is_bar_code = is_bar_code and not shows_classes(report, scene)
    return strip.adjusted(0, 3, 0, -3) if is_bar_code else strip


def shows_classes(report: LayerReport | None, scene: Scene) -> bool:
    """Whether the card shows the ten digits with their shares in the answer."""
    if report is None or report.layer.id != scene.logits_id:
        return False
    return report.output == (CLASSES,)


def _paint_strip(painter: QPainter, strip: QRectF, report: LayerReport, scene: Scene) -> None:
    if shows_classes(report, scene):
        scene.strips.paint_classes(painter, strip, scene.theme)
        return
    scene.strips.paint(painter, strip, report, scene.theme)
    if report.layer.id in scene.selection:
        scene.strips.paint_chosen(painter, strip, report, scene.theme)


def paint_heading(painter: QPainter, inner: QRectF, text: str, scene: Scene) -> None:
    theme = scene.theme
    line = inner.adjusted(0, 0, -theme.px("min_hit_target"), 0)
    paint_elided(painter, line, text, theme.font("card_meta"), theme.colour.muted)


def paint_fold_sign(
    painter: QPainter, rect: QRectF, head: float, *, folded: bool, scene: Scene
) -> None:
    place = fold_rect(rect, head, scene)
    name = "chevron_right" if folded else "chevron_down"
    side = scene.theme.px_f("icon_small")
    centre = (place.center().x(), place.center().y())
    paint_sign(painter, *centre, side, name, scene.theme.colour.muted)


def fold_rect(rect: QRectF, head: float, scene: Scene) -> QRectF:
    """Where to click to fold or unfold: at the right end of the title."""
    side = scene.theme.px_f("min_hit_target")
    height = min(side, head)
    return QRectF(rect.right() - side - 2, rect.top() + 1, side, height)


def _paint_whole(painter: QPainter, inner: QRectF, placed: Placed, scene: Scene) -> None:
    theme, problem = scene.theme, has_problem(placed.row)
    line = QRectF(inner.left(), inner.top(), inner.width(), placed.head)
    side = theme.px_f("icon")
    ink = theme.colour.warning if problem else theme.colour.advice_text
    name = "warning" if problem else "info"
    paint_sign(painter, line.left() + side / 2, line.center().y(), side, name, ink)
    text = whole_title(problem)
    words = line.adjusted(side + 2 * theme.px("unit"), 0, 0, 0)
    paint_elided(painter, words, text, theme.font("card_title"), theme.colour.text)


def whole_title(problem: bool) -> str:
    if problem:
        return QCoreApplication.translate("Spine", "The network cannot run yet")
    return QCoreApplication.translate("Spine", "About the answer")


def _paint_hint(painter: QPainter, inner: QRectF, scene: Scene) -> None:
    theme = scene.theme
    painter.setFont(theme.font("body"))
    painter.setPen(theme.colour.muted)
    text = QCoreApplication.translate("Spine", "Drag a layer here to begin.")
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    painter.drawText(inner, flags, text)
