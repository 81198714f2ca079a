"""Be the kernel: change filters by hand, and see at once what that does."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.layers import Residual
from cnnstudio.core.sources import shortcut_of
from cnnstudio.ui.numbers import number
from cnnstudio.ui.outputs import colour_map_after, layer_before
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.transport.layer_walk import LayerWalk
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.answer_panel import Verdict
from cnnstudio.ui.workspaces.inside.edit.effect import Effect
from cnnstudio.ui.workspaces.inside.edit.effect_panel import EffectPanel
from cnnstudio.ui.workspaces.inside.edit.kernel_panel import KernelPanel
from cnnstudio.ui.workspaces.inside.edit.scene import Unitful, count_of
from cnnstudio.ui.workspaces.inside.edit.units_panel import UnitsPanel
from cnnstudio.ui.workspaces.inside.layer_in_view import layer_in_view
from cnnstudio.ui.workspaces.inside.learned import MOST_WEIGHTS

# Parts of the stage's width: all filters, the chosen one, what it does.
_WIDTHS, _PROJECTED_WIDTHS = (22, 47, 31), (0, 64, 36)


class EditView(QWidget):
    """All filters of the selected layer, the chosen one to be changed, and the accuracy. What is
    chosen here is chosen in every view."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.driver = LayerWalk(session, self)
        self.units = UnitsPanel()
        self.kernel = KernelPanel()
        self.effect = Effect(session, self)
        self.accuracy = EffectPanel(self.effect, session.digit.test_set)
        self.verdict, self._answer = Verdict(), Panel(self.tr("Answer for this digit"))
        self._channels: dict[str, int] = {}
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show)
        self._arrange()
        self._connect()
        follow_theme(self._restyle)

    @property
    def report(self) -> LayerReport | None:
        return layer_in_view(self._session)

    @property
    def unit(self) -> Unitful | None:
        """The filter that is looked at, and which of its kernels."""
        report = self.report
        count = count_of(report)
        if report is None or not count:
            return None
        spot = self._session.spots.of(report.layer.id)
        unit = Unitful(self._session, report, 0 if spot is None else min(spot.map, count - 1))
        sheet = unit.sheet
        channels = len(sheet.kernels) if sheet is not None else 1
        channel = min(self._channels.get(report.layer.id, 0), channels - 1)
        return Unitful(self._session, report, unit.unit, max(0, channel))

    # --- set-up -----------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._right = QVBoxLayout()
        self._right.addWidget(self.accuracy, 1)
        self._answer.content.addWidget(self.verdict)
        self._right.addWidget(self._answer)
        self._columns.addWidget(self.units)
        self._columns.addWidget(self.kernel)
        self._columns.addLayout(self._right)

    def _connect(self) -> None:
        session = self._session
        session.live.probed.connect(self._show)
        session.selection_changed.connect(self._look_elsewhere)
        session.document.network_changed.connect(self._look_elsewhere)
        session.engine.state_changed.connect(self._later.start)
        session.surgery.changed.connect(self._show)
        session.spots.changed.connect(self._show)
        session.history.shown_changed.connect(self._show)
        self.units.chosen.connect(self.choose_unit)
        self.units.asked.connect(self._switch)
        self.units.all_frozen.connect(self._freeze_all)
        self.units.all_off.connect(self._switch_all)
        self.units.shortcut_off.connect(self._switch_shortcut)
        self.kernel.channel_chosen.connect(self._choose_channel)
        self.kernel.spot_chosen.connect(self._choose_spot)
        self.kernel.stepped.connect(self._step)
        self.accuracy.digit_chosen.connect(session.digit.show_test)

    def _restyle(self, theme: Theme) -> None:
        for layout in (self._columns, self._right):
            layout.setSpacing(theme.px("gutter"))
        self.units.setVisible(not theme.projector)
        for place, width in enumerate(_PROJECTED_WIDTHS if theme.projector else _WIDTHS):
            self._columns.setStretch(place, width)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.effect.watch(True)
        self._look_elsewhere()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.effect.watch(False)
        self._session.live.want(self, Wants())

    def _want(self) -> None:
        report = self.report
        if not self.isVisible() or report is None:
            return
        maps = [report.layer.id]
        before = layer_before(self._session.document.network, report.layer.id)
        if before is not None:
            maps.append(before)
        few = 0 < self._own_parameters(report) <= MOST_WEIGHTS
        filters = (report.layer.id,) if few else ()
        self._session.live.want(self, Wants(maps=tuple(maps), filters=filters))

    @staticmethod
    def _own_parameters(report: LayerReport) -> int:
        """Without those of the layers that a block holds."""
        return report.parameters - sum(inner.parameters for inner in report.body)

    # --- what is shown ----------------------------------------------------------------------

    def _look_elsewhere(self, *_change: object) -> None:
        self._want()
        self._show()

    def _show(self, *_event: object) -> None:
        if not self.isVisible():
            return
        unit = self.unit
        self._show_units(unit)
        self._show_kernel(unit)
        live = self._session.live
        self.verdict.show_answer(live.probabilities, live.digit.label)

    def _show_units(self, unit: Unitful | None) -> None:
        report = self.report
        self.units.set_title(title(report.layer.title()) if report else "")
        maps = None if unit is None else unit.maps
        if unit is None or maps is None:
            self.units.show_nothing(words.why_nothing(self._session, report))
        else:
            colours = colour_map_after(self._session.document.network, unit.report.layer.id)
            self.units.show_maps(maps, colours)
            self.units.grid.select(unit.unit)
        self._show_switches(report)

    def _show_switches(self, report: LayerReport | None) -> None:
        """Of the layer as a whole."""
        id = report.layer.id if report is not None else ""
        interventions = self._session.surgery.interventions
        frozen, off = frozenset(interventions.frozen_in(id)), frozenset(interventions.off_in(id))
        learns = report is not None and self._own_parameters(report) > 0
        self.units.show_signs(frozen, off, count_of(report), learns)
        is_block = report is not None and isinstance(report.layer, Residual)
        is_off = bool(interventions.off_in(shortcut_of(id)))
        self.units.show_shortcut(is_off if is_block else None)
        self.units.set_fixed(self._session.history.is_past)

    def _show_kernel(self, unit: Unitful | None) -> None:
        if unit is None:
            self.kernel.show_unit(None, "", words.why_nothing(self._session, self.report))
            return
        why_not = "" if unit.sheet is not None else self._why_no_numbers(unit.report)
        is_past = self._session.history.is_past
        if is_past:
            why_not = self.tr("This is a past moment of the run. Go on to now to change weights.")
        self.kernel.show_unit(unit, self._heading(unit), why_not, fixed=is_past)

    def _heading(self, unit: Unitful) -> str:
        sheet = unit.sheet
        is_list = len(unit.report.output or ()) == 1
        if sheet is None or not len(sheet.kernels):
            template = self.tr("Number {n}") if is_list else self.tr("Map {n}")
        else:
            template = self.tr("Output {n}") if is_list else self.tr("Filter {n}")
            if unit.is_class:
                return self.tr("Output for digit {n}").format(n=unit.unit)
            if isinstance(unit.report.layer, Residual):
                template = self.tr("Filter {n} of the shortcut")
        return template.format(n=number(unit.unit + 1))

    def _why_no_numbers(self, report: LayerReport) -> str:
        if self._own_parameters(report):
            return words.why_no_filters(report)
        if report.body:
            return self.tr(
                "Only the layers within a block have weights: select one of them to change it. "
                "Maps of the block’s sum, and its shortcut, can be switched off."
            )
        return self.tr(
            "This layer learns nothing, so there are no weights to change; its maps can be "
            "switched off."
        )

    # --- intentions -------------------------------------------------------------------------

    def choose_unit(self, index: int) -> None:
        """Choose it in every view; of its numbers, the same one as before, or the strongest."""
        report = self.report
        if report is not None:
            before = self._session.spots.of(report.layer.id)
            place = (before.row, before.column) if before is not None else (0, 0)
            if before is None:
                place = Unitful(self._session, report, index).spot or place
            self._session.spots.choose(report.layer.id, Spot(index, *place))

    def _step(self, by: int) -> None:
        """To the next unit, from the last to the first."""
        unit = self.unit
        if unit is not None:
            self.choose_unit((unit.unit + by) % count_of(unit.report))

    def _choose_channel(self, channel: int) -> None:
        unit = self.unit
        if unit is not None:
            self._channels[unit.report.layer.id] = channel
            self._show()

    def _choose_spot(self, row: int, column: int) -> None:
        unit = self.unit
        if unit is not None:
            self._session.spots.choose(unit.report.layer.id, Spot(unit.unit, row, column))

    def _switch(self, what: str) -> None:
        if self._session.history.is_past:
            return
        if what == "frozen":
            self.kernel.toggle_frozen()
        else:
            self.kernel.toggle_off()

    def _freeze_all(self, frozen: bool) -> None:
        report = self.report
        if report is not None:
            indices = range(count_of(report))
            self._session.surgery.set_frozen(report.layer.id, indices, frozen)

    def _switch_all(self, off: bool) -> None:
        report = self.report
        if report is not None:
            self._session.surgery.set_off(report.layer.id, range(count_of(report)), off)

    def _switch_shortcut(self, off: bool) -> None:
        report = self.report
        if report is not None:
            name = shortcut_of(report.layer.id)
            self._session.surgery.set_off(name, range(count_of(report)), off)
