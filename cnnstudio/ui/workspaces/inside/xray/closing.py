"""The lines that close an arithmetic: the sum, what follows it, and that it is PyTorch's value."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.label import longest_fitting
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded


@dataclass(frozen=True)
class ClosingLine:
    """`text` at the left, or `brief` where that does not fit, and `figure` at the right; with an
    icon where it is a layer behind, and strong where it is the number that was asked about."""

    text: str
    figure: str
    icon: str = ""
    family: str = ""
    is_strong: bool = False
    brief: str = ""


class ClosingLines(Painted):
    """Lines from top to bottom; those of layers behind are tinted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ClosingLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("What it comes to"))

    def show_lines(self, lines: tuple[ClosingLine, ...]) -> None:
        before, self._lines = self.sizeHint(), lines
        spoken = "; ".join(f"{line.text}: {line.figure}" for line in lines)
        self.setAccessibleDescription(spoken)
        self.setToolTip("\n".join(f"{line.text} = {line.figure}" for line in lines))
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    @property
    def lines(self) -> tuple[ClosingLine, ...]:
        return self._lines

    def _height_of(self, line: ClosingLine, theme: Theme) -> int:
        if line.icon:
            return theme.px("min_hit_target") + 8
        return QFontMetrics(theme.font(_figure_role(line))).height() + 5

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(300, sum(self._height_of(line, theme) for line in self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        top = 0.0
        for line in self._lines:
            height = self._height_of(line, theme)
            self._paint_line(painter, QRectF(0, top, self.width(), height), line, theme)
            top += height

    def _paint_line(self, painter: QPainter, rect: QRectF, line: ClosingLine, theme: Theme) -> None:
        inner = rect
        if line.icon:
            tinted = rect.adjusted(0, 2, 0, -2)
            fill_rounded(painter, tinted, theme.colour.accent_tint, theme.px_f("radius_card"))
            inner = rect.adjusted(10, 0, -10, 0)
            side = theme.px_f("icon_small") + 2
            sign = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            paint_icon(painter, sign, line.icon, theme.kind_colour(line.family))
            inner = inner.adjusted(side + 8, 0, 0, 0)
        figure = theme.font(_figure_role(line))
        painter.setFont(figure)
        painter.setPen(theme.colour.accent if line.icon else theme.colour.text)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, right, line.figure)
        room = inner.width() - QFontMetrics(figure).horizontalAdvance(line.figure) - 12
        painter.setFont(theme.font("body" if line.is_strong or line.icon else "label"))
        painter.setPen(theme.colour.text if line.is_strong or line.icon else theme.colour.muted)
        text = longest_fitting((line.text, line.brief or line.text), painter.fontMetrics(), room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)


def _figure_role(line: ClosingLine) -> str:
    if line.is_strong:
        return "big_number"
    return "body_strong" if not line.icon else "panel_title"
