"""Offers to test the moments whose answers are not known, and shows how far that is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from cnnstudio.ui.session.moment_tests import MomentTests
from cnnstudio.ui.widgets.progress import EpochProgress


class TestingLine(QStackedWidget):
    """A button, or a bar with another one to cancel. `wanted` when the tests are."""

    wanted = Signal()

    def __init__(self, tests: MomentTests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tests = tests
        self.test_button = QPushButton(self.tr("Test on all digits"))
        self.test_button.setProperty("primary", True)
        self.test_button.setToolTip(
            self.tr("Let the network answer all 10,000 test digits with the weights of each moment")
        )
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self._bar = EpochProgress()
        offer, going_on = QHBoxLayout(), QHBoxLayout()
        offer.addWidget(self.test_button)
        offer.addStretch(1)
        going_on.addWidget(self._bar, 1)
        going_on.addWidget(self.cancel_button)
        for row in (offer, going_on):
            row.setContentsMargins(0, 0, 0, 0)
            page = QWidget()
            page.setLayout(row)
            self.addWidget(page)
        self.test_button.clicked.connect(self.wanted)
        self.cancel_button.clicked.connect(tests.cancel)
        tests.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        running = self._tests.is_running
        self.setCurrentIndex(int(running))
        self.test_button.setEnabled(self._tests.is_possible)
        if running:
            done, total = self._tests.progress or (0, 1)
            self._bar.set_progress(done, total, 1)
