"""The strip above the curves: how far the run is, and its figures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.core.tensors import weights_of_network
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import FittingLabel, TextLabel
from cnnstudio.ui.widgets.progress import EpochProgress
from cnnstudio.ui.widgets.stat import Stat
from cnnstudio.ui.workspaces.train.chart_data import trailing_mean
from cnnstudio.ui.workspaces.train.pace import refresh_timer
from cnnstudio.ui.workspaces.train.quantity import loss_text
from cnnstudio.ui.workspaces.train.run_words import (
    elsewhere_words,
    epoch_words,
    left_words,
    past_words,
    step_words,
)
from cnnstudio.ui.workspaces.train.smoothing import DEFAULT_SMOOTHING

_NOTHING = "–"
#: The width, in sizes of the label type, from which all figures have room.
_ROOMY = 72


class RunHeader(QWidget):
    """Epoch, progress and five figures, refreshed a few times a second."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._run = session, session.run
        self._history = session.history
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        # Narrower than all its figures, it leaves some out.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row.addLayout(self._epoch_column())
        self._row.addLayout(self._progress_column(), 1)
        self._make_stats()
        self._refresh = refresh_timer(self, self._draw, 2)
        session.run.advanced.connect(self._draw_soon)
        session.run.state_changed.connect(self._draw)
        session.evaluation_changed.connect(self._draw)
        session.history.shown_changed.connect(self._draw)
        follow_theme(self._restyle)

    def _epoch_column(self) -> QVBoxLayout:
        self._epoch = TextLabel(role="page_title")
        self._epochs = TextLabel(role="page_title", tone="muted")
        self._step = FittingLabel(role="label", tone="muted")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._epoch)
        line.addWidget(self._epochs)
        line.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._step)
        return column

    def _progress_column(self) -> QVBoxLayout:
        self._steps = FittingLabel(role="label")
        self._left = TextLabel(role="label", tone="muted")
        line = QHBoxLayout()
        line.addWidget(self._steps, 1)
        line.addWidget(self._left)
        self.progress = EpochProgress()
        self.progress.setToolTip(self.tr("Steps done, with a tick at the end of each epoch"))
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.progress)
        return column

    def _make_stats(self) -> None:
        self.train_loss = self._stat(
            self.tr("Train loss"),
            self.tr("Mean cross-entropy of the last steps' batches: 0 would be perfect."),
        )
        self.test_loss = self._stat(
            self.tr("Test loss"), self.tr("Mean cross-entropy of the 10,000 test digits.")
        )
        self.train_accuracy = self._stat(
            self.tr("Train accuracy"), self.tr("Share of right answers in the last steps' batches.")
        )
        self.test_accuracy = self._stat(
            self.tr("Test accuracy"), self.tr("Share of right answers on the 10,000 test digits.")
        )
        self.test_accuracy.set_tone("accent")
        self.speed = self._stat(
            self.tr("Digits per second"),
            self.tr("How many digits the network learns from a second."),
        )

    def _stat(self, label: str, hint: str) -> Stat:
        stat = Stat(label)
        stat.setToolTip(hint)
        self._rule = _Rule()
        self._row.addWidget(self._rule)
        self._row.addWidget(stat)
        return stat

    def texts(self) -> list[str]:
        """What the strip says at its left, from the epoch to the time that is left."""
        lines = (self._step, self._steps)
        return [
            *(label.text() for label in (self._epoch, self._epochs, self._left)),
            *(line.whole_text() for line in lines),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        """Do without the speed where there is little room."""
        self.speed.setVisible(self._is_roomy())
        self._rule.setVisible(self._is_roomy())

    def _is_roomy(self) -> bool:
        return self.width() > _ROOMY * current_theme().font_px("label")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _draw_soon(self) -> None:
        if self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    def _draw(self) -> None:
        run, at = self._run, self._step_shown()
        epoch, epochs, step = epoch_words(run, at, is_trained=self._is_trained())
        self._epoch.setText(epoch)
        self._epochs.setText(epochs)
        self._step.set_wordings(*(step if self._is_about_screen() else elsewhere_words(run)))
        self._steps.set_wordings(*step_words(run, at))
        self._left.setText(past_words(run) if self._history.is_past else left_words(run))
        if run.facts:
            total, per_epoch = run.facts.total_steps, run.facts.steps_per_epoch
            self.progress.set_progress(at, total, -(-total // per_epoch))
        else:
            self.progress.set_progress(0, 1, self._session.settings.epochs)
        self._draw_figures()

    def _step_shown(self) -> int:
        """The moment that is shown: the run's last step, or one of its past."""
        return self._run.step if self._history.shown is None else self._history.shown

    def _is_trained(self) -> bool:
        """Whether, without a run, all weights of the network on screen are known from before."""
        session = self._session
        if self._run.facts is not None:
            return False
        known = session.weights()
        return bool(known) and len(known) == len(weights_of_network(session.document.network))

    def _is_about_screen(self) -> bool:
        """Whether the figures of the run are those of the network on screen."""
        return not self._session.run_is_elsewhere

    def _tested(self) -> tuple[int, float, float] | None:
        """Step, loss and accuracy of the last test of the network that all figures are of."""
        if not self._is_about_screen():
            return self._run.evaluations[-1] if self._run.evaluations else None
        evaluation = self._session.evaluation
        return (evaluation.step, evaluation.loss, evaluation.accuracy) if evaluation else None

    def _name_tests(self, step: int) -> None:
        """The figures of a test say their step where the others are of another; one of them does
        for both where there is little room."""
        loss, accuracy = self.tr("Test loss"), self.tr("Test accuracy")
        if step != self._step_shown():
            accuracy = self.tr("Test accuracy, step {step}").format(step=number(step))
            if self._is_roomy():
                loss = self.tr("Test loss, step {step}").format(step=number(step))
        self.test_loss.set_label(loss)
        self.test_accuracy.set_label(accuracy)

    def _draw_figures(self) -> None:
        run, tested = self._run, self._tested()
        curves, metrics = run.curves, None if self._history.is_past else run.metrics
        known = curves.known_at(self._step_shown())
        self.train_loss.set_text(_recent(curves.losses[:known], loss_text))
        self.train_accuracy.set_text(_recent(curves.accuracies[:known], percent))
        self.test_loss.set_text(loss_text(tested[1]) if tested else _NOTHING)
        self.test_accuracy.set_text(percent(tested[2], 2) if tested else _NOTHING)
        self._name_tests(tested[0] if tested else self._step_shown())
        self.speed.set_text(number(metrics.images_per_second, 0) if metrics else _NOTHING)

    def _restyle(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("panel_padding") - 4)
        self._leave_out()


def _recent(values, words: Callable[[float], str]) -> str:
    """The mean of the last values, in words."""
    last = values[-DEFAULT_SMOOTHING:]
    return words(float(trailing_mean(last, len(last))[-1])) if len(last) else _NOTHING


class _Rule(QWidget):
    """A hairline between two figures."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().colour.hairline)
        painter.end()
