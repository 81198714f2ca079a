"""The panel of the map: its method and size, its legend, and what it is of."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from cnnstudio.core.messages import DigitMap
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.session.survey import Survey
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.widgets.toggle import Toggle
from cnnstudio.ui.workspaces.inside.digit_map.class_legend import ClassLegend
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud
from cnnstudio.ui.workspaces.inside.digit_map.scatter import DigitScatter
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel
from cnnstudio.ui.workspaces.inside.survey_line import SurveyLine

#: Digits on the map: few, quick enough to follow a training; or all.
FEW, ALL = 2_000, 10_000


class MapPanel(StagePanel):
    """Points, or a sentence in their place. `rules_changed` when another map is wanted."""

    rules_changed = Signal()

    def __init__(self, survey: Survey, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.scatter = DigitScatter()
        self.legend = ClassLegend()
        self.line = SurveyLine(survey)
        self.follow = Toggle(self.tr("Follow the training"))
        self._sentence = TextLabel(role="body", tone="muted")
        self._pages = QStackedWidget()
        self._make_choices()
        self._arrange()
        self.method.chosen.connect(self.rules_changed)
        self.amount.chosen.connect(self.rules_changed)
        self.legend.changed.connect(self._show_or_hide)

    @property
    def count(self) -> int:
        """How many digits are wanted."""
        return FEW if self.amount.key() == "few" else ALL

    def show_map(self, cloud: Cloud, answer: DigitMap) -> None:
        self.legend.describe(cloud)
        self.scatter.show_cloud(cloud)
        self._pages.setCurrentWidget(self.scatter)
        self.scatter.set_notes((self._quality(answer), self._source(answer)))

    def show_nothing(self, sentence: str) -> None:
        self.legend.forget()
        self._sentence.setText(sentence)
        self._pages.setCurrentWidget(self._sentence)

    def sentence(self) -> str:
        """Why there is no map; empty where there is one."""
        shown = self._pages.currentWidget() is self._sentence
        return self._sentence.text() if shown else ""

    def _make_choices(self) -> None:
        self.method = Segmented(
            [("pca", self.tr("PCA")), ("tsne", self.tr("t-SNE"))], self.tr("Method")
        )
        self.method.button("pca").setToolTip(
            self.tr(
                "Principal component analysis: the plane in which the digits differ most. "
                "Distances in it are true shadows of those between the layer’s numbers."
            )
        )
        self.method.button("tsne").setToolTip(
            self.tr(
                "t-SNE keeps neighbours together and says little of large distances. It needs "
                "scikit-learn and takes longer."
            )
        )
        few, every = number(FEW), number(ALL)
        self.amount = Segmented([("few", few), ("all", every)], self.tr("Digits"))
        self.amount.setToolTip(self.tr("How many of the test digits are laid out"))
        self.follow.setToolTip(
            self.tr("Lay the digits out again and again while the network trains")
        )

    def _arrange(self) -> None:
        corner = QWidget()
        choices = QHBoxLayout(corner)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.addWidget(self.method)
        choices.addWidget(self.amount)
        self.set_corner(corner)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self.scatter)
        self._pages.addWidget(self._sentence)
        foot = QHBoxLayout()
        foot.addWidget(self.line, 1)
        foot.addWidget(TextLabel(self.tr("follow the training"), "label", "muted"))
        foot.addWidget(self.follow)
        self.content.addWidget(self._pages, 1)
        self.content.addWidget(self.legend)
        self.content.addLayout(foot)

    def _show_or_hide(self) -> None:
        self.scatter.set_hidden(self.legend.hidden)
        self.scatter.set_misread_marked(self.legend.misread.isChecked())

    def _quality(self, answer: DigitMap) -> str:
        if answer.method == "tsne":
            return self.tr("t-SNE: only what is near each other means something")
        first, second = (percent(share) for share in answer.explained)
        return self.tr("{a} + {b} of the variance").format(a=first, b=second)

    def _source(self, answer: DigitMap) -> str:
        """What of the layer went in."""
        numbers, kept = number(answer.numbers), number(answer.kept)
        if answer.pool > 1 and answer.kept < answer.numbers:
            template = self.tr("{numbers} numbers, averaged over {pool}×{pool} cells to {kept}")
            return template.format(numbers=numbers, pool=answer.pool, kept=kept)
        if answer.kept < answer.numbers:
            template = self.tr("{numbers} numbers, added up at random to {kept}")
            return template.format(numbers=numbers, kept=kept)
        return self.tr("{numbers} numbers of each digit").format(numbers=numbers)
