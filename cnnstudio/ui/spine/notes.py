"""Findings on a card: where their sentences and buttons are, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from cnnstudio.core.findings import Finding, Fix
from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.painting import fill_rounded

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_CENTRED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class FixButton:
    """A place to click: one fix, or a menu of `more`. `rect` counts from the notes' corner."""

    rect: QRectF
    text: str
    is_problem: bool
    fix: Fix | None = None
    more: tuple[Fix, ...] = ()


@dataclass(frozen=True)
class Note:
    """One finding, laid out. A quiet one is a single line that ends where the card does."""

    finding: Finding
    text: str
    rect: QRectF
    quiet: bool
    buttons: tuple[FixButton, ...] = ()


@dataclass(frozen=True)
class Notes:
    """The findings of a card, one below the other."""

    notes: tuple[Note, ...] = ()
    height: float = 0

    def button_at(self, point: QPointF) -> FixButton | None:
        """The button under a point that counts from the notes' corner."""
        buttons = (button for note in self.notes for button in note.buttons)
        return next((button for button in buttons if button.rect.contains(point)), None)


def lay_out_notes(
    findings: Sequence[Finding], width: float, theme: Theme, *, in_full: bool
) -> Notes:
    """Problems are always told in full, advice only where `in_full` (on the selected card)."""
    notes: list[Note] = []
    top = 0.0
    for finding in findings:
        quiet = not (finding.is_problem or in_full)
        note, bottom = _lay_out(finding, top, width, theme, quiet)
        notes.append(note)
        top = bottom + theme.px("unit")
    return Notes(tuple(notes), max(0.0, top - theme.px("unit")))


def _lay_out(
    finding: Finding, top: float, width: float, theme: Theme, quiet: bool
) -> tuple[Note, float]:
    text = translated(finding.sentence)
    metrics = QFontMetricsF(theme.font("card_meta"))
    if quiet:
        rect = QRectF(0, top, width, theme.px_f("card_line_h"))
        return Note(finding, text, rect, quiet=True), rect.bottom()
    box = metrics.boundingRect(QRectF(0, 0, width, 10_000), int(_WRAP), text)
    rect = QRectF(0, top, width, box.height())
    buttons = _buttons(finding, rect.bottom() + 1.5 * theme.px("unit"), width, theme)
    bottom = max((button.rect.bottom() for button in buttons), default=rect.bottom())
    return Note(finding, text, rect, quiet=False, buttons=buttons), bottom


def _buttons(finding: Finding, top: float, width: float, theme: Theme) -> tuple[FixButton, ...]:
    if not finding.fixes:
        return ()
    first, more = finding.fixes[0], finding.fixes[1:]
    text = QCoreApplication.translate("Spine", "Fix: {fix}").format(fix=fix_words(first))
    rect = _button_rect(text, top, width, theme)
    buttons = [FixButton(rect, text, finding.is_problem, fix=first)]
    if more:
        beside = _more_rect(rect, _more_text(len(more)), width, theme)
        buttons.append(FixButton(beside, _more_text(len(more)), finding.is_problem, more=more))
    return tuple(buttons)


def fix_words(fix: Fix) -> str:
    """What a fix does, as it stands behind a colon."""
    words = translated(fix.sentence)
    return words[:1].lower() + words[1:]


def _more_text(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("Spine", "1 more fix")
    return QCoreApplication.translate("Spine", "{count} more fixes").format(count=count)


def _button_rect(text: str, top: float, width: float, theme: Theme) -> QRectF:
    """As wide as its words, up to the whole width; higher where they take two lines."""
    padding = 2.5 * theme.px("unit")
    metrics = QFontMetricsF(theme.font("body_strong"))
    room = QRectF(0, 0, width - 2 * padding, 10_000)
    box = metrics.boundingRect(room, int(_CENTRED), text)
    height = max(theme.px_f("fix_button_h"), box.height() + 2 * theme.px("unit"))
    return QRectF(0, top, min(width, box.width() + 2 * padding + 2), height)


def _more_rect(first: QRectF, text: str, width: float, theme: Theme) -> QRectF:
    """Behind the first button, or below it where there is no room."""
    wide = QFontMetricsF(theme.font("body_strong")).horizontalAdvance(text) + 2 * theme.px("unit")
    height = theme.px_f("fix_button_h")
    if first.right() + theme.px("unit") + wide <= width:
        return QRectF(first.right() + theme.px("unit"), first.top(), wide, first.height())
    return QRectF(0, first.bottom(), wide, height)


def paint_notes(
    painter: QPainter, corner: QPointF, notes: Notes, theme: Theme, hovered: FixButton | None
) -> None:
    """Paint with the notes' top left at `corner`."""
    painter.save()
    painter.translate(corner)
    for note in notes.notes:
        if note.quiet:
            _paint_quiet(painter, note, theme)
        else:
            _paint_full(painter, note, theme)
        for button in note.buttons:
            _paint_button(painter, button, theme, button is hovered)
    painter.restore()


def _paint_quiet(painter: QPainter, note: Note, theme: Theme) -> None:
    side = theme.px_f("icon_small") - 2
    sign = QRectF(note.rect.left(), note.rect.center().y() - side / 2, side, side)
    paint_icon(painter, sign, "info", theme.colour.advice_text)
    font = theme.font("min")
    painter.setFont(font)
    painter.setPen(theme.colour.advice_text)
    words = note.rect.adjusted(side + theme.px("unit"), 0, 0, 0)
    elided = QFontMetricsF(font).elidedText(note.text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, elided)


def _paint_full(painter: QPainter, note: Note, theme: Theme) -> None:
    is_problem = note.finding.is_problem
    painter.setFont(theme.font("card_meta"))
    painter.setPen(theme.colour.text if is_problem else theme.colour.advice_text)
    painter.drawText(note.rect, int(_WRAP), note.text)


def _paint_button(painter: QPainter, button: FixButton, theme: Theme, hovered: bool) -> None:
    painter.setFont(theme.font("body_strong"))
    if button.fix is None:
        _paint_link(painter, button, theme, hovered)
        return
    colour = theme.colour
    if button.is_problem:
        fill, ink = (colour.warning_hover if hovered else colour.warning), colour.on_warning
        fill_rounded(painter, button.rect, fill, theme.px_f("radius_button"))
    else:
        ink = colour.advice_text
        painter.setPen(colour.advice)
        painter.setBrush(colour.advice_tint if hovered else colour.surface)
        radius = theme.px_f("radius_button")
        painter.drawRoundedRect(button.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(ink)
    padding = 2.5 * theme.px("unit")
    painter.drawText(button.rect.adjusted(padding, 0, -padding, 0), int(_CENTRED), button.text)


def _paint_link(painter: QPainter, button: FixButton, theme: Theme, hovered: bool) -> None:
    font = theme.font("body_strong")
    font.setUnderline(hovered)
    painter.setFont(font)
    colour = theme.colour
    painter.setPen(colour.warning if button.is_problem else colour.advice_text)
    painter.drawText(button.rect, Qt.AlignmentFlag.AlignCenter, button.text)
