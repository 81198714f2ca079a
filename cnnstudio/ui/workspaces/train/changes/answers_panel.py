"""The test digits whose answer changed between two moments."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QWidget

from cnnstudio.core.history import AnswerChanges, MomentChanges, RunRecord, answer_changes
from cnnstudio.core.messages import Evaluated
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import Digit
from cnnstudio.ui.session.moment_tests import MomentTests
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.train.changes.testing_line import TestingLine
from cnnstudio.ui.workspaces.train.digit_choice import Indices
from cnnstudio.ui.workspaces.train.digit_gallery import DigitGallery

_NONE: Indices = np.arange(0)


class AnswersPanel(Panel):
    """Those that are right now, those that are wrong now, or all, each with both answers. Moments
    that were not tested are, if asked for."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Answers"))
        self._session = session
        self._record: RunRecord | None = None
        self._changes: MomentChanges | None = None
        self._answers: AnswerChanges | None = None
        self.tests = MomentTests(session, self)
        self.line = TestingLine(self.tests)
        self.line.wanted.connect(self._ask)
        self.tests.changed.connect(self._tests_changed)
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Which digits are shown"))
        self.choice.setToolTip(self.tr("Which of the digits whose answer changed are shown"))
        for _ in range(4):
            self.choice.addItem("")
        self.choice.currentIndexChanged.connect(self._show_digits)
        self.words = TextLabel(role="label", tone="muted")
        self.words.setWordWrap(True)
        self.gallery = DigitGallery(session.digit.test_set)
        self.gallery.set_scrolls(True)
        self.gallery.digit_chosen.connect(session.digit.show_test)
        session.digit.changed.connect(self._digit_changed)
        self._digit_changed(session.digit.current)
        self.content.addWidget(self.choice)
        self.content.addWidget(self.words)
        self.content.addWidget(self.line)
        self.content.addWidget(self.gallery, 1)
        self._show()

    def show_changes(self, record: RunRecord | None, changes: MomentChanges | None) -> None:
        """Compare the answers at two moments of a run."""
        if _steps(changes) != _steps(self._changes):
            self.tests.drop()
        self._record, self._changes = record, changes
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.tests.drop()

    def _tests_of(self, changes: MomentChanges) -> tuple[Evaluated | None, Evaluated | None]:
        """Those that the run kept, or that were made since."""
        first, second = changes.tests
        return (
            first or self.tests.of(changes.first, changes.before),
            second or self.tests.of(changes.second, changes.after),
        )

    def _unknown(self) -> tuple[int, ...]:
        """The moments that were not tested."""
        changes = self._changes
        if changes is None or changes.first == changes.second:
            return ()
        tests = zip(_steps(changes), self._tests_of(changes), strict=True)
        return tuple(step for step, test in tests if test is None)

    def _ask(self) -> None:
        if self._record is not None:
            self.tests.ask(self._record, self._unknown())

    def _tests_changed(self) -> None:
        if self.isVisible():  # what comes in sight is shown anew
            self._show()

    def _digit_changed(self, digit: Digit) -> None:
        self.gallery.set_current(digit.index)

    def _show(self) -> None:
        changes, labels = self._changes, self._session.digit.test_set.labels
        first, second = self._tests_of(changes) if changes else (None, None)
        self._answers = None
        if first is not None and second is not None and first.step != second.step:
            self._answers = answer_changes(first.probabilities, second.probabilities, labels)
        self.choice.setVisible(self._answers is not None)
        self.line.setVisible(bool(self._unknown()))
        self.words.setText(self._words())
        self.words.setVisible(bool(self.words.text()))
        if self._answers is None:
            self.set_subtitle("")
        else:
            self._word_choices(self._answers)
            count = number(len(self._answers.all))
            self.set_subtitle(self.tr("{count} changed").format(count=count))
        self._show_digits()

    def _word_choices(self, answers: AnswerChanges) -> None:
        """Each choice with how many digits it shows."""
        texts = (
            self.tr("all that changed: {count}"),
            self.tr("now right: {count}"),
            self.tr("now wrong: {count}"),
            self.tr("wrong as before: {count}"),
        )
        for index, (text, found) in enumerate(zip(texts, _choices(answers), strict=True)):
            self.choice.setItemText(index, text.format(count=number(len(found))))

    def _show_digits(self) -> None:
        changes, answers = self._changes, self._answers
        if changes is None or answers is None:
            self.gallery.set_digits(_NONE, None)
            return
        columns = [
            (self.tr("step {step}").format(step=number(test.step)), test.probabilities)
            for test in self._tests_of(changes)
            if test is not None
        ]
        shown = _choices(answers)[self.choice.currentIndex()]
        self.gallery.set_digits(shown, None, columns)

    def _words(self) -> str:
        """Which answers are not known."""
        if self.tests.failure is not None:
            return translated(self.tests.failure)
        unknown = self._unknown()
        if len(unknown) == 2:
            text = self.tr("The answers at steps {first} and {second} are not known yet.")
            return text.format(first=number(unknown[0]), second=number(unknown[1]))
        if unknown:
            text = self.tr("The answers at step {step} are not known yet.")
            return text.format(step=number(unknown[0]))
        return ""


def _steps(changes: MomentChanges | None) -> tuple[int, ...]:
    return (changes.first, changes.second) if changes else ()


def _choices(answers: AnswerChanges) -> tuple[Indices, ...]:
    return answers.all, answers.now_right, answers.now_wrong, answers.still_wrong
