"""The test digits whose answer changed between two moments."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QComboBox, QWidget

from cnnstudio.core.history import AnswerChanges, MomentChanges
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import Digit
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.train.digit_choice import Indices
from cnnstudio.ui.workspaces.train.digit_gallery import DigitGallery

_NONE: Indices = np.arange(0)


class AnswersPanel(Panel):
    """Those that are right now, those that are wrong now, or all, with the later answers."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Answers"))
        self._changes: MomentChanges | None = None
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
        self.content.addWidget(self.gallery, 1)
        follow_theme(self._make_room)

    def show_changes(self, changes: MomentChanges | None) -> None:
        self._changes = changes
        self._show()

    def _make_room(self, theme: Theme) -> None:
        """Projected, the digits need the line of words."""
        self.words.setVisible(not theme.projector or self.choice.isHidden())

    def _digit_changed(self, digit: Digit) -> None:
        self.gallery.set_current(digit.index)

    def _show(self) -> None:
        changes = self._changes
        answers = changes.answers if changes else None
        if changes is None or answers is None:
            self.set_subtitle("")
            self.choice.hide()
            self.words.setText(self._why_not())
            self.gallery.set_digits(_NONE, None)
            self._make_room(current_theme())
            return
        self.choice.show()
        self._word_choices(answers)
        self.set_subtitle(self.tr("{count} changed").format(count=number(len(answers.all))))
        first, second = changes.tests
        assert first is not None
        assert second is not None
        text = self.tr("tests at steps {first} and {second}")
        self.words.setText(text.format(first=number(first), second=number(second)))
        self._make_room(current_theme())
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
        changes = self._changes
        if changes is not None and changes.answers is not None:
            shown = _choices(changes.answers)[self.choice.currentIndex()]
            self.gallery.set_digits(shown, changes.probabilities)

    def _why_not(self) -> str:
        """Why no answers can be compared."""
        if self._changes is None:
            return ""
        first, second = self._changes.tests
        if first is None or second is None:
            step = self._changes.first if first is None else self._changes.second
            text = self.tr("The network was not tested before step {step}.")
            return text.format(step=number(step))
        text = self.tr("Both moments lie between the same tests: the last was at step {step}.")
        return text.format(step=number(first))


def _choices(answers: AnswerChanges) -> tuple[Indices, ...]:
    return answers.all, answers.now_right, answers.now_wrong, answers.still_wrong
