"""The buttons of a run: train, pause, step, epoch, stop, reset."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.ui.icons import icon
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, current_theme, follow_theme


class RunControls(QWidget):
    """Offers what can be done with the run in its present state.

    One step or one epoch can also be asked for before there is a run: they begin it.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._run = session, session.run
        self._returns_to: QPushButton | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.train_button = self._button(self._session.toggle_run, self.tr("Train"), "")
        self.train_button.setProperty("primary", True)
        self.step_button = self._button(
            self._session.step_run,
            self.tr("Step"),
            self.tr("Train one step: one batch of digits, then pause"),
        )
        self.epoch_button = self._button(
            self._session.run_to_epoch_end,
            self.tr("Epoch"),
            self.tr("Train to the end of the epoch, test, then pause"),
        )
        self.stop_button = self._button(
            session.run.stop, self.tr("Stop"), self.tr("End the run here; the weights stay")
        )
        self.reset_button = self._button(
            session.reset_weights,
            self.tr("Reset weights"),
            self.tr("Back to the first weights, which the seed decides; the curves are cleared"),
        )
        session.run.state_changed.connect(self._show)
        session.engine.state_changed.connect(self._show)
        session.document.network_changed.connect(self._show)
        follow_theme(self._restyle)

    def set_brief(self, is_brief: bool) -> None:
        """Whether the longest name is shorter, where there is little room."""
        self.reset_button.setText(self.tr("Reset") if is_brief else self.tr("Reset weights"))

    def _button(self, action: Callable[[], None], text: str, hint: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(hint)
        button.clicked.connect(lambda: action())
        self._row.addWidget(button)
        return button

    def _show(self) -> None:
        run, can_train = self._run, self._session.can_train
        can_step = run.state == "paused" or (not run.is_active and can_train)
        self.train_button.setEnabled(run.is_active or can_train)
        self._enable_steps(can_step)
        if not run.is_active and self.stop_button.hasFocus():
            self.train_button.setFocus()
        self.stop_button.setEnabled(run.is_active)
        self.reset_button.setEnabled(not run.is_running)
        self._word_train_button(current_theme())

    def _enable_steps(self, enabled: bool) -> None:
        """A button that is pressed again and again keeps the focus over the time in which it
        cannot be pressed; else the focus would go to the one that ends the run."""
        for button in (self.step_button, self.epoch_button):
            if not enabled and button.hasFocus():
                self._returns_to = button
                self.train_button.setFocus()
            button.setEnabled(enabled)
        if enabled and self._returns_to is not None:
            if self.train_button.hasFocus():
                self._returns_to.setFocus()
            self._returns_to = None

    def _word_train_button(self, theme: Theme) -> None:
        state = self._run.state
        if self._run.is_running:
            words, hint = self.tr("Pause"), self.tr("Pause the run after this step")
        elif state == "paused":
            words, hint = self.tr("Resume"), self.tr("Go on with the run")
        else:
            words, hint = self.tr("Train"), self.tr("Train the network from its present weights")
        self.train_button.setText(words)
        self.train_button.setToolTip(hint)
        name = "pause" if self._run.is_running else "play"
        self.train_button.setIcon(icon(name, theme.colour.on_accent, theme.colour.faint))

    def _restyle(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("control_gap") - 2)
        text, faint = theme.colour.text, theme.colour.faint
        self.step_button.setIcon(icon("step_forward", text, faint))
        self.epoch_button.setIcon(icon("to_end", text, faint))
        self.stop_button.setIcon(icon("stop", text, faint))
        self.reset_button.setIcon(icon("reset", text, faint))
        side = theme.px("icon_small")
        for button in self.findChildren(QPushButton):
            button.setIconSize(QSize(side, side))
        self._show()
