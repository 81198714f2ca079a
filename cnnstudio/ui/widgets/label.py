"""Labels that take their look from a row of the type table and a tone of the palette."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property on which the style sheet depends."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        # A style sheet looks at properties only when it is asked to.
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class TextLabel(QLabel):
    """Text in a `role` of the type table and a `tone` of the palette; plain text, never markup."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        set_look(self, "tone", tone)

    def set_role(self, role: str) -> None:
        set_look(self, "role", role)


class ElidedLabel(TextLabel):
    """One line that ends in "…" where it doesn't fit; the whole text is then its tooltip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        self._whole = text
        super().__init__(text, role, tone, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._elide()
        self.updateGeometry()

    def whole_text(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        # Two pixels more: the advance of the last letter is rounded down.
        width = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = longest_fitting(self._wordings(), self.fontMetrics(), max(self.width(), 1))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")

    def _wordings(self) -> tuple[str, ...]:
        return (self._whole,)


class FittingLabel(ElidedLabel):
    """One line that is said in fewer words where the room is less; the whole text is then its
    tooltip."""

    def __init__(self, role: str = "body", tone: str = "text") -> None:
        self._briefer: tuple[str, ...] = ()
        super().__init__("", role, tone)

    def setText(self, text: str) -> None:
        self.set_wordings(text)

    def set_wordings(self, text: str, *briefer: str) -> None:
        """The text, and the same ever shorter."""
        self._briefer = briefer
        super().setText(text)

    def _wordings(self) -> tuple[str, ...]:
        return (self._whole, *self._briefer)


def longest_fitting(wordings: Sequence[str], metrics: QFontMetrics, room: float) -> str:
    """The first of ever shorter wordings that fits into so many pixels; the last is cut short."""
    fitting = (text for text in wordings if metrics.horizontalAdvance(text) <= room)
    mode = Qt.TextElideMode.ElideRight
    return next(fitting, metrics.elidedText(wordings[-1], mode, int(room)))
