"""The view: every unit of the chosen layer with its top images, and one of them in detail."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import FindTopImages, TopImages
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.survey_view import SurveyView
from cnnstudio.ui.workspaces.inside.top_images.ranked import Ranked
from cnnstudio.ui.workspaces.inside.top_images.unit_panel import UnitPanel
from cnnstudio.ui.workspaces.inside.top_images.wall_panel import WallPanel


class TopImagesView(SurveyView):
    """Asks once for all units of a layer; another unit, or a layer asked about before, is there at
    once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.wall = WallPanel(self.survey)
        self.unit = UnitPanel()
        self._ranked: Ranked | None = None
        self._put((self.wall, 60), (self.unit, 40))
        self._connect()

    def _connect(self) -> None:
        session = self._session
        session.digit.changed.connect(self._mark_digit)
        session.spots.changed.connect(self._show_unit)
        self.wall.line.update_wanted.connect(self._update)
        self.wall.rows.unit_chosen.connect(self._choose)
        self.wall.rows.picked.connect(self._pick)
        self.unit.cards.picked.connect(self._pick_card)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_elsewhere()

    # Asking

    def _look_elsewhere(self, *_change: object) -> None:
        self._ranked = None
        super()._look_elsewhere()

    def _ask(self) -> None:
        report = self.report
        if report is not None and report.output is not None and self.survey.now is not None:
            self.survey.look(FindTopImages(0, report.layer.id))

    def _update(self) -> None:
        report = self.report
        if report is not None:
            self.survey.look(FindTopImages(0, report.layer.id), anew=True)

    def _moved_on(self, *_event: object) -> None:
        """The engine has said something: perhaps the first time that there is anything to ask, or
        of another moment, whose images are known."""
        if not self.isVisible():
            return
        if self._known() is None and not self.survey.is_running and not self._was_stopped():
            self._rest.start()
        self._show()
        self.wall.line.refresh()

    def _was_stopped(self) -> bool:
        """Whether the user, or what went wrong, has ended the last question."""
        return self.survey.failure is not None or self.wall.was_cancelled

    def _known(self) -> TopImages | None:
        """What is known of the layer that is looked at, as it now is."""
        report, answer = self.report, self.survey.answer
        if report is None or not isinstance(answer, TopImages):
            return None
        mine = answer.layer_id == report.layer.id and report.output is not None
        return answer if mine and answer.units == (report.output or (0,))[0] else None

    # Showing

    def _show(self) -> None:
        report, known = self.report, self._known()
        self.wall.set_title(title(report.layer.title()) if report else "")
        if report is None or known is None:
            self._ranked = None
            self.wall.show_nothing(self._why_nothing(report))
            self.unit.show_nothing()
            return
        if self._ranked is None or self._ranked.found is not known:
            network_input = self._session.document.network.input
            self._ranked = Ranked(known, report, network_input, self._session.digit.test_set)
            self.wall.show_ranked(self._ranked)
            self._mark_digit()
            self._show_unit()

    def _why_nothing(self, report: LayerReport | None) -> str:
        if self.survey.is_running:
            template = self.tr("Looking through all {count} test digits…")
            return template.format(count=number(len(self._session.digit.test_set)))
        if report is not None and report.output is not None and self.survey.now is not None:
            return ""
        return words.why_nothing(self._session, report)

    def _show_unit(self, *_layer_id: str) -> None:
        if self._ranked is not None and self.isVisible():
            self.wall.rows.select(self._chosen())
            self.unit.show_unit(self._ranked, self._chosen())

    def _chosen(self) -> int:
        assert self._ranked is not None
        spot = self._session.spots.of(self._ranked.found.layer_id)
        return spot.map if spot is not None and spot.map < self._ranked.units else 0

    def _mark_digit(self, *_digit: object) -> None:
        current = self._session.digit.current.index
        self.wall.rows.set_current(current)
        self.unit.cards.set_current(current)

    # Choosing

    def _choose(self, unit: int) -> None:
        """Look at a unit; of its numbers, at the same one as before, or the strongest."""
        assert self._ranked is not None
        layer_id = self._ranked.found.layer_id
        before = self._session.spots.of(layer_id)
        spot = self._ranked.pick(unit, 0).spot if before is None else before._replace(map=unit)
        self._session.spots.choose(layer_id, spot)
        self._show_unit()

    def _pick(self, unit: int, place: int, weakest: bool = False) -> None:
        """Make a digit the current one, and choose the number that it excites."""
        assert self._ranked is not None
        pick = self._ranked.pick(unit, place, weakest)
        self._session.digit.show_test(pick.digit)
        self._session.spots.choose(self._ranked.found.layer_id, Spot(*pick.spot))
        self._show_unit()

    def _pick_card(self, place: int) -> None:
        self._pick(self._chosen(), place, self.unit.shows_weakest)
