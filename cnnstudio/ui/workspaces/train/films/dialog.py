"""Saves filters, feature maps or the map of digits over the run as GIF or MP4."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.core.history import RunRecord
from cnnstudio.core.layers import Layer
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export.files import FPS, film_size, format_of
from cnnstudio.ui.labs.export.film import LONGEST, SHORTEST
from cnnstudio.ui.labs.export.mp4 import has_video
from cnnstudio.ui.labs.export.progress_line import ProgressLine
from cnnstudio.ui.labs.export.size_field import SizeField
from cnnstudio.ui.labs.export.work import ExportWork
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import duration, number
from cnnstudio.ui.outputs import colour_map_after
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title, translated
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.widgets.spin_box import RealBox, WholeBox
from cnnstudio.ui.widgets.toggle import Toggle
from cnnstudio.ui.workspaces.train.films.digit_scenes import DigitScenes
from cnnstudio.ui.workspaces.train.films.gathering import Gathering, Moments, are_in_columns
from cnnstudio.ui.workspaces.train.films.layer_choice import LayerChoice
from cnnstudio.ui.workspaces.train.films.map_scenes import MapScenes
from cnnstudio.ui.workspaces.train.films.preview import ReelPreview
from cnnstudio.ui.workspaces.train.films.reel import RunReel, Scenes

SLOWEST, FASTEST, USUAL = 0.5, 60.0, 15.0


class RunFilmDialog(QDialog):
    """Beside the window, stopping nothing. The moments are gathered first; then format, size, look,
    range and pace are chosen, with a preview of the last moment."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record: RunRecord | None = None
        self._moments: Moments = []
        self._subject: Layer | None = None
        self._folder = Path.home()
        self.setWindowTitle(self.tr("Film of the run"))
        self.preview = ReelPreview()
        self.figures = TextLabel(role="label", tone="muted")
        self.remark = TextLabel(role="label", tone="muted")
        self.remark.setWordWrap(True)
        self.progress = ProgressLine()
        self.save = QPushButton(self.tr("Save…"))
        self.save.setProperty("primary", True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.leave = QPushButton(self.tr("Close"))
        self._make_fields()
        self._arrange()
        self.work = ExportWork(self)
        self._gathering = Gathering(session, self)
        self._connect()
        self._show_state()

    def _make_fields(self) -> None:
        self.what = Segmented(
            [
                ("filters", self.tr("Filters")),
                ("maps", self.tr("Feature maps")),
                ("digits", self.tr("Map of digits")),
            ],
            self.tr("What"),
        )
        self.what.button("filters").setToolTip(self.tr("What the layer looks for"))
        self.what.button("maps").setToolTip(self.tr("What the layer makes of the current digit"))
        self.what.button("digits").setToolTip(self.tr("How the test digits part in the layer"))
        self.layer = LayerChoice(self._session)
        self.format = Segmented([(".gif", "GIF"), (".mp4", "MP4")], self.tr("Format"))
        if not has_video():
            button = self.format.button(".mp4")
            button.setEnabled(False)
            text = self.tr("MP4 needs one more package: {command}")
            button.setToolTip(text.format(command='pip install "cnnstudio[video]"'))
        self.size_field = SizeField()
        self.size_field.set_for_film(True)
        self.mode = Segmented(
            [("light", self.tr("Light")), ("dark", self.tr("Dark"))], self.tr("Theme")
        )
        self.projector = Toggle(self.tr("Large type"))
        self.projector.setToolTip(self.tr("Legible from the last row of a lecture hall"))
        self.first, self.last = WholeBox(), WholeBox()
        self.first.setAccessibleName(self.tr("From step"))
        self.last.setAccessibleName(self.tr("To step"))
        self.speed = RealBox()
        self.speed.setDecimals(1)
        self.speed.setRange(SLOWEST, FASTEST)
        self.speed.setValue(USUAL)
        self.speed.setSuffix(self.tr(" moments/s"))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.loop = Toggle(self.tr("Repeat"))
        self.loop.setToolTip(self.tr("A GIF begins again at its end"))
        self.loop.setChecked(True)

    def _arrange(self) -> None:
        form = QFormLayout()
        steps = QHBoxLayout()
        for widget in (self.first, TextLabel(self.tr("to"), "label", "muted"), self.last):
            steps.addWidget(widget)
        steps.addStretch(1)
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            (self.tr("What"), self.what),
            (self.tr("Layer"), self.layer),
            (self.tr("Format"), self.format),
            (self.tr("Size"), self.size_field),
            (self.tr("Theme"), self.mode),
            (self.tr("Large type"), self.projector),
            (self.tr("Steps"), steps),
            (self.tr("Pace"), self.speed),
            (self.tr("Repeat"), self.loop),
        )
        for name, field in rows:
            form.addRow(TextLabel(name, "label", "muted"), field)
        buttons = QHBoxLayout()
        buttons.addWidget(self.progress, 1)
        for button in (self.cancel, self.leave, self.save):
            buttons.addWidget(button)
        self._fields = QWidget()
        self._fields.setLayout(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(current_theme().px("control_gap"))
        column.addWidget(self.preview, 1)
        column.addWidget(self.figures)
        column.addWidget(self.remark)
        column.addWidget(self._fields)
        column.addLayout(buttons)

    def _connect(self) -> None:
        for signal in (
            self.format.chosen,
            self.size_field.changed,
            self.mode.chosen,
            self.projector.toggled,
            self.first.valueChanged,
            self.last.valueChanged,
            self.speed.valueChanged,
            self.loop.toggled,
        ):
            signal.connect(self._show_reel)
        self.what.chosen.connect(self._gather)
        self.layer.chosen.connect(self._gather)
        self.leave.clicked.connect(self.close)
        self._gathering.gathered.connect(self._take)
        self._gathering.failed.connect(self._failed)
        self._gathering.given_up.connect(
            lambda: self._ended(self.tr("Cancelled: there is nothing to film."))
        )
        self._gathering.progressed.connect(
            lambda done, total: self.progress.show_progress(done, total + 1, None)
        )
        self.save.clicked.connect(self._ask_and_save)
        self.cancel.clicked.connect(self._give_up)
        self.work.advanced.connect(
            lambda done, total: self.progress.show_progress(done, total, self.work.seconds_left)
        )
        self.work.finished.connect(self._finished)
        self.work.failed.connect(self._failed)
        self.work.cancelled.connect(lambda: self._ended(self.tr("Cancelled; nothing was written.")))

    # The moments

    def showEvent(self, event: QShowEvent) -> None:
        """Gather the moments of the run on screen."""
        super().showEvent(event)
        self.mode.set_key(current_theme().mode)
        self.layer.forget()
        self._gather()

    def show_subject(self, key: str) -> None:
        """Film "filters", "maps" or "digits"."""
        self.what.set_key(key)
        self._gather()

    def _gather(self) -> None:
        record = self._session.history.record
        self._record, self._moments = record, []
        self.preview.show_reel(None)
        self.figures.setText("")
        self._say("")
        layer = None if record is None else self.layer.offer(record.network, self.what.key())
        if record is None or not record.moments:
            self._ended(self.tr("No moments of this run are kept."))
        elif layer is None:
            self._ended(self.tr("No layer of this network has filters that are pictures."))
        else:
            self._subject = layer
            self.progress.say(self._begin_to_gather(record, layer))
        self._show_state()

    def _begin_to_gather(self, record: RunRecord, layer: Layer) -> str:
        """What is said while it goes on."""
        what = self.what.key()
        if what == "filters":
            self._gathering.filters(record, layer)
            return self.tr("Reading the moments…")
        if what == "maps":
            asked = self._gathering.maps(record, layer, self._session.digit.current.pixels)
        else:
            asked = self._gathering.digits(record, layer)
        return self.tr("Computing the maps…") if asked else self.tr("The engine is starting.")

    def _take(self, moments: Moments) -> None:
        self._moments = moments
        if not moments:
            self._ended(self.tr("No layer of this network has filters that are pictures."))
            return
        for box in (self.first, self.last):
            box.setRange(moments[0][0], moments[-1][0])
        self.first.setValue(moments[0][0])
        self.last.setValue(moments[-1][0])
        self.progress.say("")
        self._say(self._remark(moments[-1][0]))
        self._show_reel()

    def _say(self, remark: str) -> None:
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))

    def _remark(self, last: int) -> str:
        """What of the run the film does not show, and why."""
        passed_over, said = self._gathering.passed_over, []
        if passed_over:
            code = for_count("moments_passed_over", len(passed_over))
            said.append(translated(say(code, count=len(passed_over), first=min(passed_over))))
        moments = self._record.moments if self._record else ()
        if any(step > last for step in moments if step not in passed_over):
            template = self.tr(
                "After step {step} the layer’s numbers are not finite: the film ends there."
            )
            said.append(template.format(step=number(last)))
        return " ".join(said)

    # What is chosen

    def reel(self) -> RunReel | None:
        """The film that the choices make; None before the moments are read. InvalidValue where
        they do not go together."""
        record, layer = self._record, self._subject
        first, last = self.first.value(), self.last.value()
        chosen = [moment for moment in self._moments if first <= moment[0] <= last]
        if record is None or layer is None or not self._moments:
            return None
        if not chosen:
            count = self._moments[-1][0]
            raise InvalidValue(say("export_steps", count=count, first=first, last=last))
        suffix = self.format.key()
        reel = RunReel(
            self._title(record, layer),
            [step for step, _ in chosen],
            self._scenes(record, layer, chosen),
            film_size(Path(f"film{suffix}"), self.size_field.value()),
            Theme(self.mode.key(), self.projector.isChecked()),  # type: ignore[arg-type]
            self.speed.value(),
            FPS[suffix],
            self.loop.isChecked(),
        )
        if not SHORTEST <= reel.seconds <= LONGEST:
            found = f"{reel.seconds:.3g}"
            raise InvalidValue(say("export_length", least=SHORTEST, most=int(LONGEST), found=found))
        return reel

    def _in_columns(self, record: RunRecord, layer: Layer) -> bool:
        return self.what.key() == "filters" and are_in_columns(layer, record.network)

    def _title(self, record: RunRecord, layer: Layer) -> str:
        texts = {
            "filters": self.tr("Filters of {layer}, a column each")
            if self._in_columns(record, layer)
            else self.tr("Filters of {layer}"),
            "maps": self.tr("Feature maps of {layer}"),
            "digits": self.tr("Test digits after {layer}, by PCA"),
        }
        return texts[self.what.key()].format(layer=title(layer.title()))

    def _scenes(self, record: RunRecord, layer: Layer, chosen: Moments) -> Scenes:
        shown = [state for _, state in chosen]
        if self.what.key() == "digits":
            return DigitScenes(shown)
        in_columns = self._in_columns(record, layer)
        return MapScenes(self._colours(record, layer), shown, in_columns)

    def _colours(self, record: RunRecord, layer: Layer) -> ColourMap:
        if self.what.key() == "filters":
            return ColourMap.SIGNED
        return colour_map_after(record.network, layer.id)

    def _show_reel(self) -> None:
        try:
            reel = self.reel()
        except InvalidValue as invalid:
            self.figures.setText(translated(invalid.sentence))
            self.preview.show_reel(None)
        else:
            self.preview.show_reel(reel)
            self.figures.setText("" if reel is None else self._figures(reel))
        self._show_state()

    def _figures(self, reel: RunReel) -> str:
        text = self.tr("{moments} moments in {time}, {frames} frames")
        return text.format(
            moments=number(len(reel.steps)),
            time=duration(reel.seconds),
            frames=number(reel.count),
        )

    def _show_state(self) -> None:
        busy = self.work.is_running or self._gathering.is_asking
        self._fields.setEnabled(not busy)
        self.cancel.setVisible(busy)
        self.save.setVisible(not busy)
        self.save.setEnabled(self.preview.reel is not None)

    def _give_up(self) -> None:
        self._gathering.cancel()
        self.work.cancel()

    # Saving

    def _ask_and_save(self) -> None:
        suffix = self.format.key()
        proposed = self._folder / f"{self.what.key()}{suffix}"
        filter = f"{suffix[1:].upper()} (*{suffix})"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save"), str(proposed), filter)
        if chosen:
            path = Path(chosen)
            self._folder = path.parent
            self.begin(path if path.suffix.lower() == suffix else Path(f"{path}{suffix}"))

    def begin(self, path: Path) -> None:
        """Begin to write the film to a file."""
        try:
            format_of(path)
            reel = self.reel()
        except InvalidValue as invalid:
            self._failed(invalid.sentence)
            return
        if reel is not None:
            self.work.write_film(path, reel)
        self._show_state()

    def _finished(self, path: Path) -> None:
        self._ended(translated(say("export_saved", file=path.name)))

    def _failed(self, sentence: Sentence) -> None:
        self._ended(translated(sentence), fault=True)

    def _ended(self, text: str, fault: bool = False) -> None:
        self.progress.say(text, fault=fault)
        self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up what is going on first, and closes second."""
        busy = self.work.is_running or self._gathering.is_asking
        if event.key() == Qt.Key.Key_Escape and busy:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.work.cancel()
        self._gathering.stop()
        super().closeEvent(event)
