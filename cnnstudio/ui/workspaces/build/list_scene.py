"""Lists in, lists out: an activation, dropout or softmax behind Flatten."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.build.number_strip import NumberStrip
from cnnstudio.ui.workspaces.build.scene import LayerView, Scene


class ListScene(Scene):
    """Two strips above each other: number n of the one becomes number n of the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LayerView | None = None
        self.source_caption = TextLabel("", "label", "muted")
        self.output_caption = TextLabel("", "label", "muted")
        self.source, self.output = NumberStrip(), NumberStrip()
        for strip in (self.source, self.output):
            strip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.source_caption)
        column.addWidget(self.source)
        column.addSpacing(24)
        column.addWidget(self.output_caption)
        column.addWidget(self.output)
        column.addSpacing(12)
        self._column = column
        for strip in (self.source, self.output):
            strip.hovered.connect(self._read)
            strip.left.connect(self._rest)
        follow_theme(self._restyle)

    def show_view(self, view: LayerView) -> None:
        self._view = view
        count = view.report.input[0] if view.report.input else 1
        self.source.show_list(count, view.source)
        self.output.show_list(count, view.output)
        self.source_caption.setText(self.tr("{count} numbers in").format(count=number(count)))
        self.output_caption.setText(self.tr("{count} numbers out").format(count=number(count)))
        self._rest()

    def _rest(self) -> None:
        output = self._view.output if self._view else None
        if output is not None:
            self._read(int(abs(output.values).argmax()))

    def _read(self, index: int) -> None:
        view = self._view
        if view is None or view.output is None or view.source is None:
            return
        self.source.mark(index)
        self.output.mark(index)
        before, after = float(view.source.values[index]), float(view.output.values[index])
        text = self.tr("Number {place}: {before} becomes {after}.").format(
            place=number(index + 1), before=number(before, 2), after="{}"
        )
        is_share = view.report.layer.kind == "Softmax"
        self.said.emit(text, (percent(after) if is_share else number(after, 2),))

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("unit"))
