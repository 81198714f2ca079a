"""The view: the filters of the chosen layer as a wall, and one of them large."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.beginning import Origin
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.transport.run_replay import RunReplay
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.filters.filter_panel import FilterPanel
from cnnstudio.ui.workspaces.inside.filters.stack import FilterStack, filter_stack
from cnnstudio.ui.workspaces.inside.filters.wall_panel import FilterWallPanel
from cnnstudio.ui.workspaces.inside.layer_in_view import layer_in_view
from cnnstudio.ui.workspaces.inside.learned import PerMap, is_fetched, learned


class FiltersView(QWidget):
    """Live while training; what is chosen here is chosen in every view."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.driver = RunReplay(session, self)
        self.wall = FilterWallPanel()
        self.filter = FilterPanel()
        self._stack: FilterStack | None = None
        self._start: FilterStack | None = None
        self._drawn: tuple[str, bool] | None = None
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addWidget(self.wall, 64)
        self._columns.addWidget(self.filter, 36)
        self._connect()
        follow_theme(self._restyle)

    @property
    def report(self) -> LayerReport | None:
        return layer_in_view(self._session)

    def _connect(self) -> None:
        session = self._session
        session.live.probed.connect(self._show)
        session.beginning.changed.connect(self._show)
        session.selection_changed.connect(self._look_elsewhere)
        session.document.network_changed.connect(self._look_elsewhere)
        session.engine.state_changed.connect(self._show)
        session.spots.changed.connect(self._spot_changed)
        self.wall.chosen.connect(self._choose)
        self.wall.entered.connect(self._enter)
        self.wall.rescaled.connect(self._show_filter)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_elsewhere()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.live.want(self, Wants())

    def _look_elsewhere(self, *_change: object) -> None:
        report = self.report
        if not self.isVisible():
            return
        wanted = (report.layer.id,) if report is not None and is_fetched(report) else ()
        self._session.live.want(self, Wants(filters=wanted))
        self._show()

    # Showing

    def _show(self, *_event: object) -> None:
        if not self.isVisible():
            return
        report = self.report
        self.wall.set_title(title(report.layer.title()) if report else "")
        stack = None if report is None else self._stack_of(report, self._tensors(report))
        if report is None or stack is None:
            self._show_other(report)
            return
        self._stack, self._start = stack, self._started(report, stack)
        drawn = (report.layer.id, self._start is not None)
        self.wall.show_stack(stack, self._start, drawn != self._drawn)
        self._drawn = drawn
        self._show_filter()

    def _show_other(self, report: LayerReport | None) -> None:
        """A layer that has no filters: what it has, or why there is nothing."""
        self._stack = self._start = self._drawn = None
        self.filter.show_nothing()
        if report is None:
            self.wall.show_sentence(words.why_nothing(self._session, report))
            return
        shown = learned(self._session.document.network, report, self._tensors(report), None)
        if isinstance(shown, PerMap):
            self.wall.show_per_map(shown)
            self.wall.select(self._chosen(report))
        elif is_fetched(report):
            self.wall.show_sentence(words.why_nothing(self._session, report))
        else:
            enters = self._first_convolution(report) is not None
            self.wall.show_sentence(words.why_no_filters(report), enters)

    @staticmethod
    def _first_convolution(report: LayerReport) -> str | None:
        """The id of the first within a block."""
        inner = (one for one in report.body if one.layer.kind == "Conv2d")
        return next((one.layer.id for one in inner), None)

    def _enter(self) -> None:
        report = self.report
        within = None if report is None else self._first_convolution(report)
        if within is not None:
            self._session.select((within,))

    def _stack_of(self, report: LayerReport, tensors: Mapping[str, Floats]) -> FilterStack | None:
        document, spot = self._session.document, self._session.spots.of(report.layer.id)
        place = None if spot is None else (spot.row, spot.column)
        return filter_stack(document.network, document.report.layers, report, tensors, place)

    def _tensors(self, report: LayerReport) -> Mapping[str, Floats]:
        """The layer's tensors in the last probe, if they are of its present shape."""
        probed = self._session.live.latest
        tensors = probed.filters.get(report.layer.id, {}) if probed else {}
        shapes = report.layer.weight_shapes(report.input or ())
        fits = all(tensor.shape == tuple(shapes.get(name, ())) for name, tensor in tensors.items())
        return tensors if fits else {}

    def _started(self, report: LayerReport, stack: FilterStack) -> FilterStack | None:
        start = self._session.beginning.of(report.layer.id)
        if start is None:
            self.wall.start_words.setText("")
            return None
        self.wall.start_words.set_wordings(*self._start_words(start.origin))
        first = self._stack_of(report, start.tensors)
        return first if first and first.kernels.shape == stack.kernels.shape else None

    def _start_words(self, origin: Origin) -> tuple[str, ...]:
        """What the start was, in ever fewer words for ever less room."""
        if origin.kind == "run":
            return self.tr("start: where this run began"), self.tr("start: this run’s")
        seed = number(origin.seed)
        if origin.kind == "shipped":
            whole = self.tr("start: untrained, seed {seed}")
        else:
            whole = self.tr("start: weights of seed {seed}")
        return whole.format(seed=seed), self.tr("start: seed {seed}").format(seed=seed)

    def _show_filter(self) -> None:
        report = self.report
        if self._stack is None or report is None:
            return
        index = min(self._chosen(report), len(self._stack) - 1)
        self.wall.select(index)
        self.filter.show_filter(self._stack, self._start, index, self.wall.limit_of(index))

    def _spot_changed(self, layer_id: str) -> None:
        report = self.report
        if report is not None and report.layer.id == layer_id:
            self._show()

    def _chosen(self, report: LayerReport) -> int:
        spot = self._session.spots.of(report.layer.id)
        return 0 if spot is None else spot.map

    def _choose(self, index: int) -> None:
        """Choose the map that a filter makes; of its numbers, the same one as before."""
        report = self.report
        if report is None:
            return
        shape = report.output or (1,)
        middle = (shape[1] // 2, shape[2] // 2) if len(shape) == 3 else (0, 0)
        before = self._session.spots.of(report.layer.id)
        spot = Spot(index, *middle) if before is None else before._replace(map=index)
        self._session.spots.choose(report.layer.id, spot)

    def _restyle(self, theme: Theme) -> None:
        self._columns.setSpacing(theme.px("gutter"))
        self.filter.setVisible(not theme.projector)
