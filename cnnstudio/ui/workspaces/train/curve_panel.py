"""A panel with the curve of one quantity of the run."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cnnstudio.core.messages import Changed
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import current_theme, theme_manager
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.train.chart import Chart, Lines, OtherRun
from cnnstudio.ui.workspaces.train.chart_data import Doubles, right_end, trailing_mean
from cnnstudio.ui.workspaces.train.chart_frame import Frame, Mark
from cnnstudio.ui.workspaces.train.chart_legend import ChartLegend
from cnnstudio.ui.workspaces.train.pace import refresh_timer
from cnnstudio.ui.workspaces.train.quantity import Quantity, test_steps
from cnnstudio.ui.workspaces.train.runs.comparison import Comparison
from cnnstudio.ui.workspaces.train.setting_words import change_words
from cnnstudio.ui.workspaces.train.smoothing import DEFAULT_SMOOTHING, SmoothingButton

#: The steps of an axis before there is a run: an epoch of batches of 64.
_USUAL_EPOCH = 938


class CurvePanel(Panel):
    """Follows a run: draws it anew a few times a second while it goes on and is in sight."""

    smoothing_chosen = Signal(int)

    def __init__(
        self,
        session: Session,
        title: str,
        quantity: Quantity,
        comparison: Comparison,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        self._run, self._quantity = session.run, quantity
        self._history, self._comparison = session.history, comparison
        self._smoothing = DEFAULT_SMOOTHING
        self._logarithmic = quantity.can_be_logarithmic
        self.chart = Chart(Frame(quantity.tick, quantity.labels_at_top))
        self.chart.setAccessibleName(title)
        self.chart.setToolTip(
            self.tr("Turn the wheel or drag a rectangle to zoom; double click to see all.")
        )
        self.chart.set_logarithmic(self._logarithmic)
        self.chart.pointed.connect(self._read_out)
        self.content.addWidget(self.chart, 1)
        self.set_corner(self._tools())
        self._refresh = refresh_timer(self, self._draw, quantity.place)
        run = session.run
        for signal in (run.advanced, run.evaluated, run.marked, run.state_changed):
            signal.connect(self.refresh)
        session.history.shown_changed.connect(self._draw_now)
        comparison.changed.connect(self._draw_now)
        theme_manager().changed.connect(self._draw_now)

    def _tools(self) -> QWidget:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.legend = ChartLegend()
        row.addWidget(self.legend, 1)
        if self._quantity.can_be_logarithmic:
            row.addWidget(self._log_button())
        self.smoothing_button = SmoothingButton()
        self.smoothing_button.chosen.connect(self.smoothing_chosen)
        row.addWidget(self.smoothing_button)
        corner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return corner

    def _log_button(self) -> QToolButton:
        self.log_button = QToolButton()
        self.log_button.setText(self.tr("log"))
        self.log_button.setCheckable(True)
        self.log_button.setChecked(True)
        self.log_button.setProperty("compact", True)
        self.log_button.setAccessibleName(self.tr("Logarithmic scale"))
        self.log_button.setToolTip(
            self.tr("Logarithmic scale: equal distances are equal factors, so small losses show.")
        )
        self.log_button.toggled.connect(self.set_logarithmic)
        return self.log_button

    def set_logarithmic(self, logarithmic: bool) -> None:
        self._logarithmic = logarithmic
        self.chart.set_logarithmic(logarithmic)
        self.chart.fit()
        self._draw()

    def set_smoothing(self, steps: int) -> None:
        """Show means of so many steps; 1 shows the raw line alone."""
        self._smoothing = steps
        self.smoothing_button.set_steps(steps)
        self._draw()

    def refresh(self) -> None:
        """Draw anew, soon."""
        if self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    def _draw_now(self) -> None:
        """The line of the shown moment keeps up with the hand that drags it."""
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        lines = self._lines()
        others = (line for other in lines.others for line in (other.smooth, other.tests))
        seen = np.concatenate([lines.smooth, lines.tests, *others])
        scale = self._quantity.scale(seen, self._logarithmic, lines.raw)
        self.chart.set_lines(lines, (0.0, self._right_end()), scale)

    def _right_end(self) -> float:
        facts = self._run.facts
        others = (run.curves.steps for run in self._comparison.runs)
        ends = [float(steps[-1]) for steps in others if len(steps)]
        if facts is not None:
            ends.append(right_end(self._run.step, facts.steps_per_epoch, facts.total_steps))
        return max(ends, default=float(_USUAL_EPOCH))

    def _others(self) -> tuple[OtherRun, ...]:
        """The lines of the runs that are compared."""
        quantity, theme = self._quantity, current_theme()
        return tuple(
            OtherRun(
                run.name,
                run.colour(theme),
                run.curves.steps,
                self._smoothed(quantity.of_curves(run.curves), run.curves.group),
                run.tests[:, 0],
                run.tests[:, quantity.column],
            )
            for run in self._comparison.runs
        )

    def _lines(self) -> Lines:
        run = self._run
        raw = self._quantity.of_steps(run)
        return Lines(
            steps=run.curves.steps,
            raw=raw if self._quantity.shows_raw and self._smoothing > 1 else raw[:0],
            smooth=self._smoothed(raw),
            test_steps=test_steps(run),
            tests=self._quantity.of_tests(run),
            marks=self._marks(),
            step=float(run.step) if run.facts else None,
            shown=self._history.shown,
            shown_words=self._shown_words(),
            per_epoch=run.facts.steps_per_epoch if run.facts else 0,
            others=self._others(),
        )

    def _marks(self) -> list[Mark]:
        return [Mark(mark.step, change_words(mark)) for mark in merged(self._run.marks)]

    def mark_words(self) -> list[str]:
        """What the marks on the curve say."""
        return [mark.text for mark in self._marks()]

    def _smoothed(self, raw: Doubles, group: int | None = None) -> Doubles:
        """The mean of so many steps as are chosen; a point of `raw` may stand for a group."""
        return trailing_mean(raw, max(1, self._smoothing // (group or self._run.curves.group)))

    def _read_out(self, step: float | None) -> None:
        self.chart.set_read_out(() if step is None else self._words_at(step))

    def _shown_words(self) -> str:
        """The values at the moment of the past that is shown, shortly."""
        shown, run, words = self._history.shown, self._run, self._quantity.words
        known = 0 if shown is None else run.curves.known_at(shown)
        tested = 0 if shown is None else int(np.searchsorted(test_steps(run), shown, side="right"))
        if not known and not tested:
            return ""
        smooth = self._smoothed(self._quantity.of_steps(run))
        train = words(float(smooth[known - 1])) if known else "–"
        if not tested:
            return self.tr("train {train}").format(train=train)
        test = words(float(self._quantity.of_tests(run)[tested - 1]))
        return self.tr("train {train}, test {test}").format(train=train, test=test)

    def _words_at(self, step: float) -> tuple[str, ...]:
        """What is known of the step nearest to `step`, and of the last test before it."""
        run, words = self._run, self._quantity.words
        steps = run.curves.steps
        if not len(steps):
            return ()
        index = int(np.argmin(np.abs(steps - step)))
        nearest = round(float(steps[index]))
        place = self.tr("step {step}").format(step=number(nearest))
        if run.facts:
            place = self.tr("step {step}, epoch {epoch}").format(
                step=number(nearest), epoch=number(nearest / run.facts.steps_per_epoch, 2)
            )
        raw = self._quantity.of_steps(run)
        smooth = self._smoothed(raw)
        train = self.tr("train {value}, smoothed {smooth}").format(
            value=words(float(raw[index])), smooth=words(float(smooth[index]))
        )
        return (place, train, *self._test_words(nearest))

    def _test_words(self, step: int) -> tuple[str, ...]:
        steps = test_steps(self._run)
        before = int(np.searchsorted(steps, step, side="right")) - 1
        if before < 0:
            return ()
        value = self._quantity.words(float(self._quantity.of_tests(self._run)[before]))
        text = self.tr("test {value} at step {step}")
        return (text.format(value=value, step=number(int(steps[before]))),)


def merged(marks: list[Changed]) -> list[Changed]:
    """Changes of one setting at one step as a single change."""
    kept: list[Changed] = []
    for mark in marks:
        last = kept[-1] if kept else None
        if last and (last.step, last.name) == (mark.step, mark.name):
            kept[-1] = Changed(mark.run_id, mark.step, mark.name, last.before, mark.after)
        else:
            kept.append(mark)
    return kept
