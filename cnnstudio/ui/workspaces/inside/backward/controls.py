"""What the backward step is taken on: the digit and its class, or a batch; and how far it goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cnnstudio.core.interventions import Unit
from cnnstudio.core.messages import BackwardStep
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.ui.forms.scientific_box import ScientificBox
from cnnstudio.ui.icons import icon
from cnnstudio.ui.session.digit import Digit
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import FittingLabel, TextLabel
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.widgets.spin_box import WholeBox
from cnnstudio.ui.workspaces.inside.backward.words import rate_notes

#: Digits of a batch: more would be too small to choose from.
FEWEST, MOST = 2, 64
_USUAL = 16
_UNKNOWN = -1


class Controls(Panel):
    """`changed` when another step is meant; `wanted_anew` asks for the same one again, with the
    weights of now; `cancelled` for none."""

    changed = Signal()
    wanted_anew = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(self.tr("Backward step"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.on = Segmented(
            [("digit", self.tr("One digit")), ("batch", self.tr("A batch"))],
            self.tr("What the step is taken on"),
        )
        self.on.button("digit").setToolTip(self.tr("The current digit, and what it really is"))
        self.on.button("batch").setToolTip(
            self.tr("Some training digits at once, as in a run: the mean of their losses")
        )
        self.label = QComboBox()
        self.count = WholeBox()
        self.seed = WholeBox()
        self.rate = ScientificBox(1e-7, 100)
        self.anew = QPushButton()
        self.cancel = QPushButton(self.tr("Cancel"))
        self._note = FittingLabel(role="label", tone="muted")
        self._settings: RunSettings | None = None
        self._words: dict[QWidget, TextLabel] = {}
        self._fill()
        self._arrange()
        self._connect()
        follow_theme(self._restyle_controls)
        self._show_mode()
        self.show_progress("")

    # What is meant

    @property
    def is_batch(self) -> bool:
        return self.on.key() == "batch"

    def question(
        self, digit: Digit, shown: int, frozen: frozenset[Unit] = frozenset()
    ) -> Callable[[int], BackwardStep] | None:
        """The step that is meant, for the number of a request; None while the class of the digit
        is not known. `shown` is the digit of a batch that is followed."""
        rate = self.rate.value()
        if self.is_batch:
            count, seed = int(self.count.value()), int(self.seed.value())
            shown = min(shown, count - 1)
            return lambda request: BackwardStep(
                request, rate, count=count, seed=seed, shown=shown, frozen=frozen
            )
        label = self.label.currentData()
        if label == _UNKNOWN:
            return None
        return lambda request: BackwardStep(request, rate, digit.pixels, label, frozen=frozen)

    def show_digit(self, digit: Digit) -> None:
        """Take its class as the true one; ask for it where nobody knows it."""
        with QSignalBlocker(self.label):
            known = digit.label is not None
            self.label.setCurrentIndex(self.label.findData(digit.label if known else _UNKNOWN))
        self.label.setEnabled(digit.label is None)

    def follow_settings(self, settings: RunSettings) -> None:
        """Go as far as the run does, until another rate is typed here."""
        before, self._settings = self._settings, settings
        if before is None or settings.learning_rate != before.learning_rate:
            self._show_rate(settings.learning_rate)
        self._show_note()

    def show_progress(self, text: str) -> None:
        """How far an answer that takes long is; "" when none is on its way."""
        self._progress.setText(text)
        self._progress.setVisible(bool(text))
        self.cancel.setVisible(bool(text))
        self.anew.setVisible(not text)

    # Set-up

    def _fill(self) -> None:
        self.label.addItem(self.tr("choose"), _UNKNOWN)
        for digit in range(10):
            self.label.addItem(str(digit), digit)
        self.label.setToolTip(
            self.tr("What the digit really is: known for test digits, for others you say it")
        )
        self.count.setRange(FEWEST, MOST)
        self.count.setValue(_USUAL)
        self.count.setToolTip(self.tr("How many training digits the batch has"))
        self.seed.setRange(0, 9_999)
        self.seed.setToolTip(self.tr("Which digits they are: another seed draws others"))
        self.rate.setToolTip(
            self.tr(
                "The learning rate η: how far each weight moves against its gradient. It begins "
                "as the run's; another one here does not change that."
            )
        )
        self.anew.setToolTip(self.tr("Take the step anew, with the weights of now"))
        self.anew.setAccessibleName(self.tr("Take the step anew"))
        self.anew.setText(self.tr("Anew"))
        self.cancel.setToolTip(self.tr("Stop working it out"))

    def _arrange(self) -> None:
        self._progress = TextLabel(role="label", tone="muted")
        self._row = QHBoxLayout()
        self._row.addWidget(self.on)
        self._add(self.label, self.tr("True class"))
        self._add(self.count, self.tr("Digits"))
        self._add(self.seed, self.tr("Seed"))
        self._add(self.rate, self.tr("Learning rate"))
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row.addWidget(self._note, 1)
        self._row.addWidget(self._progress)
        self._row.addWidget(self.cancel)
        self._row.addWidget(self.anew)
        self.content.addLayout(self._row)

    def _add(self, field: QWidget, name: str) -> None:
        word = TextLabel(name, "label", "muted")
        word.setBuddy(field)
        field.setAccessibleName(name)
        self._words[field] = word
        self._row.addWidget(word)
        self._row.addWidget(field)

    def _connect(self) -> None:
        self.on.chosen.connect(self._mode_chosen)
        self.label.currentIndexChanged.connect(lambda _: self.changed.emit())
        for box in (self.count, self.seed):
            box.valueChanged.connect(lambda _: self.changed.emit())
        self.rate.valueChanged.connect(self._rate_typed)
        self.anew.clicked.connect(lambda: self.wanted_anew.emit())
        self.cancel.clicked.connect(lambda: self.cancelled.emit())

    def _mode_chosen(self) -> None:
        self._show_mode()
        self.changed.emit()

    def _rate_typed(self) -> None:
        self._show_note()
        self.changed.emit()

    def _show_mode(self) -> None:
        for field, word in self._words.items():
            shown = field is self.rate or (field is self.label) != self.is_batch
            field.setVisible(shown)
            word.setVisible(shown)

    def _show_rate(self, rate: float) -> None:
        with QSignalBlocker(self.rate):
            self.rate.setValue(rate)

    def _show_note(self) -> None:
        if self._settings is not None:
            self._note.set_wordings(*rate_notes(self._settings, self.rate.value()))

    def _restyle_controls(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("control_gap"))
        side = theme.font_px("body")
        self.label.setFixedWidth(round(side * 7.5))
        for box in (self.count, self.seed):
            box.setFixedWidth(round(side * 5.5))
        self.rate.setFixedWidth(round(side * 7.5))
        self.anew.setIcon(icon("reset", theme.colour.text))
