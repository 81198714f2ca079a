"""The first filters as they change while a run goes on."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import RunRecord, load_moment
from cnnstudio.core.layers import Conv2d, Layer, Linear
from cnnstudio.core.messages import Probed
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.disk import DiskReader
from cnnstudio.ui.session.history import nearest_of
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.train.filter_history import (
    FilterHistory,
    Maps,
    Moment,
    as_maps,
    looking_layer,
)
from cnnstudio.ui.workspaces.train.filter_table import FilterTable
from cnnstudio.ui.workspaces.train.pace import refresh_timer

#: A limit with more figures than have room.
_LONG = 10_000


class FiltersPanel(Panel):
    """Asks for the filters while it is in sight, and while a run goes on, so that no moment is
    lost; keeps a few moments of each run."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session, self._run = session, session.run
        self._history = FilterHistory()
        self._run_id = ""
        self._seed = 0
        self._layer: Conv2d | Linear | None = None
        self._in_sight = False
        self.table = FilterTable()
        self.content.addWidget(self.table, 1)
        self.legend = ColourLegend()
        self.set_corner(self.legend)
        self._refresh = refresh_timer(self, self._draw, 3)
        session.document.network_changed.connect(self._network_changed)
        session.live.probed.connect(self._probed)
        session.run.state_changed.connect(self._run_changed)
        session.surgery.replaced.connect(self._weights_replaced)
        session.surgery.changed.connect(self._weights_replaced)
        self._disk = DiskReader(self)
        self._disk.answered.connect(self._take_kept)
        self._kept_of = ""
        session.history.changed.connect(self._read_kept)
        self._network_changed()

    def set_in_sight(self, in_sight: bool) -> None:
        self._in_sight = in_sight
        wanted = self._layer is not None and (in_sight or self._run.is_active)
        wants = Wants(filters=(self._layer.id,)) if wanted and self._layer else Wants()
        self._session.live.want(self, wants)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _network_changed(self) -> None:
        layer = looking_layer(self._session.document.network)
        if layer != self._layer:
            self._layer = layer
            self._history.start()
        self.set_in_sight(self._in_sight)
        self._describe()
        self._draw()

    def _run_changed(self) -> None:
        run = self._run
        if run.id != self._run_id:
            first = self._first_maps() if run.state == "starting" else None
            self._run_id = run.id
            self._history.start()
            if first is not None:
                self._history.add(0, first)
        if run.facts:
            self._history.set_epoch(run.facts.steps_per_epoch)
        self.set_in_sight(self._in_sight)
        self._draw_soon()

    def _read_kept(self) -> None:
        """The early filters of a run that was opened again come from its kept moments."""
        record, layer = self._session.history.record, self._layer
        if record is None:
            self._kept_of = ""  # the same run may be opened again
        if record is None or layer is None or self._run.is_active or record.id == self._kept_of:
            return
        self._kept_of = record.id
        if record.moments and looking_layer(record.network) == layer:
            targets = self._history.targets(record.moments[-1])
            steps = sorted({nearest_of(record.moments, target) for target in targets})
            self._disk.ask(lambda: _kept(record, layer, steps))

    def _take_kept(self, kept: tuple[str, Layer, list[Moment]]) -> None:
        run_id, layer, moments = kept
        if run_id == self._run_id and layer == self._layer:  # neither changed meanwhile
            self._history.fill(moments)
            self._draw_soon()

    def _weights_replaced(self) -> None:
        """A network that does not learn has just got other weights than its run’s."""
        if not self._run.is_active:
            self._history.start()

    def _first_maps(self) -> Maps | None:
        """The filters that a run begins with, where that is known for certain."""
        layer, known = self._layer, self._session.weights()
        if layer is None:
            return None
        weight = known.get(f"{layer.id}.weight")
        if weight is not None:
            return as_maps(layer, weight, self._session.document.network.input.shape)
        seen = self._history.now
        same = self._session.settings.seed == self._seed and self._run_id == ""
        return seen.maps if seen and same else None

    def _probed(self, probed: Probed) -> None:
        layer = self._layer
        if layer is None or layer.id not in probed.filters or not self._is_about_this(probed):
            return
        weight = probed.filters[layer.id].get("weight")
        picture = self._session.document.network.input.shape
        maps = None if weight is None else as_maps(layer, weight, picture)
        if maps is None:
            return
        if self._history.now is None:
            self._seed = self._session.settings.seed
        self._history.add(self._step_of(probed), maps)
        self._draw_soon()

    def _is_about_this(self, probed: Probed) -> bool:
        """Whether a probe is of the run, or of the network that was changed after it."""
        return probed.run_id == self._run_id or (not probed.run_id and not self._run.is_active)

    def _step_of(self, probed: Probed) -> int:
        """A run that was opened again is, to the engine, a network that no run has trained."""
        return probed.step if probed.run_id else self._run.step

    def _draw_soon(self) -> None:
        if self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    def _draw(self) -> None:
        columns = self._history.columns(self.table.most_columns())
        past = self._session.history.is_past
        self.table.set_moments(columns, live=self._run.is_active or past, past=past)
        colours, limit = self.table.scale()
        now = columns[-1].maps if columns else None
        self.legend.set_scale(colours, limit, values=now)
        self._describe()
        is_told = limit < _LONG and not self.table.is_in_colour
        self.legend.setVisible(is_told and self._has_room_for_legend())

    def _has_room_for_legend(self) -> bool:
        """Whether title and subtitle have room beside it."""
        theme = current_theme()
        title = QFontMetrics(theme.font("panel_title")).horizontalAdvance(self.title())
        subtitle = QFontMetrics(theme.font("label")).horizontalAdvance(self.subtitle())
        gaps = 2 * (theme.px("panel_padding") + self.header_layout.spacing())
        return title + subtitle + self.legend.sizeHint().width() + gaps + 4 <= self.width()

    def _describe(self) -> None:
        layer, count = self._layer, self.table.filters()
        if layer is None:
            self.set_title(self.tr("Filters"))
            self.set_subtitle(self.tr("no layer of this network has any"))
            return
        name = translated(layer.title()[0])
        if isinstance(layer, Linear):
            self.set_title(self.tr("Templates of {layer}").format(layer=name))
        else:
            self.set_title(self.tr("Filters of {layer}").format(layer=name))
        self.set_subtitle(self._count_words(layer, count))

    def _count_words(self, layer: Conv2d | Linear, shown: int) -> str:
        if self._history.now is None:
            return ""
        count = layer.out_features if isinstance(layer, Linear) else layer.out_channels
        if shown < count:
            template = self.tr("{shown} of {count}")
            return template.format(shown=number(shown), count=number(count))
        return self.tr("all {shown}").format(shown=number(shown))


def _kept(record: RunRecord, layer: Layer, steps: list[int]) -> tuple[str, Layer, list[Moment]]:
    """The run's id, the layer, and its filters at those steps whose moments can be read."""
    found = []
    for step in steps:
        with suppress(ProjectError):  # it is said where that moment is shown
            weight = load_moment(record, step)[f"{layer.id}.weight"]
            maps = as_maps(layer, weight, record.network.input.shape)
            if maps is not None:
                found.append(Moment(step, maps))
    return record.id, layer, found
