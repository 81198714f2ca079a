"""One line on what happened to the run, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from cnnstudio.core.network import same_layers
from cnnstudio.core.sentences import say
from cnnstudio.ui.icons import pixmap
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.going_on import GoingOn
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painting import fill_rounded
from cnnstudio.ui.workspaces.train.run_words import ended_well

#: What the history says of a network of which no more than two moments are kept.
_TOO_LARGE = ("history_two", "history_over_budget")

Actions = tuple[tuple[str, Callable[[], None]], ...]


@dataclass(frozen=True)
class Notice:
    """What is said, in which tone (warning or advice), and the actions that are offered:
    words and what they do. The first action is the suggested one."""

    text: str
    tone: str
    actions: Actions = ()


class RunNotice(QFrame):
    """Shows what the state of session and run calls for; hidden where that is nothing."""

    def __init__(self, session: Session, going_on: GoingOn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._run = session, session.run
        self._going_on = going_on
        self._tone = "advice"
        self._shown: tuple[object, ...] = ()
        self.buttons: list[QPushButton] = []
        self._picture = QLabel()
        self._text = TextLabel(role="body")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 5, 6, 5)
        self._row.addWidget(self._picture)
        self._row.addWidget(self._text, 1)
        session.run.state_changed.connect(self.refresh)
        session.engine.state_changed.connect(self.refresh)
        session.document.network_changed.connect(self.refresh)
        session.run_interrupted.connect(self.refresh)
        session.history.changed.connect(self.refresh)
        going_on.changed.connect(self.refresh)
        follow_theme(self._restyle)
        self.refresh()

    def text(self) -> str:
        return self._text.text()

    def refresh(self) -> None:
        notice = self.notice()
        self.setVisible(notice is not None)
        if notice is None:
            self._shown = ()
            return
        shown = (notice.text, notice.tone, tuple(words for words, _ in notice.actions))
        if shown != self._shown:
            self._shown = shown
            self._fill(notice)

    def notice(self) -> Notice | None:
        """The most pressing thing to say now."""
        engine, run = self._session.engine, self._run
        if engine.state == "failed" and engine.failure:
            return Notice(translated(engine.failure), "warning")
        if run.is_active and not same_layers(self._session.document.network, run.network):
            return self._interrupted()
        if run.message is None or ended_well(run):
            return self._about_history()
        if run.state == "paused":
            return self._paused(translated(run.message))
        return Notice(translated(run.message), "advice", self._from_last_moment())

    def _from_last_moment(self) -> Actions:
        """The engine may have kept later moments than its checkpoint, or moments alone."""
        run, moments = self._run, self._session.history.moments
        if not (run.needs_engine and moments and self._going_on.is_possible):
            return ()
        step = moments[-1]
        if run.state == "paused" and step <= run.step:
            return ()
        words = self.tr("Go on from step {step}").format(step=number(step))
        return ((words, lambda: self._going_on.start(step)),)

    def _about_history(self) -> Notice | None:
        """What is not kept of the run: the least pressing of all that is said."""
        history = self._session.history
        note = history.note
        sentence = history.lost or (note if note and note.code in _TOO_LARGE else None)
        if sentence is not None and sentence.code == "history_lost" and not self._run.is_active:
            sentence = say("history_was_lost", **sentence.values)
        return Notice(translated(sentence), "advice") if sentence else None

    def _interrupted(self) -> Notice:
        back = (self.tr("Go back to the run's network"), self._session.go_back_to_run)
        actions: Actions = (back,)
        if self._session.can_train:
            actions = ((self.tr("Train the changed network"), self._session.start_run), back)
        text = self.tr("You changed the network: the run is paused.")
        return Notice(text, "advice", actions)

    def _paused(self, text: str) -> Notice:
        anew = (self.tr("Start anew"), self._start_anew)
        if self._run.needs_engine:
            if self._session.engine.state != "ready":
                return Notice(text, "advice")
            go_on = (self.tr("Go on"), self._run.resume)
            return Notice(text, "advice", (go_on, *self._from_last_moment(), anew))
        bad_layer = self._run.bad_layer
        if bad_layer is None:
            return Notice(text, "advice")
        show = (self.tr("Show the layer"), lambda: self._session.select((bad_layer,)))
        return Notice(text, "warning", (anew, show))

    def _start_anew(self) -> None:
        self._session.reset_weights()
        self._session.start_run()

    def _fill(self, notice: Notice) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(*action) for action in notice.actions]
        if self.buttons:
            self.buttons[0].setProperty("primary", True)
        for button in self.buttons:
            self._row.addWidget(button)
        self._text.setText(notice.text)
        self.setAccessibleName(notice.text)
        self._tone = notice.tone
        self._restyle(current_theme())

    def _button(self, words: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.clicked.connect(lambda: action())
        return button

    def _colours(self, theme: Theme):
        """Background and sign."""
        if self._tone == "warning":
            return theme.colour.warning_tint, "warning", theme.colour.warning
        return theme.colour.advice_tint, "info", theme.colour.advice_text

    def _restyle(self, theme: Theme) -> None:
        _, name, colour = self._colours(theme)
        size = theme.px("icon")
        self._picture.setPixmap(pixmap(name, colour, size, self.devicePixelRatioF()))
        self._row.setSpacing(theme.px("control_gap"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_rounded(
            painter, QRectF(self.rect()), self._colours(theme)[0], theme.px_f("radius_button")
        )
        painter.end()
