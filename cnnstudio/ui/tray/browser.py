"""The test set to browse: by class, by number, by mistake."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.tray.digit_wall import DigitWall
from cnnstudio.ui.tray.flyout import Flyout
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.number_field import NumberField
from cnnstudio.ui.widgets.segmented import Segmented


class Browser(Flyout):
    """All 10,000 test digits, or those of one class, and the next one that is got wrong."""

    def __init__(self, session: Session, anchor: QWidget) -> None:
        super().__init__("", anchor)
        self.set_title(self.tr("Test digits"))
        self._session = session
        self._labels = session.digit.test_set.labels
        classes = [("all", self.tr("All")), *((str(n), str(n)) for n in range(10))]
        self.classes = Segmented(classes, self.tr("Class"))
        self.index = NumberField(self.tr("Number"), 0, len(self._labels) - 1, 0)
        self.wall = DigitWall(session.digit.test_set)
        self.mistake = QPushButton(self.tr("Next mistake"))
        self.reason = TextLabel(role="label", tone="muted")
        self._arrange()
        self.classes.chosen.connect(self._show_class)
        self.index.value_changed.connect(session.digit.show_test)
        self.wall.chosen.connect(session.digit.show_test)
        self.mistake.clicked.connect(lambda: session.next_mistake())
        session.digit.changed.connect(self._show_digit)
        session.evaluation_changed.connect(self._show_mistakes)
        self._show_class("all")
        self._show_digit()
        self._show_mistakes()

    def open(self) -> None:
        super().open()
        self._show_digit()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.classes, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch()
        top.addWidget(self.index)
        bottom = QHBoxLayout()
        bottom.addWidget(self.reason, 1)
        bottom.addWidget(self.mistake)
        self.content.addLayout(top)
        self.content.addWidget(self.wall, 1)
        self.content.addLayout(bottom)

    def _show_class(self, key: str) -> None:
        every = np.arange(len(self._labels))
        indices = every if key == "all" else np.flatnonzero(self._labels == int(key))
        self.wall.show_indices(indices)
        self.set_subtitle(self.tr("{count} digits").format(count=number(len(indices))))

    def _show_digit(self, _digit: object = None) -> None:
        index = self._session.digit.current.index
        self.wall.show_current(index)
        if index is not None:
            self.index.set_value(index)

    def _show_mistakes(self) -> None:
        count, sentence = mistakes(self._session)
        self.mistake.setEnabled(count > 0)
        self.reason.setText(sentence)


def mistakes(session: Session) -> tuple[int, str]:
    """How many test digits the network gets wrong, and a sentence that says so, or why nobody
    knows."""
    answers = session.answers
    if answers is None:
        return 0, session.tr("The network has not been tested on these digits yet.")
    wrong = int((answers != session.digit.test_set.labels).sum())
    if not wrong:
        return 0, session.tr("The network gets every test digit right.")
    template = session.tr("The network gets {wrong} of {count} wrong.")
    return wrong, template.format(wrong=number(wrong), count=number(len(answers)))
