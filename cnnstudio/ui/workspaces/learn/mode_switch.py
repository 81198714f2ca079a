"""Watch or predict; and, where numbers are to be predicted, which ones are asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.segmented import Segmented

#: A rule of `Prediction` and its number of steps, which only “every” has.
Rule = tuple[str, int]


class ModeSwitch(QWidget):
    """`switched(bool)` when predicting is switched on or off, `rule_chosen(rule, every)`."""

    switched = Signal(bool)
    rule_chosen = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = TextLabel(self.tr("Mode"), "label", "muted")
        choices = [("watch", self.tr("Watch")), ("predict", self.tr("Predict"))]
        self.mode = Segmented(choices, self.tr("Mode"))
        tip = self.tr("Predict: playing stops before a number, and you say what it will be")
        self.mode.button("predict").setToolTip(tip)
        self.rule = QPushButton()
        leave_keys(self.rule)
        self.rule.setToolTip(self.tr("Before which numbers it stops"))
        self._menu = QMenu(self.rule)
        self._rules: dict[Rule, str] = {
            ("every", 1): self.tr("Every number"),
            ("every", 2): self.tr("Every 2nd"),
            ("every", 3): self.tr("Every 3rd"),
            **{("every", n): self.tr("Every {n}th").format(n=n) for n in (4, 5, 7, 10, 20, 50)},
            ("random", 0): self.tr("At random"),
            ("surprising", 0): self.tr("Where it surprises"),
        }
        self._fill_menu()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self.mode, self.rule):
            self._row.addWidget(widget)
        self.mode.chosen.connect(lambda key: self.switched.emit(key == "predict"))
        follow_theme(self._restyle)

    def show_state(self, on: bool, rule: str, every: int) -> None:
        """Show how prediction is set, without a signal."""
        self.mode.set_key("predict" if on else "watch")
        self.rule.setVisible(on)
        key = (rule, every if rule == "every" else 0)
        text = self._rules.get(key, self.tr("Every {n}th").format(n=every))
        self.rule.setText(text)
        self.rule.setAccessibleName(self.tr("Asked for: {rule}").format(rule=text))
        for other, action in zip(self._rules, self._menu.actions(), strict=True):
            action.setChecked(other == key)

    def set_narrow(self, narrow: bool) -> None:
        self._label.setVisible(not narrow)

    def _fill_menu(self) -> None:
        group = QActionGroup(self._menu)
        for (rule, every), text in self._rules.items():
            action = self._menu.addAction(text)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(
                lambda _=False, rule=rule, every=every: self.rule_chosen.emit(rule, every)
            )
        self.rule.setMenu(self._menu)

    def _restyle(self, theme: Theme) -> None:
        self._row.setSpacing(2 * theme.px("unit"))
