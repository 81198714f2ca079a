"""Saves a layer's filters over the run as GIF or MP4."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.core.history import RunRecord, load_moment
from cnnstudio.core.messages import Floats
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export.files import FPS, film_size, format_of
from cnnstudio.ui.labs.export.film import LONGEST, SHORTEST
from cnnstudio.ui.labs.export.mp4 import has_video
from cnnstudio.ui.labs.export.picture import stage_for
from cnnstudio.ui.labs.export.progress_line import ProgressLine
from cnnstudio.ui.labs.export.size_field import SizeField
from cnnstudio.ui.labs.export.work import ExportWork
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import duration, number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.disk import DiskReader
from cnnstudio.ui.session.wording import title, translated
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.widgets.spin_box import RealBox, WholeBox
from cnnstudio.ui.widgets.toggle import Toggle
from cnnstudio.ui.workspaces.train.films.filters_reel import FiltersReel, paint_filters
from cnnstudio.ui.workspaces.train.filter_history import as_maps, looking_layer

SLOWEST, FASTEST, USUAL = 0.5, 60.0, 15.0


class RunFilmDialog(QDialog):
    """Beside the window, stopping nothing. The moments are read once, in a thread; then format,
    size, look, range and pace are chosen, with a preview of the first and the last moment."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record: RunRecord | None = None
        self._moments: list[tuple[int, Floats]] = []
        self._folder = Path.home()
        self.setWindowTitle(self.tr("Film of the filters over the run"))
        self.preview = ReelPreview()
        self.figures = TextLabel(role="label", tone="muted")
        self.progress = ProgressLine()
        self.save = QPushButton(self.tr("Save…"))
        self.save.setProperty("primary", True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self._make_fields()
        self._arrange()
        self.work = ExportWork(self)
        self._disk = DiskReader(self)
        self._connect()
        self._show_state()

    def _make_fields(self) -> None:
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
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        self._fields = QWidget()
        self._fields.setLayout(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(current_theme().px("control_gap"))
        column.addWidget(self.preview, 1)
        column.addWidget(self.figures)
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
        self._disk.answered.connect(self._take)
        self._disk.failed.connect(self._failed)
        self.save.clicked.connect(self._ask_and_save)
        self.cancel.clicked.connect(self.work.cancel)
        self.work.advanced.connect(
            lambda done, total: self.progress.show_progress(done, total, self.work.seconds_left)
        )
        self.work.finished.connect(self._finished)
        self.work.failed.connect(self._failed)
        self.work.cancelled.connect(lambda: self._ended(self.tr("Cancelled; nothing was written.")))

    # The moments

    def showEvent(self, event: QShowEvent) -> None:
        """Read the moments of the run on screen."""
        super().showEvent(event)
        record = self._session.history.record
        self._moments = []
        self._record = record
        self.mode.set_key(current_theme().mode)
        if record is None or not record.moments:
            self._ended(self.tr("No moments of this run are kept."))
        elif self._layer_maps(record) is None:
            self._ended(self.tr("No layer of this network has filters that are pictures."))
        else:
            self.progress.say(self.tr("Reading the moments…"))
            self._disk.ask(lambda: _read(record))

    def _layer_maps(self, record: RunRecord) -> str | None:
        layer = looking_layer(record.network)
        return None if layer is None else title(layer.title())

    def _take(self, moments: list[tuple[int, Floats]]) -> None:
        self._moments = moments
        if not moments:
            self._ended(self.tr("No layer of this network has filters that are pictures."))
            return
        for box in (self.first, self.last):
            box.setRange(moments[0][0], moments[-1][0])
        self.first.setValue(moments[0][0])
        self.last.setValue(moments[-1][0])
        self.progress.say("")
        self._show_reel()

    # What is chosen

    def reel(self) -> FiltersReel | None:
        """The film that the choices make; None before the moments are read. InvalidValue where
        they do not go together."""
        record = self._record
        first, last = self.first.value(), self.last.value()
        chosen = [moment for moment in self._moments if first <= moment[0] <= last]
        if record is None or not self._moments:
            return None
        if not chosen:
            count = self._moments[-1][0]
            raise InvalidValue(say("export_steps", count=count, first=first, last=last))
        suffix = self.format.key()
        reel = FiltersReel(
            self.tr("Filters of {layer}").format(layer=self._layer_maps(record)),
            [step for step, _ in chosen],
            [maps for _, maps in chosen],
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

    def _figures(self, reel: FiltersReel) -> str:
        text = self.tr("{moments} moments in {time}, {frames} frames")
        return text.format(
            moments=number(len(reel.steps)),
            time=duration(reel.seconds),
            frames=number(reel.count),
        )

    def _show_state(self) -> None:
        busy = self.work.is_running
        self._fields.setEnabled(not busy and bool(self._moments))
        self.cancel.setVisible(busy)
        self.save.setVisible(not busy)
        self.save.setEnabled(self.preview.reel is not None)

    # Saving

    def _ask_and_save(self) -> None:
        suffix = self.format.key()
        proposed = self._folder / f"filters{suffix}"
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
        if event.key() == Qt.Key.Key_Escape and self.work.is_running:
            self.work.cancel()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.work.cancel()
        self._disk.stop()
        super().closeEvent(event)


class ReelPreview(Painted):
    """The last moment of a reel, in a place that is 16 wide and 9 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reel: FiltersReel | None = None
        self.setAccessibleName(self.tr("Preview"))

    def show_reel(self, reel: FiltersReel | None) -> None:
        self.reel = reel
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 315)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, 225)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        painter.fillRect(self.rect(), theme.colour.sunken)
        reel = self.reel
        if reel is None:
            return
        size = reel.size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRect(0, 0, size.width(), size.height())
        frame.moveCenter(self.rect().center())
        stage = stage_for(size, reel.theme)
        painter.save()
        painter.setClipRect(frame)
        painter.translate(frame.topLeft())
        painter.scale(stage.scale, stage.scale)
        paint_filters(painter, QRectF(QPointF(), stage.size), reel, len(reel.steps) - 1)
        painter.restore()


def _read(record: RunRecord) -> list[tuple[int, Floats]]:
    """Each moment's step and filters; none where they are no pictures. ProjectError."""
    layer = looking_layer(record.network)
    assert layer is not None
    found = []
    for step in record.moments:
        weight = load_moment(record, step)[f"{layer.id}.weight"]
        maps = as_maps(layer, weight, record.network.input.shape)
        if maps is None:
            return []
        found.append((step, np.ascontiguousarray(maps)))
    return found
