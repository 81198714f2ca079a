"""The card with what the doctor has found, and the chip that says how the run is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.core.doctor import Ill
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.device_chip import DeviceChip
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painting import fill_rounded
from cnnstudio.ui.workspaces.train.doctor import words
from cnnstudio.ui.workspaces.train.doctor.picture import IllPicture

#: Below this height of the window the card is as flat as it can be, below this width there is room
#: only for the number of findings beside the buttons of the run.
_LOW, _NARROW = 760, 1400
_GAP = 4


class DoctorCard(QFrame):
    """One ill at a time, chosen by its name; hidden while there is none, or until the chip is
    clicked again. A new ill brings the card back."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._checkup = session, session.checkup
        self._shown = ""
        self._closed_for: frozenset[str] = frozenset()
        self.chip = DeviceChip()
        self.picture = IllPicture()
        self.names: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._told = ("", "")
        self._sentence = TextLabel(role="body")
        self._advice = TextLabel(role="label", tone="muted")
        self._caption = TextLabel(role="min", tone="muted")
        self.show_layer = QPushButton(self.tr("Show the layer"))
        self._arrange()
        self.chip.clicked.connect(self._toggle)
        self._group.buttonClicked.connect(self._choose)
        self.show_layer.clicked.connect(self._select_layer)
        session.checkup.changed.connect(self.refresh)
        session.document.network_changed.connect(self.refresh)
        follow_theme(self._restyle)
        self.refresh()

    @property
    def ill(self) -> Ill | None:
        """The one that is shown."""
        ills = {ill.code: ill for ill in self.ills}
        return ills.get(self._shown) or next(iter(ills.values()), None)

    @property
    def ills(self) -> tuple[Ill, ...]:
        """What is found, of the network on screen: of another one the doctor says nothing."""
        return () if self._session.run_is_elsewhere else self._checkup.ills

    def sentence(self) -> str:
        return self._told[0]

    def advice(self) -> str:
        return self._told[1]

    def refresh(self) -> None:
        """Show what the doctor says now."""
        ills = self.ills
        is_of_screen = not self._session.run_is_elsewhere
        self.chip.setVisible(self._checkup.has_examined and is_of_screen)
        self.setVisible(bool(ills) and not {ill.code for ill in ills} <= self._closed_for)
        if not ills:
            self._closed_for = frozenset()
        self._name(ills)
        self._show()
        self.fit()

    # Set-up

    def _arrange(self) -> None:
        for label in (self._sentence, self._advice):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            label.setWordWrap(True)  # after the policy, which it adds to
        self.show_layer.setProperty("link", True)
        self.show_layer.setToolTip(self.tr("Select the layer that is worst"))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._caption)
        left.addWidget(self.picture, 1)
        self._names_row = QHBoxLayout()
        self._names_row.addStretch(1)
        self._names_row.addWidget(self.show_layer)
        self._column = QVBoxLayout()
        self._column.addLayout(self._names_row)
        self._column.addWidget(self._sentence, 1)
        self._column.addWidget(self._advice)
        self._row = QHBoxLayout(self)
        self._row.addLayout(left)
        self._row.addLayout(self._column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _restyle(self, theme: Theme) -> None:
        pad = theme.px("control_gap")
        self._row.setSpacing(2 * pad)
        self._names_row.setSpacing(pad - 2)
        self.fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the size that the window allows: to be called when that is another."""
        count = len(self.ills)
        text = words.state(count)
        is_narrow = self.window().width() < _NARROW
        short = number(count) if count and is_narrow else text
        self.chip.show_device(short, words.hint(count), "busy" if count else "ready")
        self.chip.setAccessibleName(text)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need at this width; in a low window they are one paragraph beside
        a smaller picture, whose caption is its tooltip."""
        is_low = self.window().height() < _LOW
        pad = current_theme().px("control_gap")
        above = pad // 2 if is_low else pad - 2
        self._row.setContentsMargins(pad + 2, above, pad + 2, above)
        self._column.setSpacing(_GAP // 2 if is_low else _GAP)
        ill = self.ill
        for part in (self._caption, self._advice):
            part.setVisible(not is_low)
        has_layer = ill is not None and ill.layer_id in self._session.document.report.by_id
        self.show_layer.setVisible(has_layer)
        self._sentence.setText(" ".join(self._told) if is_low else self._told[0])
        self.picture.set_small(is_low)
        beside = self.picture.sizeHint().width() + self._row.spacing()
        room = max(self.width() - 2 * (pad + 2) - beside, 1)
        labels = (self._sentence,) if is_low else (self._sentence, self._advice)
        words = sum(label.heightForWidth(room) + self._column.spacing() for label in labels)
        high = self._height_of_names() + words + 2 * above
        if high != self.maximumHeight():
            self.setFixedHeight(high)

    def _height_of_names(self) -> int:
        """What the names need, those included that come into sight only in a moment."""
        for button in self.names.values():
            button.ensurePolished()
        return max((button.sizeHint().height() for button in self.names.values()), default=0)

    # What is shown

    def _name(self, ills: tuple[Ill, ...]) -> None:
        """A button for each ill, the gravest first; those that stay are kept, with the focus."""
        codes = [ill.code for ill in ills]
        for code in set(self.names) - set(codes):
            button = self.names.pop(code)
            self._group.removeButton(button)
            self._names_row.removeWidget(button)
            button.deleteLater()
        self.names = {ill.code: self.names.get(ill.code) or self._button(ill) for ill in ills}
        for place, button in enumerate(self.names.values()):
            if self._names_row.indexOf(button) != place:
                self._names_row.insertWidget(place, button)

    def _button(self, ill: Ill) -> QPushButton:
        button = QPushButton(words.name(ill))
        button.setCheckable(True)
        button.setProperty("chip", True)
        button.setToolTip(self.tr("Show what this finding judges by"))
        self._group.addButton(button)
        return button

    def _show(self) -> None:
        ill, network = self.ill, self._session.run.network
        if ill is None or network is None:
            return
        self.names[ill.code].setChecked(True)
        self._told = translated(ill.sentence), words.advice(translated(ill.advice))
        self._advice.setText(self.advice())
        self._caption.setText(words.caption(ill))
        self.picture.show_ill(ill, network, words.caption(ill))
        self.setAccessibleName(words.name(ill))
        self.setAccessibleDescription(self.sentence())
        self._fit()

    # What is clicked

    def _choose(self, button: QPushButton) -> None:
        self._shown = next(code for code, one in self.names.items() if one is button)
        self._show()

    def _toggle(self) -> None:
        codes = frozenset(ill.code for ill in self.ills)
        self._closed_for = codes if self.isVisible() else frozenset()
        self.refresh()

    def _select_layer(self) -> None:
        ill = self.ill
        if ill is not None and ill.layer_id is not None:
            self._session.select((ill.layer_id,))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tint, radius = theme.colour.advice_tint, theme.px_f("radius_button")
        fill_rounded(painter, QRectF(self.rect()), tint, radius)
        painter.end()
