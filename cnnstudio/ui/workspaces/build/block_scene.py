"""A residual block as a sum: what its layers give, plus what the shortcut brings."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QWidget

from cnnstudio.core.layers import is_maps
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.map_grid import MapGrid
from cnnstudio.ui.workspaces.build.maps import Flow
from cnnstudio.ui.workspaces.build.outline_maps import OutlineMaps
from cnnstudio.ui.workspaces.build.scene import LayerView, Scene

#: Maps drawn of each term; of more than these one would see nothing.
MOST = 16


class _Term(QWidget):
    """Maps, or their outlines where they are not known, or a frame of a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid, self._outlines = MapGrid(), OutlineMaps()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.grid)
        self._pages.addWidget(self._outlines)

    def show_flow(self, size: tuple[int, ...], flow: Flow | None, limit: float) -> None:
        if flow is None:
            maps = (min(size[0], MOST), *size[1:]) if is_maps(size) else (1, 1, size[0])
            self._outlines.show_shape(maps)
            self._pages.setCurrentWidget(self._outlines)
            return
        values = flow.values[:MOST] if flow.is_maps else flow.values[None, None, :]
        self.grid.set_maps(values, flow.colour_map, limit)
        self._pages.setCurrentWidget(self.grid)


class BlockScene(Scene):
    """Three grids side by side, on one colour scale, with + and = between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LayerView | None = None
        self.terms = (_Term(), _Term(), _Term())
        self.captions = tuple(TextLabel("", "label", "muted") for _ in self.terms)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for place, (term, caption) in enumerate(zip(self.terms, self.captions, strict=True)):
            caption.setWordWrap(True)
            caption.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(term, 0, 2 * place)
            self._grid.addWidget(caption, 1, 2 * place)
            self._grid.setColumnStretch(2 * place, 1)
            term.grid.hovered.connect(self._read)
            term.grid.left.connect(self._rest)
            term.grid.clicked.connect(self._read_clicked)
        for place, sign in ((1, "+"), (3, "=")):
            self._grid.addWidget(TextLabel(sign, "big_number", "muted"), 0, place)
        self._grid.setRowStretch(0, 1)
        follow_theme(self._restyle)

    def show_view(self, view: LayerView) -> None:
        self._view = view
        report = view.report
        size = report.output or report.input or (1, 1, 1)
        flows = (view.branch, view.shortcut, view.output)
        limit = max((flow.limit for flow in flows if flow), default=1.0)
        for term, flow in zip(self.terms, flows, strict=True):
            term.show_flow(size, flow, limit)
        body = getattr(report.layer, "body", ())
        names = ", ".join(title(layer.title()) for layer in body[:3])
        if len(body) > 3:
            names = self.tr("{layers}, and {count} more").format(layers=names, count=len(body) - 3)
        projection = getattr(report.layer, "shortcut", "") == "projection"
        self.captions[0].setText(names or self.tr("no layers yet"))
        self.captions[1].setText(
            self.tr("shortcut: 1×1 projection") if projection else self.tr("shortcut: the input")
        )
        template = self.tr("their sum, {size}")
        if is_maps(size) and size[0] > MOST:
            template = self.tr("their sum, {size}; {count} maps are shown")
        self.captions[2].setText(template.format(size=shape(size), count=MOST))
        self._rest()

    def _rest(self) -> None:
        output = self._view.output if self._view else None
        if output is None or not output.is_maps:
            return
        values = np.nan_to_num(output.values[:MOST])
        map, row, column = (int(at) for at in np.unravel_index(values.argmax(), values.shape))
        self._read(map, row, column, 0.0)

    def _read_clicked(self, map: int, row: int, column: int) -> None:
        self._read(map, row, column, 0.0)

    def _read(self, map: int, row: int, column: int, _: float) -> None:
        view = self._view
        if view is None:
            return
        flows = (view.branch, view.shortcut, view.output)
        if any(flow is None or not flow.is_maps for flow in flows):
            return
        for term in self.terms:
            term.grid.select(map, (row, column))
        one, other, total = (float(flow.values[map, row, column]) for flow in flows if flow)
        text = self.tr("Map {map}, row {row}, column {column}: {one} + {other} ≈ {total}.").format(
            map=number(map + 1),
            row=row + 1,
            column=column + 1,
            one=number(one, 3),
            other=f"({number(other, 3)})" if other < 0 else number(other, 3),
            total="{}",
        )
        self.said.emit(text, (number(total, 3),))

    def _restyle(self, theme: Theme) -> None:
        self._grid.setHorizontalSpacing(2)
