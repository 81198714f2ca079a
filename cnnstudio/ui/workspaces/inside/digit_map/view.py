"""The view: the test digits as the chosen layer sees them, and those that are selected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.core.alignment import aligned
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.messages import DigitMap, MapDigits
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title, translated
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud
from cnnstudio.ui.workspaces.inside.digit_map.map_panel import MapPanel
from cnnstudio.ui.workspaces.inside.digit_map.selection_panel import SelectionPanel
from cnnstudio.ui.workspaces.inside.survey_view import SurveyView


class DigitMapView(SurveyView):
    """Follows the moment that is shown: at once where nothing trains, else by its switch."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.map = MapPanel(self.survey)
        self.selection = SelectionPanel(session.digit.test_set)
        self._shown: DigitMap | None = None
        self._cloud: Cloud | None = None
        self._selected: NDArray[np.intp] = np.arange(0)
        self._was_cancelled = False
        self._put((self.map, 70), (self.selection, 30))
        self._connect()

    def _connect(self) -> None:
        session, scatter = self._session, self.map.scatter
        session.digit.changed.connect(self._mark_digit)
        self.map.rules_changed.connect(self._look_elsewhere)
        self.map.line.update_wanted.connect(self._update)
        self.map.line.cancel_button.clicked.connect(self._cancelled)
        self.map.follow.toggled.connect(self._moved_on)
        scatter.hovered.connect(self._hover)
        scatter.chosen.connect(session.digit.show_test)
        scatter.lassoed.connect(self._select)
        scatter.class_keyed.connect(self.selection.select_class)
        self.selection.wanted.connect(self._select)
        self.selection.wall.chosen.connect(session.digit.show_test)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_elsewhere()
        if self._known() is None:
            self._ask()  # At once: nothing else is in sight till then.

    # Asking

    def _question(self) -> MapDigits | None:
        report = self.report
        if report is None or report.output is None or self.survey.now is None:
            return None
        return MapDigits(0, report.layer.id, self.map.count, self.map.method.key())

    def _look_elsewhere(self, *_change: object) -> None:
        self._was_cancelled = False
        super()._look_elsewhere()

    def _ask(self) -> None:
        question = self._question()
        if question is not None:
            self.survey.look(question, anew=self._follows())

    def _update(self) -> None:
        self._was_cancelled = False
        question = self._question()
        if question is not None:
            self.survey.look(question, anew=True)

    def _cancelled(self) -> None:
        self._was_cancelled = True

    def _follows(self) -> bool:
        """Whether the map is to be that of the moment without being asked for."""
        trains_on = self._session.run.is_running and not self._session.history.is_past
        return self.map.follow.isChecked() or not trains_on

    def _moved_on(self, *_event: object) -> None:
        """The window shows another moment, perhaps."""
        if not self.isVisible():
            return
        stopped = self._was_cancelled or self.survey.failure is not None
        outdated = self._known() is None or (self.survey.is_stale and self._follows())
        if outdated and not stopped and not self.survey.is_running:
            self._ask()
        else:
            self._show()
        self.map.line.refresh()

    def _known(self) -> DigitMap | None:
        """What is known of the layer that is looked at."""
        answer, question = self.survey.answer, self._question()
        if not isinstance(answer, DigitMap) or question is None:
            return None
        mine = (answer.layer_id, answer.method) == (question.layer_id, question.method)
        return answer if mine and len(answer.points) == self.map.count else None

    # Showing

    def _show(self) -> None:
        report, known = self.report, self._known()
        self.map.set_title(title(report.layer.title()) if report else "")
        if known is None:
            self._shown = self._cloud = None
            self.selection.set_cloud(None)
            self._select(np.arange(0))
            self.map.show_nothing(self._why_nothing(report))
        elif known is not self._shown:
            self._show_cloud(known)
            if self.survey.is_stale and self._follows():
                self._rest.start()  # The moment that is shown has changed meanwhile.

    def _show_cloud(self, known: DigitMap) -> None:
        labels = self._session.digit.test_set.labels[: len(known.points)].astype(np.intp)
        runs = self._session.document.report.runs
        answers = known.answers if runs else np.full(len(labels), -1)
        follows = self._follows_from_what_is_shown(known)
        points = known.points
        if follows and self._cloud is not None:
            points = aligned(points, self._cloud.points)
        cloud = Cloud(points, labels, answers)
        self._shown, self._cloud = known, cloud
        self.selection.set_cloud(cloud)
        self.map.show_map(cloud, known)
        if not follows:
            self.map.scatter.fit()
        self._select(self._selected[self._selected < len(cloud)])
        self._mark_digit()

    def _follows_from_what_is_shown(self, known: DigitMap) -> bool:
        """Whether it is of the same digits, layer and method, a moment later: then its points are
        turned so that they follow from those before."""
        shown = self._shown
        if shown is None or self._cloud is None or len(self._cloud) != len(known.points):
            return False
        return (shown.layer_id, shown.method) == (known.layer_id, known.method)

    def _why_nothing(self, report: LayerReport | None) -> str:
        if self.survey.failure is not None:
            return translated(self.survey.failure)
        if self.survey.is_running:
            template = self.tr("Laying out {count} test digits…")
            return template.format(count=number(self.map.count))
        if report is not None and report.output is not None and self.survey.now is not None:
            return ""
        return words.why_nothing(self._session, report)

    def _mark_digit(self, *_digit: object) -> None:
        current = self._session.digit.current.index
        self.map.scatter.set_current(current)
        self.selection.wall.show_current(current)

    # Choosing

    def _hover(self, index: int | None) -> None:
        cloud = self._cloud
        if index is None or cloud is None:
            self.map.scatter.set_hover(None)
            return
        picture = self._session.digit.test_set.images[index].astype(np.float32) / 255
        label, answer = int(cloud.labels[index]), int(cloud.answers[index])
        name = self.tr("Test digit {index}").format(index=number(index))
        if answer < 0:
            about = self.tr("a {label}").format(label=label)
        elif answer == label:
            about = self.tr("a {label}, read rightly").format(label=label)
        else:
            about = self.tr("a {label}, read as {answer}").format(label=label, answer=answer)
        self.map.scatter.set_hover(picture, name, about)

    def _select(self, indices: NDArray[np.intp]) -> None:
        self._selected = indices
        self.map.scatter.set_selected(indices)
        self.selection.show_selection(indices)

    def _restyle(self, theme: Theme) -> None:
        super()._restyle(theme)
        self.selection.setVisible(not theme.projector)
