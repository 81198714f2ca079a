"""The panel of all units, with the line that says of which moment they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from cnnstudio.core.messages import MOST_UNITS
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session.survey import Survey
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel
from cnnstudio.ui.workspaces.inside.survey_line import SurveyLine
from cnnstudio.ui.workspaces.inside.top_images.ranked import Ranked
from cnnstudio.ui.workspaces.inside.top_images.ranking_wall import RankingWall


class WallPanel(StagePanel):
    """Rows of cut-outs, or a sentence in their place."""

    def __init__(self, survey: Survey, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.rows = RankingWall()
        self.line = SurveyLine(survey)
        self.was_cancelled = False
        self._sentence = TextLabel(role="body", tone="muted")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.rows)
        self._pages.addWidget(self._sentence)
        self.content.addWidget(self._pages, 1)
        self.content.addWidget(self.line)
        self.line.cancel_button.clicked.connect(self._cancelled)
        self.line.update_wanted.connect(self._resumed)

    def show_ranked(self, ranked: Ranked) -> None:
        self.was_cancelled = False
        self.rows.show_ranked(ranked)
        self._pages.setCurrentWidget(self.rows)
        self.set_subtitle(self._about(ranked))

    def show_nothing(self, sentence: str) -> None:
        self.rows.show_ranked(None)
        self._sentence.setText(sentence)
        self._pages.setCurrentWidget(self._sentence)
        self.set_subtitle("")

    def sentence(self) -> str:
        """Why there are no rows; empty where there are."""
        shown = self._pages.currentWidget() is self._sentence
        return self._sentence.text() if shown else ""

    def _about(self, ranked: Ranked) -> str:
        if ranked.found.units > MOST_UNITS:
            template = self.tr("the first {shown} of {units}")
            return template.format(shown=number(MOST_UNITS), units=number(ranked.found.units))
        if ranked.sees_all():
            return self.tr("the digits that excite each most")
        size = f"{ranked.box.height}×{ranked.box.width}"
        return self.tr("the {size} pixels that excited each most").format(size=size)

    def _cancelled(self) -> None:
        self.was_cancelled = True

    def _resumed(self) -> None:
        self.was_cancelled = False
