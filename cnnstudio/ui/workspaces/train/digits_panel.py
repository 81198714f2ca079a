"""The test digits of a cell of the confusion matrix, or of the whole test."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import Digit
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.train.confusion import Cell
from cnnstudio.ui.workspaces.train.digit_choice import Indices, in_cell, misread, mixed
from cnnstudio.ui.workspaces.train.digit_gallery import DigitGallery

#: The width, in sizes of the label type, below which links have fewer words.
_NARROW = 23


class DigitsPanel(Panel):
    """Shows the digits of a cell; without one, all that were misread, or all mixed.

    `cell_left` when those of the cell are no longer wanted.
    """

    cell_left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Test digits"), parent=parent)
        self._session = session
        self._cell: Cell | None = None
        self._wants_mixed = False
        self._chosen: Indices = mixed(0)
        self.gallery = DigitGallery(session.digit.test_set)
        self.gallery.digit_chosen.connect(session.digit.show_test)
        self.gallery.capacity_changed.connect(self._entitle)
        self.content.addWidget(self.gallery, 1)
        self._make_links()
        session.evaluation_changed.connect(self._refresh)
        session.digit.changed.connect(self._digit_changed)
        self._digit_changed(session.digit.current)
        self._refresh()

    def _make_links(self) -> None:
        self.kind_button = self._link(
            self.tr("Mix right and wrong answers, or show only wrong ones")
        )
        self.kind_button.clicked.connect(self._toggle_kind)
        self.all_button = self._link(self.tr("Scroll through all of these digits"))
        self.all_button.setCheckable(True)
        self.all_button.toggled.connect(self._toggle_all)
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.kind_button)
        row.addWidget(self.all_button)
        self.set_corner(corner)

    def _link(self, hint: str) -> QPushButton:
        link = QPushButton()
        link.setProperty("link", True)
        link.setToolTip(hint)
        return link

    def show_cell(self, cell: Cell | None) -> None:
        """Show the digits of (truth, answer); None for those of the whole test."""
        self._cell = cell
        self._refresh()

    def _toggle_kind(self) -> None:
        if self._cell:
            self._wants_mixed = False
            self.cell_left.emit()
            return
        self._wants_mixed = not self._wants_mixed
        self._refresh()

    def _toggle_all(self, every: bool) -> None:
        self.gallery.set_scrolls(every)
        self._entitle()

    def _digit_changed(self, digit: Digit) -> None:
        self.gallery.set_current(digit.index)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now is it known how many fit.
        QTimer.singleShot(0, self, self._entitle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.kind_button.setText(self._kind_words())

    def _refresh(self) -> None:
        evaluation = self._session.evaluation
        self._chosen = self._choose()
        shares = evaluation.probabilities if evaluation else None
        self.gallery.set_digits(self._chosen, shares)
        self._entitle()

    def _choose(self) -> Indices:
        evaluation, labels = self._session.evaluation, self._session.digit.test_set.labels
        if evaluation is None:
            return mixed(len(labels))
        if self._cell:
            return in_cell(evaluation.probabilities, labels, *self._cell)
        if self._wants_mixed:
            return mixed(len(labels))
        return misread(evaluation.probabilities, labels)

    def _entitle(self) -> None:
        tested = self._session.evaluation is not None
        shown, count = len(self.gallery.indices()), len(self._chosen)
        self.kind_button.setVisible(tested)
        self.kind_button.setText(self._kind_words())
        every = self.all_button.isChecked()
        self.all_button.setText(self.tr("show fewer") if every else self.tr("show all"))
        self.all_button.setVisible(every or shown < count)
        self.set_title(self._heading())
        self.set_subtitle(*self._count_words(shown, count, tested))

    def _kind_words(self) -> str:
        """What a click on the link would show."""
        if self._cell:
            return self.tr("all mistakes")
        if self.width() < _NARROW * current_theme().font_px("label"):
            return self.tr("mistakes") if self._wants_mixed else self.tr("mixed")
        return self.tr("show mistakes") if self._wants_mixed else self.tr("show mixed")

    def _heading(self) -> str:
        if self._cell:
            return self.tr("{truth} read as {answer}").format(
                truth=self._cell[0], answer=self._cell[1]
            )
        tested = self._session.evaluation is not None
        return self.tr("Misread") if tested and not self._wants_mixed else self.tr("Test digits")

    def _count_words(self, shown: int, count: int, tested: bool) -> tuple[str, ...]:
        """The same in ever fewer words."""
        if not tested:
            return self.tr("not tested yet"), self.tr("no test yet")
        if not count:
            return self.tr("none in the last test"), self.tr("none")
        if count == 1:
            return self.tr("1 test digit"), "1"
        whole = self.tr("{count} test digits").format(count=number(count))
        if shown == count:
            return whole, number(count)
        more = self.tr("{count} test digits, {shown} shown").format(
            count=number(count), shown=number(shown)
        )
        return more, whole, number(count)
