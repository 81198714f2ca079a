"""What the network says of the current digit, and whether that is right."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import percent
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.bar_list import BarList
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded
from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel

_DIGITS = [str(digit) for digit in range(10)]


class AnswerPanel(StagePanel):
    """Shares of the ten digits, and a sentence on the first and the second answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Answer"))
        self.set_subtitle(self.tr("softmax"))
        self.bars = BarList(_DIGITS)
        self.verdict = Verdict()
        self.content.addWidget(self.bars, 1)
        self.content.addWidget(self.verdict)

    def show_answer(self, shares: Floats | None, label: int | None) -> None:
        """Shares (10,), None before there is an answer; `label` None where nobody knows it."""
        self.bars.set_values(shares, label)
        self.verdict.show_answer(shares, label)


class LogitsPanel(StagePanel):
    """The numbers that softmax makes the shares of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Logits"))
        self.chart = BarChart(self.tr("Logits"))
        self.content.addWidget(self.chart, 1)

    def show_logits(self, logits: Floats) -> None:
        """(outputs,); outputs beyond the tenth count for nothing."""
        more = len(logits) > 10
        note = self.tr("only the first 10 count")
        self.set_subtitle(note if more else self.tr("before softmax"))
        self.chart.set_values(logits, [str(index) for index in range(len(logits))])
        self.chart.select(None)


class Verdict(Painted):
    """A tinted box: “Says 9, but the label is 4.” and the second choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = TextLabel(role="body_strong")
        self._second = TextLabel(role="label", tone="muted")
        self._is_wrong = False
        for line in (self._first, self._second):
            line.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(2)
        column.addWidget(self._first)
        column.addWidget(self._second)

    def text(self) -> str:
        return self._first.text()

    def show_answer(self, shares: Floats | None, label: int | None) -> None:
        if shares is None or not len(shares):
            self._say(self.tr("No answer yet."), "", False)
            return
        best, second = (int(index) for index in np.argsort(-shares, kind="stable")[:2])
        choice = self.tr("Second choice: {digit}, with {share}.")
        below = choice.format(digit=second, share=percent(float(shares[second])))
        self._say(self._sentence(best, label), below, label not in (None, best))

    def _sentence(self, best: int, label: int | None) -> str:
        if label is None:
            return self.tr("Says {answer}.").format(answer=best)
        if best == label:
            return self.tr("Says {answer}, and it is one.").format(answer=best)
        return self.tr("Says {answer}, but the label is {label}.").format(answer=best, label=label)

    def _say(self, first: str, second: str, is_wrong: bool) -> None:
        self._first.setText(first)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self._is_wrong = is_wrong
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        tint = theme.colour.warning_tint if self._is_wrong else theme.colour.sunken
        fill_rounded(painter, QRectF(self.rect()), tint, theme.px_f("radius_card"))
