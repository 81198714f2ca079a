"""Ties the question card and the mode switch to the transport's prediction."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from cnnstudio.core.labs.base import Question
from cnnstudio.core.labs.predict import written
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.transport.lab_transport import LabTransport
from cnnstudio.ui.workspaces.learn.keyboard import keyboard_kept
from cnnstudio.ui.workspaces.learn.mode_switch import ModeSwitch
from cnnstudio.ui.workspaces.learn.stage_panel import StagePanel


class Predictor(QObject):
    """Shows what is asked and said, and hands over answers."""

    def __init__(
        self, transport: LabTransport, mode: ModeSwitch, stage: StagePanel, page: QWidget
    ) -> None:
        super().__init__(page)
        self._page = page
        self._transport, self._prediction = transport, transport.prediction
        self._mode, self._stage, self._card = mode, stage, stage.card
        self._last: Question | None = None
        self._prediction.changed.connect(self._show)
        transport.clock.playing_changed.connect(self._show)
        mode.switched.connect(self._switch)
        mode.rule_chosen.connect(self._set_rule)
        self._card.answered.connect(self._answer)
        self._card.shown.connect(self._show_me)
        self._card.went_on.connect(lambda: transport.play(True))
        self._show()

    def _switch(self, on: bool) -> None:
        self._prediction.on = on

    def _set_rule(self, rule: str, every: int) -> None:
        self._prediction.rule = rule
        self._prediction.seed = secrets.randbelow(2**31)
        if rule == "every":
            self._prediction.every = every

    def _answer(self, value: float) -> None:
        if self._prediction.asking is not None:
            self._prediction.answer(value)
            self._card.take_focus()

    def _show_me(self) -> None:
        self._prediction.show_me()
        self._card.take_focus()

    def _show(self) -> None:
        is_new = self._prediction.asking is not None and not self._card.is_asking()
        is_typing = isinstance(QApplication.focusWidget(), QLineEdit)
        with keyboard_kept(self._page):
            self._show_state()
        if is_new and not is_typing:
            self._card.take_focus()

    def _show_state(self) -> None:
        prediction = self._prediction
        document = self._transport.document
        on = prediction.on and document is not None and document.lab.asks
        self._mode.show_state(prediction.on, prediction.rule, prediction.every)
        self._stage.set_predicting(on)
        self._card.show_score(*prediction.score)
        if prediction.asking is not None:
            self._ask(prediction.asking)
        elif prediction.step and self._last is not None:
            self._tell(self._last)
        else:
            self._card.wait(self._transport.clock.playing)
        self._stage.refresh()

    def _ask(self, question: Question) -> None:
        self._last = question
        self._card.ask(self._where(question))

    def _tell(self, question: Question) -> None:
        verdict = self._prediction.verdict
        if verdict is None:
            answer = self.tr("It is {answer}.").format(answer=written(question.answer))
            self._card.tell(False, self.tr("Shown"), answer)
        else:
            heading = self.tr("Right") if verdict.right else self.tr("Not quite")
            self._card.tell(verdict.right, heading, translated(verdict.sentence))

    def _where(self, question: Question) -> str:
        if question.words is not None:
            return translated(question.words)
        cell = question.cell
        document = self._transport.document
        name = document.lab.name_of(cell) if document is not None else None
        if name is not None:
            return translated(name)
        grid = self._stage.view.plate.grid(cell.grid)
        row, column = cell.row + 1, cell.column + 1
        if grid is not None and grid.rows == 1:
            return self.tr("Number {column} · dashed window").format(column=column)
        return self.tr("Row {row}, column {column} · dashed window").format(row=row, column=column)
