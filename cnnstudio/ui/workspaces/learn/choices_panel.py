"""What a lab offers with one click: where its input comes from, and its groups of choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.core.labs.base import Group, Lab
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
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
        self._share_room()

    def is_empty(self) -> bool:
        """Whether there is nothing to choose."""
        return self.input.isHidden() and all(group.isHidden() for group in self.groups)

    def tab_stops(self) -> list[QWidget]:
        return [self.input, *(stop for group in self.groups for stop in group.tab_stops())]

    def _add_group(self) -> None:
        group = ChoiceGroup()
        group.chosen.connect(self.chosen)
        self._row.insertWidget(1 + len(self.groups), group)
        self.groups.append(group)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Equal shares for all groups, but no more than a group needs to show all that it has:
        what those leave is shared by the others. Each has room for its name and its menu."""
        groups = [group for group in self.groups if not group.isHidden()]
        input_width = 0 if self.input.isHidden() else self.input.minimumWidth()
        gaps = self._row.spacing() * (len(groups) - self.input.isHidden())
        sides = 2 * current_theme().px("panel_padding")
        room = self.width() - sides - input_width - gaps
        in_order = sorted(groups, key=lambda group: group.sizeHint().width())
        for place, group in enumerate(in_order):
            share = room // (len(in_order) - place)
            least, wanted = group.minimumSizeHint().width(), group.sizeHint().width()
            width = max(least, min(wanted, share))
            group.setFixedWidth(width)
            room -= width

    def _space(self, theme: Theme) -> None:
        self._row.setSpacing(5 * theme.px("unit"))
        self._share_room()
