"""Choices to take over with one click, as buttons in one row; what does not fit is in a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from cnnstudio.core.labs.base import Choice, Group
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.learn.choice_pictures import choice_icon, icon_size


class ChoiceGroup(QWidget):
    """A group's name, a button for each choice, and “More” for those there is no room for.

    `chosen(Choice)`; the buttons stay the same ones as long as the choices have the same names.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._label = TextLabel(role="body_strong", parent=self)
        self.buttons: list[QPushButton] = []
        self.more = QPushButton(self.tr("More"), self)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        leave_keys(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def show_group(self, group: Group) -> None:
        name = translated(group.name)
        self._label.setText(name)
        self.setAccessibleName(name)
        if [c.name for c in group.choices] != [c.name for c in self._choices]:
            self._build(group.choices)
        self._choices = tuple(group.choices)
        self._show_choices()

    def in_menu(self) -> list[QAction]:
        """The entries of the menu that are not buttons now."""
        return [action for action in self.menu.actions() if action.isVisible()]

    def tab_stops(self) -> list[QWidget]:
        return [*self.buttons, self.more]

    def _build(self, choices: Sequence[Choice]) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.menu.clear()
        self.buttons = [self._button(index, choice) for index, choice in enumerate(choices)]
        for index, choice in enumerate(choices):
            action = self.menu.addAction(translated(choice.name))
            action.setCheckable(True)
            action.triggered.connect(self._taker(index))
        self.updateGeometry()

    def _button(self, index: int, choice: Choice) -> QPushButton:
        name = translated(choice.name)
        button = QPushButton("" if choice.bare else name, self)
        button.setCheckable(True)
        leave_keys(button)
        whole = self.tr("{group}: {choice}").format(group=self._label.text(), choice=name)
        button.setAccessibleName(whole)
        button.setToolTip(whole if choice.bare else "")
        button.clicked.connect(self._taker(index))
        return button

    def _taker(self, index: int) -> Callable[[], None]:
        def take() -> None:
            self.chosen.emit(self._choices[index])
            self._show_checks()  # a click alone does not choose: it may be refused

        return take

    def _show_choices(self) -> None:
        theme = current_theme()
        pairs = zip(self._choices, self.buttons, self.menu.actions(), strict=True)
        for choice, button, action in pairs:
            picture = choice.picture
            icon = choice_icon(picture, theme) if picture is not None else QIcon()
            button.setIcon(icon)
            button.setIconSize(icon_size(theme))
            action.setIcon(icon)
        self._show_checks()
        self._place()

    def _show_checks(self) -> None:
        for choice, button, action in zip(
            self._choices, self.buttons, self.menu.actions(), strict=True
        ):
            button.setChecked(choice.chosen)
            action.setChecked(choice.chosen)

    # Places

    def sizeHint(self) -> QSize:
        widths = [self._width(index) for index in range(len(self.buttons))]
        wanted = self._head() + sum(widths) + self._gap() * max(0, len(widths) - 1)
        return QSize(wanted, current_theme().px("button_h"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._head() + self.more.sizeHint().width(), current_theme().px("button_h"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        """As many buttons as fit, the chosen one always among them."""
        shown = self._that_fit()
        left, height = self._head(), self.height()
        self._label.setGeometry(0, 0, left, height)
        for index, button in enumerate(self.buttons):
            button.setVisible(index in shown)
            self.menu.actions()[index].setVisible(index not in shown)
            if index in shown:
                width = self._width(index)
                button.setGeometry(left, 0, width, height)
                left += width + self._gap()
        self.more.setVisible(len(shown) < len(self.buttons))
        self.more.setGeometry(left, 0, self.more.sizeHint().width(), height)

    def _that_fit(self) -> set[int]:
        widths = [self._width(index) + self._gap() for index in range(len(self.buttons))]
        room = self.width() - self._head() + self._gap()
        if sum(widths) <= room:
            return set(range(len(widths)))
        room -= self.more.sizeHint().width() + self._gap()
        first = [i for i, choice in enumerate(self._choices) if choice.chosen]
        shown: set[int] = set()
        for index in (*first, *range(len(widths))):
            if index in shown:
                continue
            if widths[index] > room:
                break
            room -= widths[index]
            shown.add(index)
        return shown

    def _width(self, index: int) -> int:
        """A picture alone needs no more room than its height."""
        bare = index < len(self._choices) and self._choices[index].bare
        return current_theme().px("button_h") if bare else self.buttons[index].sizeHint().width()

    def _head(self) -> int:
        return self._label.sizeHint().width() + self._gap() + current_theme().px("unit")

    def _gap(self) -> int:
        return 2 * current_theme().px("unit")

    def _restyle(self, theme: Theme) -> None:
        self._show_choices()
        self.updateGeometry()
