"""Accuracy on the test set, before and now, and the digits whose answers changed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.core.mnist import Digits
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.tray.digit_wall import DigitWall
from cnnstudio.ui.widgets.label import FittingLabel, TextLabel
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.edit.class_bars import ClassBars
from cnnstudio.ui.workspaces.inside.edit.effect import Effect
from cnnstudio.ui.workspaces.inside.edit.tally import Tally, became
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel


class EffectPanel(StagePanel):
    """Shows an Effect; `digit_chosen` brings the index of a test digit that was clicked."""

    digit_chosen = Signal(int)

    def __init__(self, effect: Effect, digits: Digits, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._effect = effect
        self.set_title(self.tr("Accuracy on the test set"))
        self.accuracy = TextLabel(role="page_title")
        self.difference = TextLabel(role="panel_title")
        self.before = FittingLabel(role="label", tone="muted")
        self.rebase = QPushButton(self.tr("From here"))
        self.test = QPushButton(self.tr("Test"))
        self.bars = ClassBars()
        words = [("wrong", self.tr("wrong")), ("right", self.tr("right"))]
        self.which = Segmented(words, self.tr("Digits whose answer changed"), tight=True)
        self.wall = DigitWall(digits)
        self.none = TextLabel(role="label", tone="muted")
        self._changed = {"wrong": np.zeros(0, np.int64), "right": np.zeros(0, np.int64)}
        self._arrange()
        self.rebase.clicked.connect(effect.compare_from_here)
        self.test.clicked.connect(self._test_or_cancel)
        self.which.chosen.connect(self._show_wall)
        self.wall.chosen.connect(self.digit_chosen)
        effect.changed.connect(self.refresh)
        follow_theme(self._dress)
        self.refresh()

    def changed_digits(self, key: str) -> np.ndarray:
        """The indices of the digits that have become "wrong" or "right"."""
        return self._changed[key]

    def refresh(self) -> None:
        now, before = self._effect.now, self._effect.before
        self._show_numbers(now, before)
        same = now is None or before is None or now is before
        known = None if now is None or before is None else before.first(now.count)
        self.bars.show_shares(
            None if now is None else now.of_classes(), None if known is None else known.of_classes()
        )
        for key in self._changed:
            changed = np.zeros(0, np.int64)
            if not same and before is not None and now is not None:
                changed = became(before, now, key == "right")
            self._changed[key] = changed
        self._name_choices()
        self._show_wall()
        self.test.setVisible(self._effect.is_slow)
        self.test.setText(self.tr("Cancel") if self._effect.is_measuring else self.tr("Test"))

    # --- numbers ----------------------------------------------------------------------------

    def _show_numbers(self, now: Tally | None, before: Tally | None) -> None:
        self.accuracy.setText("–" if now is None else percent(now.accuracy, 2))
        self.set_subtitle(*self._of_how_many(now))
        self.difference.setText(self._difference(now, before))
        self.before.set_wordings(*self._when(now, before))
        whole = now is not None and now.is_whole and now is not before
        self.rebase.setEnabled(whole and not self._effect.is_past)

    def _of_how_many(self, now: Tally | None) -> tuple[str, ...]:
        """And the same in fewer words."""
        if now is None:
            return self.tr("not tested yet"), ""
        if now.is_whole:
            return self.tr("{total} digits").format(total=number(now.total)), ""
        templates = self.tr("{count} of {total} digits so far"), self.tr("first {count}")
        count, total = number(now.count), number(now.total)
        return *(template.format(count=count, total=total) for template in templates), ""

    def _difference(self, now: Tally | None, before: Tally | None) -> str:
        if now is None or before is None or now is before:
            return ""
        change = now.accuracy - before.first(now.count).accuracy
        template = self.tr("{points} points")
        return template.format(points=number(100 * change, 2, signed=True))

    def _when(self, now: Tally | None, before: Tally | None) -> tuple[str, ...]:
        """Of which moment the numbers are, where they are of the past; or what was before. And
        the same in fewer words."""
        if now is None or not self._effect.is_past:
            return self._before(None if before is None or now is None else before.first(now.count))
        both = self.tr("At step {step} of the run"), self.tr("At step {step}")
        whole, brief = (template.format(step=number(now.step)) for template in both)
        return whole, brief

    def _before(self, before: Tally | None) -> tuple[str, ...]:
        if before is None:
            return ("",)
        values = {"share": percent(before.accuracy, 2), "step": number(before.step)}
        wordings = (
            (self.tr("Before, at step {step}: {share}"), self.tr("Step {step}: {share}"))
            if before.step
            else (self.tr("Before: {share}"),)
        )
        return tuple(wording.format(**values) for wording in wordings)

    # --- digits -----------------------------------------------------------------------------

    def _name_choices(self) -> None:
        for key, template in (
            ("wrong", self.tr("{count} wrong")),
            ("right", self.tr("{count} right")),
        ):
            count = number(len(self._changed[key]), signed=True)
            self.which.button(key).setText(template.format(count=count))

    def _show_wall(self, _key: str = "") -> None:
        indices = self._changed[self.which.key()]
        if not np.array_equal(indices, self.wall.indices()):
            self.wall.show_indices(indices)
        self.wall.setVisible(len(indices) > 0)
        self.none.setVisible(not len(indices))
        self.none.setText(self._why_none())

    def _why_none(self) -> str:
        now, before = self._effect.now, self._effect.before
        if self._effect.is_past:
            return self.tr("This is a past moment of the run. Go on to now to change weights.")
        if now is None or before is None or now is before:
            return self.tr(
                "Change a filter, or switch it off: the digits whose answer changes come up here."
            )
        if self.which.key() == "wrong":
            return self.tr("No digit that was answered right is answered wrong now.")
        return self.tr("No digit that was answered wrong is answered right now.")

    def _test_or_cancel(self) -> None:
        if self._effect.is_measuring:
            self._effect.cancel()
        else:
            self._effect.measure()

    # --- set-up -----------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.rebase.setProperty("link", True)
        self.rebase.setToolTip(self.tr("Let differences count from the network as it is now."))
        self.test.setToolTip(
            self.tr("A network of this size takes a while for 10,000 digits: test it now.")
        )
        self.difference.setToolTip(self.tr("The difference, in points of percent."))
        self.which.button("wrong").setToolTip(
            self.tr("Digits that were answered right before, and are answered wrong now")
        )
        self.which.button("right").setToolTip(
            self.tr("Digits that were answered wrong before, and are answered right now")
        )
        self.none.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.accuracy)
        top.addWidget(self.difference)
        top.addStretch()
        top.addWidget(self.test)
        second = QHBoxLayout()
        second.addWidget(self.before, 1)
        second.addWidget(self.rebase)
        self.content.addLayout(top)
        self.content.addLayout(second)
        self.content.addWidget(self.bars, 3)
        self.content.addWidget(self.which)
        self.content.addWidget(self.none)
        self.content.addWidget(self.wall, 2)

    def _dress(self, theme: Theme) -> None:
        for widget in (self.which, self.wall, self.none):
            widget.setMaximumHeight(0 if theme.projector else 16_777_215)
