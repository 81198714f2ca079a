"""What happens at a moment, in words, and the numbers that were clicked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.core.messages import BackwardStepTaken
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.widgets.under_hairline import UnderHairline
from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel

#: Name and number of a row.
Figure = tuple[str, str]


class ExplainPanel(StagePanel):
    """The sentence of the moment, figures of the layer, those of what was clicked; below, the
    digits of a batch, of which a click follows another one (`digit_chosen`)."""

    digit_chosen = Signal(int)
    tensor_chosen = Signal(int)
    misread_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.text = TextLabel(role="body")
        self.text.setWordWrap(True)
        self.offer = Offer()
        self.figures = Figures()
        self.tensor = QComboBox()
        self.tensor.setAccessibleName(self.tr("Which of the layer's tensors"))
        self.tensor.setToolTip(self.tr("Which of the layer's tensors is looked at"))
        self.where = TextLabel(role="body_strong")
        self.where.setWordWrap(True)
        self.clicked = Figures()
        self.formula = FormulaLine("formula_line")
        self.formula.setWordWrap(True)
        self.batch = FeatureGrid()
        self.batch.setToolTip(self.tr("The digits of the batch: click one to follow it"))
        self._batch_title = TextLabel(role="card_title")
        self._arrange()
        self.offer.button.clicked.connect(self.misread_wanted)
        self.batch.clicked.connect(lambda index, _row, _column: self.digit_chosen.emit(index))
        self.tensor.activated.connect(self.tensor_chosen)

    def show_text(self, title: str, text: str, figures: Sequence[Figure] = ()) -> None:
        self.set_title(title)
        self.text.setText(text)
        self.figures.show_figures(figures)
        self._rule.setVisible(bool(figures))

    def show_tensors(self, names: Sequence[str], chosen: int) -> None:
        """The tensors that can be chosen among; the choice is in sight if there are several."""
        if [self.tensor.itemText(i) for i in range(self.tensor.count())] != list(names):
            self.tensor.clear()
            self.tensor.addItems(list(names))
        self.tensor.setCurrentIndex(chosen)
        self.tensor.setVisible(len(names) > 1)

    def show_number(
        self,
        where: str = "",
        figures: Sequence[Figure] = (),
        formula: tuple[str, str] | None = None,
    ) -> None:
        """What was clicked; of the formula, a template with one `{}` and the result for it."""
        self.where.setText(where)
        self.where.setVisible(bool(where))
        self.clicked.show_figures(figures)
        self.formula.setVisible(formula is not None)
        if formula is not None:
            self.formula.set_formula(formula[0], formula[1])

    def show_nothing(self) -> None:
        self.show_text("", "")
        self.set_subtitle("")
        self.show_tensors((), 0)
        self.show_number()
        self.show_batch(None)
        self.offer.hide()

    def show_batch(self, answer: BackwardStepTaken | None) -> None:
        """The digits of a batch; None for a single digit."""
        self._batch_title.setVisible(answer is not None)
        self.batch.setVisible(answer is not None)
        if answer is None:
            return
        template = self.tr("The batch: {count} training digits")
        self._batch_title.setText(template.format(count=len(answer.labels)))
        name = self.tr("Digit {number}, a {label}")
        self.batch.set_names(
            [name.format(number=n, label=label) for n, label in enumerate(answer.labels, 1)]
        )
        self.batch.set_maps(answer.digits, ColourMap.PIXEL)
        self.batch.select(answer.shown)

    def _arrange(self) -> None:
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._rule = UnderHairline()
        self._rule.setFixedHeight(1)
        for widget in (
            *(self.text, self.offer, self.tensor),
            *(self.where, self.clicked, self.formula),
            *(self._rule, self.figures),
        ):
            self._lines.addWidget(widget)
        self._lines.addStretch(1)
        self.content.addWidget(ScrollColumn(inside), 3)
        self.content.addWidget(self._batch_title)
        self.content.addWidget(self.batch, 2)
        follow_theme(self._restyle_lines)

    def _restyle_lines(self, theme: Theme) -> None:
        self._lines.setSpacing(theme.px("control_gap"))


class Offer(QWidget):
    """What is said where there is nothing to learn from a digit, and a button to another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sentence = TextLabel(
            self.tr("The network is sure of this digit, and right: its gradients are next to 0."),
            "body",
            "muted",
        )
        sentence.setWordWrap(True)
        self.button = QPushButton(self.tr("Take a digit it misreads"))
        self.button.setToolTip(self.tr("The next test digit that the network takes for another"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sentence)
        column.addWidget(self.button)
        self.hide()


class Figures(QWidget):
    """Names at the left, numbers at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._labels: list[tuple[TextLabel, TextLabel]] = []
        self.hide()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        while len(self._labels) < len(figures):
            self._add_row()
        for row, (name, figure) in enumerate(self._labels):
            text = figures[row] if row < len(figures) else ("", "")
            name.setText(text[0])
            figure.setText(text[1])
            for label in (name, figure):
                label.setVisible(row < len(figures))
        self.setVisible(bool(figures))

    def texts(self) -> list[Figure]:
        """What is shown, row by row."""
        pairs = ((name.text(), figure.text()) for name, figure in self._labels)
        return [pair for pair in pairs if pair != ("", "")]

    def _add_row(self) -> None:
        row = len(self._labels)
        name, figure = TextLabel(role="label", tone="muted"), TextLabel(role="body_strong")
        name.setWordWrap(True)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(figure, row, 1)
        self._labels.append((name, figure))
