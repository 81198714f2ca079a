"""The filters of a convolution in one row: all of them, or the kernels of one."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, range_limit
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.thumbnail_strip import ThumbnailStrip
from cnnstudio.ui.workspaces.build.scene import LayerView


class FilterRow(QWidget):
    """Hidden for layers without filters, and as long as they are not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = TextLabel("", "label", "muted")
        self.strip = ThumbnailStrip()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(12)
        row.addWidget(self.caption)
        row.addWidget(self.strip, 1)
        follow_theme(self._restyle)

    def show_filters(self, view: LayerView, place: tuple[int, int, int] | None) -> None:
        """Those of the map at `place` (map, row, column), or all where each has one kernel."""
        weight = view.tensors.get("weight")
        kind = view.report.layer.kind
        if weight is None or kind not in ("Conv2d", "LocallyConnected2d"):
            self.hide()
            return
        size = view.report.layer.kernel_size  # type: ignore[attr-defined]
        map, row, column = place or (0, 0, 0)
        if kind == "LocallyConnected2d":
            kernels = weight[map, row, column].reshape(-1, *size)
            self._show(kernels, None, self.tr("Weights of this one place"))
        elif weight.shape[1] == 1 and getattr(view.report.layer, "groups", 1) == 1:
            text = self.tr("{count} filters of {size}")
            text = text.format(count=number(len(weight)), size=shape(size))
            self._show(weight[:, 0], map, text)
        else:
            text = self.tr("Filter {map}: a kernel for each of {count} maps")
            text = text.format(map=number(map + 1), count=number(weight.shape[1]))
            self._show(weight[map], None, text)

    def _show(self, kernels: Floats, selected: int | None, caption: str) -> None:
        self.caption.setText(caption)
        limit = range_limit(np.asarray(kernels), ColourMap.SIGNED)
        self.strip.set_values(kernels, ColourMap.SIGNED, limit)
        self.strip.set_selected(selected)
        self.show()

    def _restyle(self, theme: Theme) -> None:
        self.strip.setFixedHeight(30 if not theme.projector else 52)
