"""The question: which class is explained, and which one beside it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.why.choices import ANSWER, LABEL, NOTHING, SECOND

_GAP = 8
_LONGEST_QUESTION = "Why 0, and why 0? "
_DIGITS = [str(digit) for digit in range(10)]


class ClassRow(QWidget):
    """The question in words, and below it the answer or a digit to explain, and what to show
    beside it."""

    target_chosen = Signal(str)
    beside_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = [(ANSWER, self.tr("answer")), *((digit, digit) for digit in _DIGITS)]
        self.target = Segmented(words, self.tr("The class that is explained"), tight=True)
        self.target.button(ANSWER).setToolTip(self.tr("Always the class that the network says"))
        for digit in _DIGITS:
            button = self.target.button(digit)
            button.setToolTip(self.tr("What speaks for {digit}?").format(digit=digit))
            button.setAccessibleName(self.tr("Explain {digit}").format(digit=digit))
        self.beside = QComboBox()
        for key, word in self._others():
            self.beside.addItem(word, key)
        self.beside.setAccessibleName(self.tr("The class beside it"))
        self.beside.setToolTip(
            self.tr(
                "A second class, explained in the same colours, to compare the two. The label only "
                "where the answer is another."
            )
        )
        self._beside_word = TextLabel(self.tr("beside it"), "label", "muted")
        self._explain_word = TextLabel(self.tr("Explain"), "label", "muted")
        self.heading = FormulaLine("panel_title")
        above, below = QHBoxLayout(), QHBoxLayout()
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        for row, share in ((above, 1), (below, 0)):
            row.setSpacing(_GAP)
            self._rows.addLayout(row, share)
        above.addWidget(self.heading, 1)
        above.addWidget(self._beside_word)
        above.addWidget(self.beside)
        below.addWidget(self._explain_word)
        below.addWidget(self.target)
        below.addStretch(1)
        self.target.chosen.connect(self.target_chosen)
        self.beside.activated.connect(self._report)
        follow_theme(self._space)

    def show_choice(self, target: str, beside: str) -> None:
        """Show what is chosen, without a signal."""
        self.target.set_key(target)
        with QSignalBlocker(self.beside):
            self.beside.setCurrentIndex(self.beside.findData(beside))

    def _others(self) -> list[tuple[str, str]]:
        return [
            (LABEL, self.tr("the label")),
            (SECOND, self.tr("second choice")),
            (NOTHING, self.tr("nothing")),
            *((digit, self.tr("class {digit}").format(digit=digit)) for digit in _DIGITS),
        ]

    def _report(self, index: int) -> None:
        self.beside_chosen.emit(self.beside.itemData(index))

    def _space(self, theme: Theme) -> None:
        self._explain_word.setVisible(not theme.projector)
        self._rows.setSpacing(theme.px("control_gap"))
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Projected, all stands in one row if it can: the picture needs the height."""
        theme = current_theme()
        directions = QBoxLayout.Direction
        across = theme.projector and self._width_of_one_row(theme) <= self.width()
        self._rows.setDirection(directions.LeftToRight if across else directions.TopToBottom)

    def _width_of_one_row(self, theme: Theme) -> int:
        question = QFontMetrics(theme.font("panel_title")).horizontalAdvance(_LONGEST_QUESTION)
        others = (self._beside_word, self.beside, self.target)
        gaps = 2 * _GAP + 2 * theme.px("control_gap")
        return question + gaps + sum(widget.sizeHint().width() for widget in others)
