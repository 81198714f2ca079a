"""The current digit as the network gets it, and what it says of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.ui.numbers import percent
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.bar_list import BarList
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.pixel_image import PixelImage

_DIGITS = [str(digit) for digit in range(10)]


class AnswerView(QWidget):
    """28×28 pixels, the first answer in large type, and the shares of all ten."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._picture = PixelImage()
        self._answer = TextLabel(role="page_title")
        self._share = TextLabel(role="label", tone="muted")
        self._bars = BarList(_DIGITS)
        self._arrange()
        session.digit.changed.connect(self._show_digit)
        session.live.probed.connect(self._show_answer)
        self._show_digit()
        self._show_answer()
        follow_theme(self._restyle)

    def answer(self) -> str:
        """What stands in large type."""
        return self._answer.text()

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.addStretch()
        words.addWidget(TextLabel(self.tr("Answer"), "label", "muted"))
        words.addWidget(self._answer)
        words.addWidget(self._share)
        words.addStretch()
        top = QHBoxLayout()
        top.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addSpacing(8)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(TextLabel(self.tr("What the network gets: 28×28"), "label", "muted"))
        column.addLayout(top)
        column.addWidget(self._bars, 1)

    def _show_digit(self, _digit: object = None) -> None:
        digit = self._session.digit.current
        self._picture.set_values(digit.pixels)
        self._show_answer()

    def _show_answer(self, _probed: object = None) -> None:
        shares = self._session.live.probabilities
        self._bars.set_values(shares, self._session.live.digit.label)
        if shares is None or not len(shares):
            self._answer.setText("–")
            self._share.setText(self.tr("no answer yet"))
            return
        best = int(shares.argmax())
        self._answer.setText(str(best))
        self._share.setText(self.tr("with {share}").format(share=percent(float(shares[best]))))

    def _restyle(self, theme: Theme) -> None:
        font = theme.font("page_title")
        self._answer.setStyleSheet(f"font-size: {2 * font.pixelSize() + 4}px;")
        self._picture.set_side(4 * 28 if not theme.projector else 6 * 28)
