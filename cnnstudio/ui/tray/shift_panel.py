"""Why the place of a drawing matters: two networks, and every place that it could have."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.core.centring import off_centre
from cnnstudio.core.messages import Floats
from cnnstudio.core.starters import starter
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.tray.placement import Placed, Placement
from cnnstudio.ui.tray.shift_map import ShiftMap
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel


class ShiftPanel(QWidget):
    """Maps of moves for the open network and a shipped one, and the answers to both placements.

    `moved(down, right)`: the drawing is to be that far from where it was drawn.
    """

    moved = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.placement = Placement(session, self)
        self.mine = ShiftMap(self.tr("Places, and what the open network says"))
        self.theirs = ShiftMap(self.tr("Places, and what the other network says"))
        self._lies = self._move = (0, 0)
        self._names = ElidedLabel(role="card_title"), ElidedLabel(role="card_title")
        self._counts = tuple(TextLabel(role="label", tone="muted") for _ in range(2))
        self.placements = TextLabel(role="label", tone="muted")
        self._arrange()
        for map in (self.mine, self.theirs):
            map.moved.connect(self._move_to)
        self.placement.changed.connect(self._show)
        follow_theme(self._restyle)
        self._show(None)

    def look_at(self, as_drawn: Floats, centred: Floats) -> None:
        self._lies = off_centre(as_drawn)
        self._show_place()
        self.placement.look_at(as_drawn, centred)

    def show_move(self, down: int, right: int) -> None:
        """How far the drawing is from where it was drawn."""
        self._move = (down, right)
        self._show_place()

    def _show_place(self) -> None:
        for map in (self.mine, self.theirs):
            map.show_place(self._lies[0] + self._move[0], self._lies[1] + self._move[1])

    def _move_to(self, down: int, right: int) -> None:
        self.moved.emit(down - self._lies[0], right - self._lies[1])

    def counts(self) -> tuple[str, str]:
        """What stands below the maps."""
        return self._counts[0].text(), self._counts[1].text()

    def _show(self, placed: Placed | None) -> None:
        self._names[0].setText(self._session.document.network.name)
        self._names[1].setText(starter(self.placement.beside).name)
        self.mine.show_shares(None if placed is None else placed.shares)
        self.theirs.show_shares(None if placed is None else placed.beside)
        if placed is None:
            self.placements.setText(self.tr("Draw a digit to see where it is still understood."))
            for label in self._counts:
                label.setText("")
            return
        for label, answers in zip(
            self._counts, (placed.answers, placed.beside_answers), strict=True
        ):
            label.setText(self._count(placed, answers))
        self.placements.setText(self._both(placed))

    def _count(self, placed: Placed, answers: Floats) -> str:
        template = self.tr("a {digit} in {count} of {total} places")
        return template.format(
            digit=placed.says, count=number(placed.places(answers)), total=number(answers.size)
        )

    def _both(self, placed: Placed) -> str:
        """“As drawn: 7, with 54 %. Centred: 4, with 99 %.”"""
        drawn, centred = int(placed.as_drawn.argmax()), int(placed.centred.argmax())
        return self.tr(
            "As drawn: {drawn}, with {share}.\nCentred: {centred}, with {centred_share}."
        ).format(
            drawn=drawn,
            share=percent(float(placed.as_drawn[drawn])),
            centred=centred,
            centred_share=percent(float(placed.centred[centred])),
        )

    def _arrange(self) -> None:
        title = TextLabel(self.tr("Move the drawing"), "panel_title")
        tip = self.tr(
            "Each cell is a place for the drawing: so many pixels up or down, left or right of "
            "the middle. The brighter, the surer the network is that it still is the same digit. "
            "{why} Click, or use the arrow keys."
        ).format(why=self._reason())
        self.why = TextLabel(self._reason(), "label")
        self.why.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.placements)
        for map, name, count in zip(
            (self.mine, self.theirs), self._names, self._counts, strict=True
        ):
            column.addWidget(name)
            column.addWidget(map)
            column.addWidget(count)
        column.addWidget(self._key())
        column.addWidget(self.why)
        title.setToolTip(tip)
        column.addStretch()
        self._column = column

    def _reason(self) -> str:
        return self.tr(
            "A dense layer has other weights at every pixel, so a moved digit is a new one to it; "
            "a convolution slides the same filter everywhere."
        )

    def _key(self) -> TextLabel:
        key = TextLabel(
            self.tr(
                "The brighter a place, the surer the network is of the digit that lies there; the "
                "cross is the middle, the ring your drawing."
            ),
            "label",
            "muted",
        )
        key.setWordWrap(True)
        return key

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("unit"))
        self.setFixedWidth(self.mine.sizeHint().width() + 72)
        # In large type there is no room for it beside two maps; the title's tooltip has it too.
        self.why.setVisible(not theme.projector)
