"""The card that asks for a number before it is shown, and says what an answer was worth."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel, set_look
from cnnstudio.ui.widgets.painting import draw_box
from cnnstudio.ui.widgets.spin_box import as_number

#: The longest text that can be a number.
_LONGEST = 24


class QuestionCard(QWidget):
    """`answered(number)`, `shown()` for “Show me”, `went_on()` after an answer.

    It waits (nothing is asked), asks, or tells. Wide, it is a line below a picture; else it is a
    card beside one.
    """

    answered = Signal(float)
    shown = Signal()
    went_on = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = "waiting"
        self.title = ElidedLabel(role="card_title")
        self.score = TextLabel(role="label", tone="muted")
        self.words = TextLabel(role="label", tone="muted")
        self.words.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setMaxLength(_LONGEST)
        self.field.setAccessibleName(self.tr("Your number"))
        self.field.setPlaceholderText("?")
        self.check = QPushButton(self.tr("Check"))
        self.check.setProperty("primary", True)
        self.show_me = QPushButton(self.tr("Show me"))
        self.go_on = QPushButton(self.tr("Go on"))
        self.go_on.setProperty("primary", True)
        leave_keys(self.check, self.show_me, self.go_on)
        self._arrange()
        self.field.returnPressed.connect(self._check)
        self.field.textEdited.connect(self._typed)
        self.check.clicked.connect(self._check)
        self.show_me.clicked.connect(self.shown)
        self.go_on.clicked.connect(self.went_on)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # as in the field: type, check, go on
            again = QShortcut(QKeySequence(key), self.go_on)
            again.setContext(Qt.ShortcutContext.WidgetShortcut)
            again.activated.connect(self.go_on.click)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)
        self.wait()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.score)
        self._head = QVBoxLayout()
        self._head.addLayout(head)
        self._head.addWidget(self.words)
        self._answer = QHBoxLayout()
        self._answer.addWidget(self.field, 1)
        for button in (self.check, self.show_me, self.go_on):
            self._answer.addWidget(button)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.addLayout(self._head)
        self._box.addLayout(self._answer)

    # What it shows

    def wait(self, playing: bool = False) -> None:
        """Nothing is asked: say how questions come about."""
        self._be("waiting")
        if playing:
            self._say(self.tr("It stops where a number is yours to predict."))
        else:
            self._say(self.tr("Press play: it stops where a number is yours to predict."))

    def ask(self, where: str) -> None:
        """Ask for the number at that place."""
        self._where = where
        if self._state != "asking":
            self.field.clear()
            self._be("asking")
        self._say(where)

    def tell(self, right: bool, verdict: str, sentence: str) -> None:
        """Say whether the answer was right (“Right: 4”), and a sentence that explains."""
        self._be("telling")
        self.title.setText(verdict)
        self.title.set_tone("correct" if right else "text")
        self._say(sentence)

    def show_score(self, right: int, asked: int) -> None:
        text = self.tr("{right} of {asked} right").format(right=right, asked=asked)
        self.score.setText(text if asked else "")

    def is_asking(self) -> bool:
        return self._state == "asking"

    def take_focus(self) -> None:
        """Bring the keyboard to what comes next: the field, or “Go on”."""
        target = self.field if self._state == "asking" else self.go_on
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus(self) -> bool:
        return any(part.hasFocus() for part in (self.field, self.check, self.show_me, self.go_on))

    def set_wide(self, wide: bool) -> None:
        right, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._box.setDirection(right if wide else down)
        self._box.setStretch(0, 1)
        self._box.setStretch(1, 0)

    def _be(self, state: str) -> None:
        self._state = state
        asking = state == "asking"
        for part in (self.field, self.check, self.show_me):
            part.setVisible(asking)
        self.go_on.setVisible(state == "telling")
        self._restyle(current_theme())
        self.title.set_tone("text")
        set_look(self.field, "fault", False)

    def _say(self, words: str, fault: bool = False) -> None:
        self.words.setText(words)
        self.words.set_tone("warning" if fault else "muted")
        self.words.setVisible(bool(words))
        self.setAccessibleName(self.title.whole_text())
        self.setAccessibleDescription(words)
        self.updateGeometry()

    # Answers

    def _check(self) -> None:
        number = as_number(self.field.text().strip().replace(",", "."))
        if number is None or number != number or abs(number) == float("inf"):
            set_look(self.field, "fault", True)
            self._say(self.tr("Type a number, such as −3 or 2.5."), fault=True)
            self.field.selectAll()
            self.field.setFocus()
        else:
            self.answered.emit(number)

    def _typed(self) -> None:
        if self._state == "asking":
            set_look(self.field, "fault", False)
            self._say(self._where)

    # Look

    def _restyle(self, theme: Theme) -> None:
        unit = theme.px("unit")
        self._box.setContentsMargins(4 * unit, 3 * unit, 4 * unit, 3 * unit)
        self._box.setSpacing(2 * unit)
        self._head.setSpacing(unit // 2)
        self._answer.setSpacing(2 * unit)
        if self._state != "telling":
            projected = self.tr("What comes next?")
            self.title.setText(projected if theme.projector else self.tr("Predict the next cell"))
        self.field.setMinimumWidth(18 * unit)

    def minimumSizeHint(self) -> QSize:
        """As wide as what is answered with: its buttons are never cut off."""
        return QSize(self.least_width(), super().minimumSizeHint().height())

    def least_width(self) -> int:
        """The width at which nothing of it is cut off, whatever it shows."""
        gap = self._answer.spacing()
        asking = [self.field.minimumWidth(), *(self._wish(b) for b in (self.check, self.show_me))]
        margins = self._box.contentsMargins()
        return margins.left() + sum(asking) + 2 * gap + margins.right()

    @staticmethod
    def _wish(button: QPushButton) -> int:
        return button.sizeHint().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px_f("radius_panel")
        draw_box(painter, QRectF(self.rect()), theme.colour.raised, theme.colour.hairline, radius)
        painter.end()
