"""The button that opens the lab of a layer with the network's own numbers."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QToolTip, QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.layer_labs import LayerLabs
from cnnstudio.ui.session.wording import translated


class OpenInLab(QPushButton):
    """Disabled where there is nothing to open, with a tooltip that says why."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Open in lab"), parent)
        self._labs = LayerLabs(session, self)
        self._report: LayerReport | None = None
        self._spot: Spot | None = None
        self.clicked.connect(self._open)
        self._labs.refused.connect(self._say)
        session.engine.state_changed.connect(self._refresh)
        self._refresh()

    def show_layer(self, report: LayerReport | None, spot: Spot | None = None) -> None:
        """The layer that is opened, at this number of its output or at a strong one."""
        self._report, self._spot = report, spot
        self._refresh()

    def _refresh(self, *_: object) -> None:
        reason = self._labs.why_not(self._report)
        self.setEnabled(not reason)
        self.setToolTip(
            reason or self.tr("Show what this layer does, with its own weights, number by number")
        )

    def _open(self) -> None:
        if self._report is not None:
            self._labs.open(self._report.layer.id, self._spot)

    def _say(self, sentence: Sentence) -> None:
        """Why it could not be opened, where one looks."""
        below = self.mapToGlobal(QPoint(0, self.height()))
        QToolTip.showText(below, translated(sentence), self)
