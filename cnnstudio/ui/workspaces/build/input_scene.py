"""Nothing selected: the digit as the network sees it, and what it makes of it."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Input
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.bar_list import BarList
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.build.maps import flow_of_input
from cnnstudio.ui.workspaces.build.scene import CLASSES, Scene
from cnnstudio.ui.workspaces.build.source_view import SourceView


class InputScene(Scene):
    """The input at the left, the bars of the answer at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = SourceView()
        self.answer = BarList(CLASSES)
        self.source_caption = TextLabel("", "label", "muted")
        self.answer_caption = TextLabel(self.tr("its answer"), "label", "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.source, 0, 0)
        grid.addWidget(self.answer, 0, 1)
        grid.addWidget(self.source_caption, 1, 0)
        grid.addWidget(self.answer_caption, 1, 1)
        grid.setColumnStretch(0, 11)
        grid.setColumnStretch(1, 8)
        grid.setRowStretch(0, 1)
        self._grid = grid
        self.source.hovered.connect(self._read)
        self.source.left.connect(self._rest)
        follow_theme(self._restyle)

    def show_input(
        self, pixels: Floats, input: Input, answer: Floats | None, label: int | None
    ) -> None:
        self.source.show_source((1, input.height, input.width), flow_of_input(pixels, input))
        self.source_caption.setText(shape(input.shape))
        self.answer.set_values(answer, label)
        self._rest()

    def _rest(self) -> None:
        self.said.emit(self.tr("Select a layer in the stack to see what it does."), ())

    def _read(self, map: int, row: int, column: int, value: float) -> None:
        text = self.tr("The pixel at row {row}, column {column} is {value}.").format(
            row=row + 1, column=column + 1, value="{}"
        )
        self.said.emit(text, (number(value, 2),))

    def _restyle(self, theme: Theme) -> None:
        self._grid.setHorizontalSpacing(10 * theme.px("unit"))
