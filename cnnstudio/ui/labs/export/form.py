"""The form in which an export is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QSizePolicy, QWidget

from cnnstudio.core.labs.base import FASTEST, SLOWEST, Lab
from cnnstudio.ui.labs.export.film import LONGEST, SHORTEST
from cnnstudio.ui.labs.export.mp4 import has_video
from cnnstudio.ui.labs.export.options import Options
from cnnstudio.ui.labs.export.size_field import SizeField
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.widgets.spin_box import RealBox, WholeBox
from cnnstudio.ui.widgets.toggle import Toggle

_PICTURE, _FILM = "picture", "film"


class ExportForm(QWidget):
    """`changed` whenever something else is chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._make_formats()
        self._make_look()
        self._make_steps()
        self._make_pace()
        self._arrange()
        self._follow_choices()
        follow_theme(self._restyle)

    # What is chosen

    def options(self) -> Options:
        is_film = self.what.key() == _FILM
        by_length = self.pace.key() == "length"
        return Options(
            suffix=(self.film_format if is_film else self.picture_format).key(),
            size=self.size_field.value(),
            mode=self.mode.key(),  # type: ignore[arg-type]
            projector=self.projector.isChecked(),
            titled=self.titled.isChecked(),
            steps=self.steps.key(),  # type: ignore[arg-type]
            first=self.first.value(),
            last=self.last.value(),
            speed=self.speed.value(),
            seconds=self.seconds.value() if by_length else None,
            loop=self.loop.isChecked(),
        )

    def show_lab(self, lab: Lab, afresh: bool) -> None:
        """Offer the lab's steps; `afresh`: it is another lab, or it was opened just now."""
        if afresh:
            self.speed.setValue(lab.speed)
            theme = current_theme()
            self.mode.set_key(theme.mode)
            self.projector.setChecked(theme.projector)
        if afresh or lab.count != self._count:
            self._count = lab.count
            for box in (self.first, self.last):
                box.setRange(0, lab.count)
            self.first.setValue(0)
            self.last.setValue(lab.count)
        self.steps.button("here").setEnabled(lab.step < lab.count)
        if self.steps.key() == "here" and lab.step == lab.count:
            self.steps.set_key("all")

    def choose(self, what: str) -> None:
        """Begin with a "picture" or a "film"."""
        self.what.set_key(what)
        self._follow_choices()
        self.changed.emit()

    # The fields

    def _make_formats(self) -> None:
        picture, film = self.tr("Picture"), self.tr("Animation")
        self.what = Segmented([(_PICTURE, picture), (_FILM, film)], self.tr("What"))
        formats = self.tr("Format")
        self.picture_format = Segmented([(".png", "PNG"), (".svg", "SVG")], formats)
        self.film_format = Segmented([(".gif", "GIF"), (".mp4", "MP4")], formats)
        self.picture_format.button(".svg").setToolTip(
            self.tr("Vectors: sharp at any size, and open to drawing programs")
        )
        if not has_video():
            button = self.film_format.button(".mp4")
            button.setEnabled(False)
            needed = 'pip install "cnnstudio[video]"'
            button.setToolTip(
                self.tr("MP4 needs one more package: {command}").format(command=needed)
            )
        self.size_field = SizeField()
        for choice in (self.what, self.picture_format, self.film_format):
            choice.chosen.connect(self._choice_changed)
        self.size_field.changed.connect(self.changed)

    def _make_look(self) -> None:
        self.mode = Segmented(
            [("light", self.tr("Light")), ("dark", self.tr("Dark"))], self.tr("Theme")
        )
        self.projector = Toggle(self.tr("Large type"))
        self.projector.setToolTip(self.tr("Legible from the last row of a lecture hall"))
        self.titled = Toggle(self.tr("Title"))
        self.titled.setToolTip(self.tr("A line with the lab’s name and the step"))
        self.titled.setChecked(True)
        self.mode.chosen.connect(self._choice_changed)
        self.projector.toggled.connect(self._choice_changed)
        self.titled.toggled.connect(self._choice_changed)

    def _make_steps(self) -> None:
        self.steps = Segmented(
            [
                ("all", self.tr("Start to end")),
                ("here", self.tr("From here on")),
                ("some", self.tr("From … to …")),
            ],
            self.tr("Steps"),
        )
        self.first, self.last = WholeBox(), WholeBox()
        self.first.setAccessibleName(self.tr("From step"))
        self.last.setAccessibleName(self.tr("To step"))
        self.loop = Toggle(self.tr("Repeat"))
        self.loop.setToolTip(self.tr("Begin again at the end"))
        self.loop.setChecked(True)
        self.steps.chosen.connect(self._choice_changed)
        self.first.valueChanged.connect(self._choice_changed)
        self.last.valueChanged.connect(self._choice_changed)
        self.loop.toggled.connect(self._choice_changed)

    def _make_pace(self) -> None:
        self.pace = Segmented(
            [("speed", self.tr("Speed")), ("length", self.tr("Length"))], self.tr("Pace")
        )
        self.speed = _real(SLOWEST, FASTEST, 2.0, self.tr(" steps/s"), self.tr("Speed"))
        self.seconds = _real(SHORTEST, LONGEST, 20.0, self.tr(" s"), self.tr("Length"))
        self.pace.chosen.connect(self._choice_changed)
        self.speed.valueChanged.connect(self._choice_changed)
        self.seconds.valueChanged.connect(self._choice_changed)

    def _arrange(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._to = TextLabel(self.tr("to"), "label", "muted")
        self._some = _row(self.first, self._to, self.last)
        self._pace_row = _row(self.pace, self.speed, self.seconds)
        rows = (
            (self.tr("What"), self.what),
            (self.tr("Format"), _row(self.picture_format, self.film_format)),
            (self.tr("Size"), self.size_field),
            (self.tr("Theme"), self.mode),
            (self.tr("Large type"), self.projector),
            (self.tr("Title"), self.titled),
            (self.tr("Steps"), self.steps),
            ("", self._some),
            (self.tr("Pace"), self._pace_row),
            (self.tr("Repeat"), self.loop),
        )
        for name, field in rows:
            label = TextLabel(name, "label", "muted")
            label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            self._form.addRow(label, field)

    # How they hang together

    def _choice_changed(self) -> None:
        self._follow_choices()
        self.changed.emit()

    def _follow_choices(self) -> None:
        """Show the fields that what is chosen needs."""
        is_film = self.what.key() == _FILM
        by_length = self.pace.key() == "length"
        self.picture_format.setVisible(not is_film)
        self.film_format.setVisible(is_film)
        self.speed.setVisible(not by_length)
        self.seconds.setVisible(by_length)
        self._form.setRowVisible(self.steps, is_film)
        self._form.setRowVisible(self._some, is_film and self.steps.key() == "some")
        self._form.setRowVisible(self._pace_row, is_film)
        self._form.setRowVisible(self.loop, is_film and self.film_format.key() == ".gif")
        self.size_field.set_for_film(is_film)

    def _restyle(self, theme: Theme) -> None:
        self._form.setVerticalSpacing(theme.px("control_gap"))
        self._form.setHorizontalSpacing(2 * theme.px("control_gap"))


def _real(least: float, most: float, value: float, suffix: str, name: str) -> RealBox:
    box = RealBox()
    box.setDecimals(2)
    box.setRange(least, most)
    box.setValue(value)
    box.setSuffix(suffix)
    box.setAccessibleName(name)
    return box


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    return holder
