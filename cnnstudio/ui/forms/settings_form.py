"""A form made from the settings table of anything that has one: a layer, or the input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.core.settings import Checked, Setting, settings_of
from cnnstudio.ui.forms.setting_field import SettingField
from cnnstudio.ui.forms.setting_fields import field_for
from cnnstudio.ui.theme import Theme, follow_theme

#: Fields side by side, where there is room.
_COLUMNS = 3
_GAP = 8
_LEAST_WIDTH = 160


class SettingsForm(QWidget):
    """The fields of one value of `kind`; `edited(name, value)` when one of them is changed.

    Fields exist as long as the kind stays the same, so that typing is not interrupted by the
    edit that it makes. Advanced settings wait behind “More”.
    """

    edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: type | None = None
        self.fields: dict[str, SettingField] = {}
        self.more = QPushButton(self.tr("More"), self)
        self.more.setCheckable(True)
        self.more.setProperty("link", True)
        self.more.toggled.connect(self._show_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._grids: list[QGridLayout] = []
        self._columns = _COLUMNS
        self._sheet: QWidget | None = None
        self._hidden: QWidget | None = None
        follow_theme(self._restyle)

    def show_value(self, value: Checked) -> None:
        """Show the settings of a layer or an input."""
        if type(value) is not self._kind:
            self._build(type(value))
        for name, field in self.fields.items():
            field.set_value(getattr(value, name))
        self._fit_columns(self.width())

    def mark(self, names: frozenset[str]) -> None:
        """Show in crimson the settings that cannot stay as they are."""
        for name, field in self.fields.items():
            field.set_fault(name in names)

    def _build(self, kind: type) -> None:
        self._clear()
        self._kind = kind
        settings = settings_of(kind)
        self._sheet = self._grid([s for s in settings if not s.advanced])
        self._column.addWidget(self._sheet)
        advanced = [s for s in settings if s.advanced]
        if advanced:
            self._hidden = self._grid(advanced)
            self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
            self._column.addWidget(self._hidden)
            self._hidden.setVisible(self.more.isChecked())
        self.more.setVisible(bool(advanced))

    def _clear(self) -> None:
        for widget in (self._sheet, self._hidden):
            if widget is not None:
                self._column.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._sheet = self._hidden = None
        self.fields = {}
        self._grids = []
        self._column.removeWidget(self.more)

    def _grid(self, settings: list[Setting]) -> QWidget:
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_GAP)
        self._grids.append(grid)
        self._lay_out(grid, [self._field(setting) for setting in settings])
        return sheet

    def _lay_out(self, grid: QGridLayout, fields: list[SettingField]) -> None:
        place, columns = 0, self._columns
        for field in fields:
            # The words of a choice need a line of their own.
            wide = field.setting.type == "choice"
            place = -(-place // columns) * columns if wide else place
            row, column = divmod(place, columns)
            grid.addWidget(field, row, column, 1, columns if wide else 1)
            place += columns if wide else 1
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns(event.size().width())

    def minimumSizeHint(self) -> QSize:
        """It may be narrower than three fields, for it then puts two in a row."""
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def _fit_columns(self, width: int) -> None:
        widest = max((f.minimumSizeHint().width() for f in self.fields.values()), default=0)
        room = _COLUMNS * (widest + _GAP) - _GAP
        columns = _COLUMNS if width >= room else _COLUMNS - 1
        if columns == self._columns:
            return
        self._columns = columns
        for grid in self._grids:
            fields = [f for f in self.fields.values() if grid.indexOf(f) >= 0]
            for field in fields:
                grid.removeWidget(field)
            self._lay_out(grid, fields)

    def _field(self, setting: Setting) -> SettingField:
        field = field_for(setting)
        field.edited.connect(self._reporter(setting.name))
        self.fields[setting.name] = field
        return field

    def _reporter(self, name: str) -> Callable[[Any], None]:
        return lambda value: self.edited.emit(name, value)

    def _show_more(self, on: bool) -> None:
        self.more.setText(self.tr("Less") if on else self.tr("More"))
        if self._hidden is not None:
            self._hidden.setVisible(on)

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("unit"))


def changed(value: Any, name: str, new: Any) -> Any:
    """The value with one setting changed."""
    return replace(value, **{name: new})
