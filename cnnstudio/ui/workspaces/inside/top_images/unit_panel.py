"""One unit in detail: its top images, or those that excite it least, and how usual that is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel
from cnnstudio.ui.workspaces.inside.top_images.histogram import HistogramView
from cnnstudio.ui.workspaces.inside.top_images.pick_cards import PickCards
from cnnstudio.ui.workspaces.inside.top_images.ranked import Ranked


class UnitPanel(StagePanel):
    """Cards of the digits, and a histogram of what all test digits come to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._ranked: Ranked | None = None
        self._unit = 0
        self.order = Segmented(
            [("most", self.tr("most")), ("least", self.tr("least"))], self.tr("Which digits")
        )
        self.order.button("most").setToolTip(self.tr("The digits that excite it most"))
        self.order.button("least").setToolTip(
            self.tr("The digits whose largest number in this map is smallest")
        )
        self.order.chosen.connect(self._show)
        self.set_corner(self.order)
        self.cards = PickCards()
        self._caption = TextLabel(role="label", tone="muted")
        self._caption.setWordWrap(True)
        self.histogram = HistogramView()
        self.content.addWidget(self.cards, 1)
        self.content.addWidget(self._caption)
        self.content.addWidget(self.histogram)

    @property
    def shows_weakest(self) -> bool:
        return self.order.key() == "least"

    def show_nothing(self) -> None:
        self._ranked = None
        self.set_title(self.tr("Top images"))
        self.set_subtitle("")
        self.cards.show_picks((), True)
        for widget in (self.order, self._caption, self.histogram):
            widget.hide()

    def show_unit(self, ranked: Ranked, unit: int) -> None:
        self._ranked, self._unit = ranked, unit
        self._show()

    def caption(self) -> str:
        return self._caption.text()

    def _show(self, *_key: str) -> None:
        ranked, unit = self._ranked, self._unit
        if ranked is None:
            return
        self.set_title(ranked.question(unit))
        weakest = self.shows_weakest
        picks = [ranked.pick(unit, place, weakest) for place in range(ranked.count)]
        self.cards.show_picks(picks, not ranked.sees_all())
        found = ranked.found
        self.histogram.show_counts(
            found.histogram[unit], float(found.low[unit]), float(found.high[unit])
        )
        usual = self.tr("How strongly each of the {count} test digits excites it:")
        silence = ranked.about_silence(unit)
        text = usual.format(count=number(found.digits))
        self._caption.setText(f"{silence} {text}" if silence else text)
        for widget in (self.order, self._caption, self.histogram):
            widget.show()
