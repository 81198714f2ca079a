"""Of which moment a survey is, how far the next one has come, and how to ask for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.core.messages import Answer
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session.survey import Survey
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import ElidedLabel
from cnnstudio.ui.widgets.progress import EpochProgress


class SurveyLine(QWidget):
    """One line: the step, and a button to update; or progress, and a button to cancel.

    `update_wanted` when the user wants it anew.
    """

    update_wanted = Signal()

    def __init__(self, survey: Survey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._survey = survey
        self._words = ElidedLabel(role="label", tone="muted")
        self._bar = EpochProgress()
        self.update_button = QPushButton(self.tr("Update"))
        self.update_button.setToolTip(
            self.tr("Other weights are shown by now: look again, with those")
        )
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("Stop looking through the digits"))
        self.update_button.clicked.connect(self.update_wanted)
        self.cancel_button.clicked.connect(survey.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        for widget in (self._bar, self.update_button, self.cancel_button):
            widget.setProperty("chip", True)
            row.addWidget(widget)
        survey.changed.connect(self.refresh)
        follow_theme(self._resize)
        self.refresh()

    def words(self) -> str:
        return self._words.whole_text()

    def refresh(self) -> None:
        survey = self._survey
        running = survey.is_running
        self._bar.setVisible(running)
        self.cancel_button.setVisible(running)
        self.update_button.setVisible(not running and self._has_more())
        self.update_button.setText(
            self.tr("Update") if survey.answer is not None else self.tr("Look again")
        )
        if running:
            done, total = survey.progress or (0, 1)
            self._bar.set_progress(done, total, 1)
        self._words.setText(self._text())

    def _has_more(self) -> bool:
        survey = self._survey
        return survey.answer is None or survey.is_stale or survey.failure is not None

    def _text(self) -> str:
        survey = self._survey
        if survey.failure is not None:
            return translated(survey.failure)
        if survey.is_running:
            if survey.progress is None:
                return self.tr("Starting…")
            done, total = survey.progress
            return self.tr("{done} of {total}").format(done=number(done), total=number(total))
        answer = survey.answer
        return self.tr("Nothing looked up yet.") if answer is None else self._moment(answer)

    def _moment(self, answer: Answer) -> str:
        now = self._survey.now
        if not answer.run_id:
            return self.tr("with the weights as they are")
        if not self._survey.is_stale or now is None:
            return self.tr("step {step}").format(step=number(answer.step))
        template = self.tr("step {step}; it is step {now} now")
        if self._survey.is_past:
            template = self.tr("step {step}; step {now} is shown")
        return template.format(step=number(answer.step), now=number(now[1]))

    def _resize(self, theme: Theme) -> None:
        self._bar.setFixedWidth(10 * theme.font_px("label"))
