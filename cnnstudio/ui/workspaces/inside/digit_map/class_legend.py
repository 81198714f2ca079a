"""Which colour is which digit; each can be hidden."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import draw_box, stroke_focus
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud
from cnnstudio.ui.workspaces.inside.digit_map.marks import class_colour

_GAP = 6
_BETWEEN = 4


class Chip(QAbstractButton):
    """A dot and a word, pressed in while what they stand for is shown. Without a label it is a
    ring: what was misread."""

    def __init__(self, label: int | None, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self.setText(word)
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        metrics = QFontMetrics(theme.font("body_strong"))
        width = metrics.horizontalAdvance(self.text()) + self._dot(theme) + 3 * _GAP + 2
        return QSize(width, theme.px("min_hit_target"))

    def _dot(self, theme: Theme) -> int:
        return round(0.75 * theme.font_px("body"))

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, shown = current_theme(), self.isChecked() and self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, radius = QRectF(self.rect()), theme.px_f("radius_button")
        fill = theme.colour.surface if shown else theme.colour.sunken
        draw_box(painter, rect, fill, theme.colour.hairline, radius)
        side = self._dot(theme)
        dot = QRectF(_GAP, (rect.height() - side) / 2, side, side)
        if self._label is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour.text if shown else theme.colour.faint, 2))
        else:
            painter.setBrush(class_colour(self._label, theme) if shown else theme.colour.faint)
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(dot.adjusted(1, 1, -1, -1))
        painter.setFont(theme.font("body_strong"))
        painter.setPen(theme.colour.text if shown else theme.colour.muted)
        words = rect.adjusted(dot.right() + _GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            stroke_focus(painter, rect, theme, radius)
        painter.end()


class ClassLegend(QWidget):
    """A chip for each digit, and one for the misread; `changed` when one was pressed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = [Chip(label, str(label)) for label in range(CLASSES)]
        self.misread = Chip(None, self.tr("misread"))
        self._wordings: tuple[str, ...] = (self.tr("misread"),)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_BETWEEN)
        for chip in (*self.chips, self.misread):
            chip.toggled.connect(self.changed)
            row.addWidget(chip)
        row.addStretch()

    @property
    def hidden(self) -> frozenset[int]:
        """The classes that are not to be seen."""
        return frozenset(label for label, chip in enumerate(self.chips) if not chip.isChecked())

    def forget(self) -> None:
        """Nobody knows how many are misread."""
        self.misread.setEnabled(True)
        self._wordings = (self.tr("misread"),)
        self._fit()

    def describe(self, cloud: Cloud) -> None:
        """Say how many digits each chip stands for."""
        wrong = int(cloud.misread.sum())
        counts = cloud.counts()
        for label, chip in enumerate(self.chips):
            template = self.tr("Show or hide the {count} digits that are a {label}")
            chip.setToolTip(template.format(count=number(int(counts[label])), label=label))
            chip.setAccessibleName(self.tr("Digits that are a {label}").format(label=label))
        self._describe_rings(number(wrong), cloud.has_too_many_rings)

    def _describe_rings(self, wrong: str, too_many: bool) -> None:
        brief = self.tr("{count} misread").format(count=wrong)
        whole = self.tr("{misread}, not ringed").format(misread=brief) if too_many else brief
        self._wordings = (whole, brief, wrong)
        self.misread.setToolTip(
            self.tr("With so many misread, their rings would hide the colours of the classes")
            if too_many
            else self.tr("Mark the digits that the network takes for others")
        )
        self.misread.setEnabled(not too_many)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say of the misread as much as there is room for."""
        room = self.width() - sum(chip.sizeHint().width() + _BETWEEN for chip in self.chips)
        for words in self._wordings:
            self.misread.setText(words)
            if self.misread.sizeHint().width() <= room:
                break
        self.misread.updateGeometry()
