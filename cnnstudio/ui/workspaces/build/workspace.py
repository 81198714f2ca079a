"""The Build workspace: palette, what the selected layer does, and the inspector."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from cnnstudio.core.findings import Finding
from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.labs import pass_links
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.transport.either import EitherDriver
from cnnstudio.ui.transport.layer_walk import LayerWalk
from cnnstudio.ui.transport.window_sweep import Spot, Sweep, WindowSweep
from cnnstudio.ui.workspaces.build.fixes_panel import FixesPanel
from cnnstudio.ui.workspaces.build.inspector import Inspector, main_finding
from cnnstudio.ui.workspaces.build.layer_panel import LayerPanel
from cnnstudio.ui.workspaces.build.palette import Palette
from cnnstudio.ui.workspaces.build.parameters_panel import ParametersPanel
from cnnstudio.ui.workspaces.build.views import layer_view, wants

#: The share of the height for the parameters below the picture of the layer, and for fixes in
#: their place: on the desk, and projected.
_BOTTOM_SHARE = (0.357, 0.42)
_FIXES_SHARE = (0.37, 0.49)

#: What fixes need, in sizes of the label type, and the share of the height that they get for it.
_FIXES_LEAST, _FIXES_MOST = 18, 0.52

#: What the window may shrink it to.
_LEAST_SIZE = QSize(900, 460)

#: Below this width the columns at the sides give way a little.
_NARROW = 1200


class BuildWorkspace(QWidget):
    """Arranges its panels and tells them when to draw; each of them draws by itself.

    Where the selected layer has a finding, its fixes take the place of the parameters.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.walk, self.sweep = LayerWalk(session, self), WindowSweep(self)
        self.driver = EitherDriver(self.walk, self)
        self.palette_panel = Palette(session)
        self.layer_panel = LayerPanel(session)
        self.parameters_panel = ParametersPanel(session)
        self.fixes_panel = FixesPanel(session)
        self.inspector = Inspector(session)
        self._bottom = QStackedWidget()
        self._bottom.addWidget(self.parameters_panel)
        self._bottom.addWidget(self.fixes_panel)
        self._grid = QGridLayout(self)
        self._spans_inspector: bool | None = None
        self._previews = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._arrange(spans_inspector=False)
        self._connect()
        follow_theme(self._restyle)
        self.refresh()

    def _connect(self) -> None:
        session = self._session
        session.selection_changed.connect(self._refresh_soon)
        session.document.network_changed.connect(self._refresh_soon)
        session.digit.changed.connect(self._refresh_soon)
        session.live.probed.connect(self._refresh_soon)
        session.engine.state_changed.connect(self._refresh_soon)
        self.layer_panel.maps.rested.connect(self._look_at)
        self.sweep.moved.connect(lambda spot: self.layer_panel.maps.show_place(*spot))

    def _arrange(self, spans_inspector: bool) -> None:
        """The panels in their places; fixes need the inspector's width as well."""
        if spans_inspector == self._spans_inspector:
            return
        self._spans_inspector = spans_inspector
        panels = (self.palette_panel, self.layer_panel, self._bottom, self.inspector)
        for panel in panels:
            self._grid.removeWidget(panel)
        self._grid.addWidget(self.palette_panel, 0, 0, 2, 1)
        self._grid.addWidget(self.layer_panel, 0, 1)
        self._grid.addWidget(self._bottom, 1, 1, 1, 2 if spans_inspector else 1)
        self._grid.addWidget(self.inspector, 0, 2, 1 if spans_inspector else 2, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(0, 1)

    # Drawing

    def _refresh_soon(self, *_: object) -> None:
        """Several signals of one edit draw once."""
        if self.isVisible():
            self._soon.start()

    def refresh(self) -> None:
        """Draw the stage as everything now is."""
        session = self._session
        report, current = session.document.report, session.current
        finding = self._finding(report, current)
        self._want(current)
        view = layer_view(session, current) if current is not None else None
        if view is None:
            self.layer_panel.show_input()
        else:
            self.layer_panel.show_layer(view, main_finding(view.report))
        self._choose_driver(current)
        if self._previews:
            # What a drop would change stays in sight until the drag is over.
            return
        if finding is not None and finding.fixes:
            of_layer = current if current is not None and finding in current.findings else None
            source = view.source if view is not None and of_layer is not None else None
            self.fixes_panel.show_finding(finding, of_layer, source)
            self._bottom.setCurrentWidget(self.fixes_panel)
        else:
            self._bottom.setCurrentWidget(self.parameters_panel)
        fixes = self._bottom.currentWidget() is self.fixes_panel
        self._arrange(spans_inspector=fixes)
        # On a projector the picture of the layer has the height for itself.
        self._show_bottom(fixes or current is None or not current_theme().projector)

    # What the transport drives

    def _choose_driver(self, current: LayerReport | None) -> None:
        """A window that moves, where there is one; else a walk along the layers."""
        maps = self.layer_panel.maps
        shown = self.layer_panel.pages.currentWidget() is maps and maps.shown_shape[0] > 0
        self.driver.choose(self.sweep if shown and self._slides(current) else self.walk)

    def _slides(self, current: LayerReport | None) -> bool:
        """Whether the layer has a window, and all of its output's cells are there to be read."""
        if current is None or current.input is None or current.output is None:
            return False
        whole = self.layer_panel.maps.shown_shape == current.output
        return whole and current.layer.window(current.input) is not None

    def _look_at(self, map: int, row: int, column: int) -> None:
        current = self._session.current
        if current is not None and self._slides(current):
            sweep = Sweep(*self.layer_panel.maps.shown_shape, current.layer.group == "patterns")
            self.sweep.look_at(sweep, Spot(map, row, column))
        if current is not None:
            spot = self._spot_of(current, map, row, column)
            self.inspector.header.lab.show_layer(current, spot)

    def _spot_of(
        self, current: LayerReport, map: int, row: int, column: int
    ) -> pass_links.Spot | None:
        """The number of the layer that is drawn there: of large maps not every pixel is."""
        output, shown = current.output, self.layer_panel.maps.shown_shape
        if output is None or len(output) != 3:
            return None
        every = -(-output[1] // shown[1])
        return pass_links.Spot(map, row * every, column * every)

    def _show_bottom(self, shown: bool) -> None:
        self._bottom.setVisible(shown)
        self._share_height(current_theme())

    def _share_height(self, theme: Theme) -> None:
        """A share of the height, whatever the panels would like: pictures then keep their size
        from layer to layer."""
        fixes = self._bottom.currentWidget() is self.fixes_panel
        share = _FIXES_SHARE[theme.projector] if fixes else _BOTTOM_SHARE[theme.projector]
        height = round(self.height() * share)
        if fixes:
            # The buttons are in sight in a small window too.
            least = round(_FIXES_LEAST * theme.font_px("label"))
            height = max(height, min(least, round(self.height() * _FIXES_MOST)))
        self._bottom.setFixedHeight(height)

    def _finding(self, report: Report, current: LayerReport | None) -> Finding | None:
        """What is to be mended: of the selected layer, or of the network as a whole."""
        if len(self._session.selection) > 1:
            return None
        if current is not None and current.findings:
            return main_finding(current)
        is_last = bool(report.layers) and current is report.layers[-1]
        return next(iter(report.findings), None) if current is None or is_last else None

    def show_preview(self, report: Report | None, text: str = "") -> None:
        """Show what a drop would make of the network; None ends that."""
        self._previews = report is not None
        self.parameters_panel.show_preview(report)
        self.inspector.show_preview(report, text)
        if report is not None:
            self._bottom.setCurrentWidget(self.parameters_panel)
            self._show_bottom(True)
            self._arrange(spans_inspector=False)
        else:
            self.refresh()

    # What the engine is asked for while this is in sight

    def _want(self, current: LayerReport | None) -> None:
        if self.isVisible():
            self._session.live.want(self, wants(self._session.document.report, current))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.live.want(self, Wants())

    # Sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns(current_theme())
        self._share_height(current_theme())

    def minimumSizeHint(self) -> QSize:
        return _LEAST_SIZE

    def _size_columns(self, theme: Theme) -> None:
        narrow = self.width() < _NARROW
        self.palette_panel.setFixedWidth(theme.px("palette_w") - (16 if narrow else 0))
        self.inspector.setFixedWidth(theme.px("inspector_w") * (17 if narrow else 20) // 20)

    def _restyle(self, theme: Theme) -> None:
        x, y = theme.px("stage_margin_x"), theme.px("stage_margin_y")
        self._grid.setContentsMargins(x, y, x, y)
        self._grid.setSpacing(theme.px("gutter") + 3)
        self.palette_panel.setVisible(not theme.projector)
        self._size_columns(theme)
        self._refresh_soon()
