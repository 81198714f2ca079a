"""What a lab offers with one click: where its input comes from, and its groups of choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.core.labs.base import Group, Lab
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.workspaces.learn.choice_group import ChoiceGroup
from cnnstudio.ui.workspaces.learn.input_menu import InputMenu
from cnnstudio.ui.workspaces.learn.slim_panel import SlimPanel


class ChoicesPanel(SlimPanel):
    """One row, whatever its width. `chosen(Choice)`; the input's menu has signals of its own."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.input = InputMenu()
        self.groups: list[ChoiceGroup] = []
        self._row = QHBoxLayout()
        self._row.addWidget(self.input)
        self._row.addStretch()
        self.content.addLayout(self._row)
        self.setAccessibleName(self.tr("Choices of the lab"))
        follow_theme(self._space)

    def show_lab(self, lab: Lab, more: tuple[Group, ...] = ()) -> None:
        """Show what the lab offers, and `more` groups behind it."""
        groups = (*lab.choices(), *more)
        while len(self.groups) < len(groups):
            self._add_group()
        for view, group in zip(self.groups, groups, strict=False):
            view.show_group(group)
        for index, view in enumerate(self.groups):
            view.setVisible(index < len(groups))
        self.input.show_lab(lab)

    def is_empty(self) -> bool:
        """Whether there is nothing to choose."""
        return self.input.isHidden() and all(group.isHidden() for group in self.groups)

    def _add_group(self) -> None:
        group = ChoiceGroup()
        group.chosen.connect(self.chosen)
        self._row.insertWidget(1 + len(self.groups), group)
        self.groups.append(group)

    def _space(self, theme: Theme) -> None:
        self._row.setSpacing(5 * theme.px("unit"))
