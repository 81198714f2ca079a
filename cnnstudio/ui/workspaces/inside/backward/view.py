"""One backward step, moment by moment, driven by the transport."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.core.messages import BackwardStepTaken
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.tray.browser import mistakes
from cnnstudio.ui.workspaces.inside.backward import words
from cnnstudio.ui.workspaces.inside.backward.controls import Controls
from cnnstudio.ui.workspaces.inside.backward.course import Moment, course, place_of_layer
from cnnstudio.ui.workspaces.inside.backward.explain import ExplainPanel
from cnnstudio.ui.workspaces.inside.backward.norms import NormsPanel
from cnnstudio.ui.workspaces.inside.backward.shower import Shower
from cnnstudio.ui.workspaces.inside.backward.stage import BackwardStage
from cnnstudio.ui.workspaces.inside.backward.walk import BackwardWalk, Stops

#: How long what is asked must stay the same before the engine is asked (ms).
_BEFORE_ASKING = 100

#: A loss of which nothing can be seen in the gradients.
_TELLS_LITTLE_BELOW = 0.005


class BackwardView(QWidget):
    """Asks the engine for the whole step at once, and shows its moments."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.driver = BackwardWalk(self)
        self.controls = Controls()
        self.norms = NormsPanel()
        self.stage = BackwardStage()
        self.explain = ExplainPanel()
        self.shower = Shower(session, self.stage, self.norms, self.explain)
        self.answer: BackwardStepTaken | None = None
        self.moments: tuple[Moment, ...] = ()
        self._followed = 0
        self._is_stale = True
        self._inquiry = Inquiry(session.engine, self)
        self._soon = QTimer(self, singleShot=True, interval=_BEFORE_ASKING)
        self._soon.timeout.connect(self._ask)
        self._arrange()
        self._connect()
        follow_theme(self._restyle)
        self._follow_settings()
        self._take_digit()

    @property
    def moment(self) -> Moment | None:
        """The moment that is shown."""
        return self.moments[self.driver.clock.position] if self.moments else None

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._row = QHBoxLayout()
        self._row.addWidget(self.norms, 26)
        self._row.addWidget(self.stage, 52)
        self._row.addWidget(self.explain, 30)
        self._column.addWidget(self.controls)
        self._column.addLayout(self._row, 1)

    def _connect(self) -> None:
        session = self._session
        session.digit.changed.connect(self._take_digit)
        session.settings_changed.connect(self._follow_settings)
        session.document.network_changed.connect(self._network_changed)
        session.engine.state_changed.connect(self._ask_soon)
        session.run.state_changed.connect(self._ask_soon)
        session.evaluation_changed.connect(self._ask_soon)
        session.history.arrived.connect(self._ask_soon)
        session.surgery.changed.connect(self._ask_soon)
        session.selection_changed.connect(self._follow_selection)
        self.controls.changed.connect(self._ask_soon)
        self.controls.wanted_anew.connect(self._ask_soon)
        self.controls.cancelled.connect(self._inquiry.cancel)
        self.driver.moved.connect(self._show_moment)
        self.norms.bars.chosen.connect(self.go_to_layer)
        self.explain.misread_wanted.connect(lambda: session.next_mistake())
        self.explain.digit_chosen.connect(self._follow_digit)
        self._inquiry.answered.connect(self._take)
        self._inquiry.progressed.connect(self._show_progress)
        self._inquiry.ended.connect(self._ended)
        self._inquiry.failed.connect(self._failed)

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("gutter"))
        self._row.setSpacing(theme.px("gutter"))
        self.norms.setVisible(not theme.projector)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._ask_soon()
        self._show_state()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()
        if self._inquiry.is_running:
            self._inquiry.drop()
            self._is_stale = True

    # Asking

    def _take_digit(self, *_digit: object) -> None:
        self.controls.show_digit(self._session.digit.current)
        if not self.controls.is_batch:
            self._ask_soon()

    def _follow_settings(self, *_settings: object) -> None:
        before = self.controls.rate.value()
        self.controls.follow_settings(self._session.settings)
        if self.controls.rate.value() != before:
            self._ask_soon()

    def _follow_digit(self, index: int) -> None:
        self._followed = index
        self._ask_soon()

    def _network_changed(self, *_network: object) -> None:
        if self.answer and not self._is_of_screen(self.answer):
            self._forget()
        self._ask_soon()

    def _is_of_screen(self, answer: BackwardStepTaken) -> bool:
        """Whether each layer that it tells of is one of the network, with an output of that
        shape."""
        reports = self._session.document.report.by_id
        return all(
            flow.layer_id in reports and reports[flow.layer_id].output == flow.shape
            for flow in answer.flows[1:]
        )

    def _ask_soon(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._soon.start()

    def _ask(self) -> None:
        frozen = self._session.surgery.interventions.frozen
        question = self.controls.question(self._session.digit.current, self._followed, frozen)
        self._inquiry.drop()
        if question is None or not self._session.document.report.runs:
            self._forget()
        elif self._inquiry.ask(question):
            self._is_stale = False
        self._show_state()

    def _take(self, answer: BackwardStepTaken) -> None:
        if not self._is_of_screen(answer):
            return  # It was under way when another network was opened, and is asked for anew.
        self.answer, self.moments = answer, course(answer)
        self._followed = answer.shown
        self.shower.take(answer, self.moments)
        self.driver.show(words.stops(self._session.document.network, self.moments))
        self._show_moment()
        self._show_state()

    def _ended(self, whole: bool) -> None:
        """Cancelled, or lost with the engine or the network that it was about."""
        self._is_stale |= not whole
        self._show_state()

    def _failed(self, sentence: Sentence) -> None:
        self._forget()
        self.stage.show_sentence(self.tr("Backward step"), translated(sentence))

    def _forget(self) -> None:
        self.answer, self.moments = None, ()
        self.driver.show(Stops((), ()))
        self.norms.show_nothing()
        self.explain.show_nothing()

    # Showing

    def go_to_layer(self, layer_id: str) -> None:
        """Show the nearest moment of a layer ("" for the input)."""
        if self.moments:
            place = place_of_layer(self.moments, layer_id, self.driver.clock.position)
            if place is not None:
                self.driver.seek(place)

    def _follow_selection(self, ids: tuple[str, ...]) -> None:
        moment = self.moment
        if self.isVisible() and ids and moment is not None and moment.layer_id != ids[-1]:
            self.go_to_layer(ids[-1])

    def _show_moment(self, *_place: object) -> None:
        moment = self.moment
        if moment is None:
            return
        self.shower.show(self.driver.clock.position)
        if moment.layer_id and self.isVisible():
            self._session.select((moment.layer_id,))

    def _tells_little(self, answer: BackwardStepTaken) -> bool:
        """Whether it is of a digit that is read so well that another would show more."""
        is_sure = len(answer.labels) == 1 and answer.loss < _TELLS_LITTLE_BELOW
        return is_sure and mistakes(self._session)[0] > 0

    def _show_progress(self, done: int, total: int) -> None:
        text = self.tr("{done} of {total}").format(done=number(done), total=number(total))
        self.controls.show_progress(text)

    def _show_state(self) -> None:
        if self.answer is None:
            unknown = self.controls.question(self._session.digit.current, 0) is None
            sentence = words.why_nothing(self._session)
            if unknown and self._session.document.report.runs:
                sentence = words.class_unknown()
            self.stage.show_sentence(self.tr("Backward step"), sentence)
        else:
            self.explain.set_subtitle(*words.weights_of_moment(self._session, self.answer))
            self.explain.offer.setVisible(self._tells_little(self.answer))
        self.controls.show_progress("")
