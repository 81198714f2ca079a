"""The digits that were selected on the map: how many of each class, and what they look like."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.mnist import Digits
from cnnstudio.ui.numbers import number
from cnnstudio.ui.tray.digit_wall import DigitWall
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.inside.digit_map.class_counts import ClassCounts
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel


class SelectionPanel(StagePanel):
    """Counts and digits; `wanted` brings the indices that are to be selected from now on."""

    wanted = Signal(object)

    def __init__(self, digits: Digits, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Selected"))
        self._cloud: Cloud | None = None
        self.counts = ClassCounts()
        self.wall = DigitWall(digits)
        self._hint = TextLabel(
            self.tr(
                "Go round some points with the lasso, press a digit’s key on the map, or choose "
                "from the menu above. A click on a point makes it the current digit."
            ),
            "body",
            "muted",
        )
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.wall)
        self._pages.addWidget(self._hint)
        self.button = QPushButton(self.tr("Select"))
        self.button.setProperty("chip", True)
        self.button.setToolTip(self.tr("Select digits without a mouse: of one class, or misread"))
        self.button.setMenu(self._menu())
        self.set_corner(self.button)
        self.content.addWidget(self.counts)
        self.content.addWidget(self._pages, 1)
        self.show_selection(np.arange(0))

    def set_cloud(self, cloud: Cloud | None) -> None:
        """The map whose digits are spoken of."""
        self._cloud = cloud
        self.button.setEnabled(cloud is not None and len(cloud) > 0)

    def show_selection(self, indices: NDArray[np.intp]) -> None:
        cloud = self._cloud
        labels = np.zeros(0, np.intp) if cloud is None else cloud.labels[indices]
        self.counts.set_counts(np.bincount(labels, minlength=CLASSES))
        self.counts.setVisible(len(indices) > 0)
        self.wall.show_indices(indices)
        self._pages.setCurrentIndex(0 if len(indices) else 1)
        self.set_subtitle(self._about(cloud, indices))

    def select_class(self, label: int) -> None:
        if self._cloud is not None:
            self.wanted.emit(self._cloud.of_class(label))

    def select_misread(self) -> None:
        if self._cloud is not None:
            self.wanted.emit(np.flatnonzero(self._cloud.misread))

    def _about(self, cloud: Cloud | None, indices: NDArray[np.intp]) -> str:
        if cloud is None or not len(indices):
            return self.tr("none")
        wrong = int(cloud.misread[indices].sum())
        if not (cloud.answers >= 0).any():
            return self.tr("{count} digits").format(count=number(len(indices)))
        return self.tr("{count}, {wrong} misread").format(
            count=number(len(indices)), wrong=number(wrong)
        )

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Misread digits"), self.select_misread)
        for label in range(CLASSES):
            text = self.tr("Digits that are a {label}").format(label=label)
            menu.addAction(text, partial(self.select_class, label))
        menu.addSeparator()
        menu.addAction(self.tr("None"), lambda: self.wanted.emit(np.arange(0)))
        return menu
