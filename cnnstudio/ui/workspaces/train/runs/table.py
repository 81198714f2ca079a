"""The runs as a table: one a row, with a box to compare it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from cnnstudio.core.history import ListedRun
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import ENTER
from cnnstudio.ui.workspaces.train.runs.comparison import Comparison, colour_of
from cnnstudio.ui.workspaces.train.runs.words import (
    NOTHING,
    accuracy_words,
    size_words,
    state_hint,
    steps_words,
    when_words,
)

COMPARE, NAME, NETWORK, WHEN, STEPS, ACCURACY, MOMENTS, SIZE = range(8)
_RIGHT = (STEPS, ACCURACY, MOMENTS, SIZE)
_SWATCH = (22, 4)
#: The width that names have at least, in sizes of the type, and what makes way for them.
_NAME_WIDTH = 14
_LEAST_MISSED = (NETWORK, MOMENTS, SIZE)


class RunTable(QTableWidget):
    """Double click and Enter: `opened(run)`. F2 lets the name be typed: `renamed(run, name)`.
    Delete: `delete_wanted(run)`. The box and Space: `compared(run, whether)`."""

    opened = Signal(object)
    renamed = Signal(object, str)
    delete_wanted = Signal(object)
    compared = Signal(object, bool)
    chosen_changed = Signal()

    def __init__(self, comparison: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(0, 8, parent)
        self._comparison = comparison
        self._runs: tuple[ListedRun, ...] = ()
        self._open_folder: Path | None = None
        self._make_heads()
        self.setAccessibleName(self.tr("Runs that were kept"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(*_SWATCH))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._item_changed)
        self.itemSelectionChanged.connect(self.chosen_changed)
        self.cellDoubleClicked.connect(self._double_clicked)
        comparison.changed.connect(self._show_boxes)
        follow_theme(self._restyle)

    def _make_heads(self) -> None:
        words = {
            COMPARE: self.tr("Compare"),
            NAME: self.tr("Name"),
            NETWORK: self.tr("Network"),
            WHEN: self.tr("Started"),
            STEPS: self.tr("Steps"),
            ACCURACY: self.tr("Best accuracy"),
            MOMENTS: self.tr("Moments"),
            SIZE: self.tr("Size"),
        }
        for column, text in words.items():
            head = QTableWidgetItem(text)
            head.setTextAlignment(_side(column))
            self.setHorizontalHeaderItem(column, head)

    def set_runs(self, runs: Sequence[ListedRun], open_folder: Path | None) -> None:
        """Show runs; that on screen is marked, and cannot be laid over itself."""
        if self.state() == QAbstractItemView.State.EditingState:
            return  # a name that is being typed is not pulled away
        chosen = self.chosen()
        self._runs, self._open_folder = tuple(runs), open_folder
        blocked = self.blockSignals(True)
        self.setRowCount(len(self._runs))
        for row, run in enumerate(self._runs):
            self._fill(row, run)
        self.blockSignals(blocked)
        self._show_boxes()
        self._make_room_for_names()
        self.choose(chosen.folder if chosen else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room_for_names()

    def _make_room_for_names(self) -> None:
        """Columns that matter less make way for names, by which runs are told apart."""
        header = self.horizontalHeader()
        others = {
            column: max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            for column in range(self.columnCount())
            if column != NAME
        }
        left = self.viewport().width() - sum(others.values())
        for column in _LEAST_MISSED:
            is_in_the_way = left < _NAME_WIDTH * current_theme().font_px("body")
            self.setColumnHidden(column, is_in_the_way)
            left += others[column] if is_in_the_way else 0

    def runs(self) -> tuple[ListedRun, ...]:
        return self._runs

    def chosen(self) -> ListedRun | None:
        rows = {index.row() for index in self.selectedIndexes()}
        return self._runs[rows.pop()] if rows else None

    def choose(self, folder: Path | None) -> None:
        """Choose a run by its folder, or the first."""
        places = [row for row, run in enumerate(self._runs) if run.folder == folder]
        if self._runs:
            row = places[0] if places else 0
            self.selectRow(row)
            self.scrollToItem(self._cell(row, NAME))
        self.chosen_changed.emit()

    def rename_chosen(self) -> None:
        """Let the chosen run's name be typed."""
        rows = [index.row() for index in self.selectedIndexes()]
        if rows:
            self.editItem(self._cell(rows[0], NAME))

    def words(self, row: int) -> list[str]:
        """What a row says."""
        return [self._cell(row, column).text() for column in range(NAME, self.columnCount())]

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        assert item is not None, "every row is filled"
        return item

    def _fill(self, row: int, run: ListedRun) -> None:
        texts = {
            COMPARE: "",
            NAME: run.name,
            NETWORK: run.facts.network.name if run.facts else NOTHING,
            WHEN: when_words(run.began),
            STEPS: steps_words(run),
            ACCURACY: accuracy_words(run),
            MOMENTS: number(run.moments),
            SIZE: size_words(run.size_bytes),
        }
        for column, text in texts.items():
            item = QTableWidgetItem(text)
            item.setTextAlignment(_side(column))
            item.setFlags(self._flags(column, run))
            item.setToolTip(self._hint(column, run))
            self.setItem(row, column, item)
        self._dress(row, run)

    def _dress(self, row: int, run: ListedRun) -> None:
        """What cannot be opened is crimson and says why; the run on screen is bold."""
        theme = current_theme()
        for column in range(self.columnCount()):
            item = self._cell(row, column)
            item.setForeground(theme.colour.warning if run.sentence else theme.colour.text)
            item.setFont(theme.font("body_strong" if self._is_open(run) else "body"))
        if run.sentence:
            self._cell(row, NETWORK).setText(translated(run.sentence))
            self.setSpan(row, NETWORK, 1, self.columnCount() - NETWORK)
        elif self.columnSpan(row, NETWORK) > 1:
            self.setSpan(row, NETWORK, 1, 1)

    def _flags(self, column: int, run: ListedRun) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if run.sentence:
            return flags
        if column == NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        if column == COMPARE and not self._is_open(run):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _hint(self, column: int, run: ListedRun) -> str:
        if run.sentence:
            return translated(run.sentence)
        if column == COMPARE:
            if self._is_open(run):
                return self.tr("This run is on screen: the others are laid over it")
            return self.tr("Lay this run’s curves over those of the run on screen (Space)")
        if column == NAME:
            return self.tr("Double click opens the run, F2 gives it another name")
        if column == STEPS:
            return state_hint(run)
        return ""

    def _is_open(self, run: ListedRun) -> bool:
        return run.folder == self._open_folder

    def _show_boxes(self) -> None:
        """A tick and a swatch of its colour for each run that is compared."""
        blocked = self.blockSignals(True)
        for row, run in enumerate(self._runs):
            item = self._cell(row, COMPARE)
            if not item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                continue
            place = self._comparison.place_of(run.folder)
            ticked = place is not None
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            item.setIcon(self._swatch(place))
        self.blockSignals(blocked)
        self.viewport().update()

    def _swatch(self, place: int | None) -> QIcon:
        """The curve's colour, also in the row that is selected, whose icons Qt would tint."""
        line = QPixmap(*_SWATCH)
        clear = QColor(0, 0, 0, 0)
        line.fill(clear if place is None else colour_of(place, current_theme()))
        swatch = QIcon(line)
        swatch.addPixmap(line, QIcon.Mode.Selected)
        return swatch

    def _item_changed(self, item: QTableWidgetItem) -> None:
        run = self._runs[item.row()]
        if item.column() == COMPARE:
            self.compared.emit(run, item.checkState() == Qt.CheckState.Checked)
        elif item.column() == NAME and item.text() != run.name:
            self.renamed.emit(run, item.text())

    def _double_clicked(self, row: int, column: int) -> None:
        if column != COMPARE:
            self.opened.emit(self._runs[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the field that the name is typed in hands on what it does not use itself
        run, key = self.chosen(), Qt.Key(event.key())
        if run is not None and key == Qt.Key.Key_Space:
            self._tick(run)
        elif run is not None and key in ENTER:
            self.opened.emit(run)
        elif run is not None and key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(run)
        elif run is not None and key == Qt.Key.Key_F2:
            self.rename_chosen()
        else:
            super().keyPressEvent(event)

    def _tick(self, run: ListedRun) -> None:
        if not self._is_open(run) and not run.sentence:
            self.compared.emit(run, self._comparison.place_of(run.folder) is None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.resizeColumnsToContents()

    def _restyle(self, theme: Theme) -> None:
        self.horizontalHeader().setFont(theme.font("label"))
        self.verticalHeader().setDefaultSectionSize(round(theme.font_px("body") * 2.3))
        blocked = self.blockSignals(True)
        for row, run in enumerate(self._runs):
            self._dress(row, run)
        self.blockSignals(blocked)
        self._show_boxes()


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
