"""A run as a film: what is shown of each moment, within the same frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from cnnstudio.ui.labs.export.picture import painting, stage_for
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.widgets.painting import fill_rounded

_MOST_SAMPLES = 10
_REST = 1.0  # how long the last moment stays (s)


class Scenes(Protocol):
    """What is shown of each of some moments."""

    def paint(self, painter: QPainter, room: QRectF, place: int, theme: Theme) -> None:
        """Paint the moment at that place of theirs into the room."""


@dataclass(frozen=True, eq=False)
class RunReel:
    """`scenes` of each of `steps`, `speed` moments a second, `fps` frames a second. `loop`: a GIF
    begins again at its end."""

    title: str
    steps: Sequence[int]
    scenes: Scenes
    size: QSize
    theme: Theme
    speed: float
    fps: int = 20
    loop: bool = True

    @property
    def seconds(self) -> float:
        return len(self.steps) / self.speed + _REST

    @property
    def count(self) -> int:
        """How many frames there are."""
        return max(1, round(self.seconds * self.fps))

    @property
    def sample_count(self) -> int:
        return min(_MOST_SAMPLES, len(self.steps))

    def images(self, with_samples: bool) -> Iterator[QImage]:
        """The frames; before them, if wanted, a few from everywhere. While a moment lasts, the
        same image comes again."""
        if with_samples:
            for place in np.linspace(0, len(self.steps) - 1, self.sample_count).round():
                yield self.picture(int(place))
        shown, image = -1, QImage()
        for frame in range(self.count):
            place = min(int((frame + 0.5) / self.fps * self.speed), len(self.steps) - 1)
            if place != shown:
                shown, image = place, self.picture(place)
            yield image

    def picture(self, place: int) -> QImage:
        """One moment as an image of the reel's size."""
        image = QImage(self.size, QImage.Format.Format_RGB32)
        stage = stage_for(self.size, self.theme)
        with painting(image) as painter:
            painter.scale(stage.scale, stage.scale)
            paint_moment(painter, QRectF(QPointF(), stage.size), self, place)
        return image


def paint_moment(painter: QPainter, whole: QRectF, reel: RunReel, place: int) -> None:
    """Title and step above, what is shown of that moment, and how far the run is below."""
    theme = reel.theme
    painter.fillRect(whole, theme.colour.surface)
    margin = theme.px_f("stage_margin_x") * 1.5
    inner = whole.adjusted(margin, margin, -margin, -margin)
    painter.setFont(theme.font("page_title"))
    line = painter.fontMetrics().height() * 1.0
    head = QRectF(inner.left(), inner.top(), inner.width(), line)
    painter.setPen(theme.colour.text)
    painter.drawText(head, Qt.AlignmentFlag.AlignLeft, reel.title)
    step = QCoreApplication.translate("RunReel", "step {step}").format(
        step=number(int(reel.steps[place]))
    )
    painter.setPen(theme.colour.accent)
    painter.drawText(head, Qt.AlignmentFlag.AlignRight, step)
    bar = QRectF(inner.left(), inner.bottom() - theme.px_f("progress_h"), inner.width(), 0)
    bar.setHeight(theme.px_f("progress_h"))
    _paint_progress(painter, bar, reel, place)
    room = QRectF(inner.left(), head.bottom() + margin / 2, inner.width(), 0)
    room.setBottom(bar.top() - margin / 2)
    reel.scenes.paint(painter, room, place, theme)


def _paint_progress(painter: QPainter, bar: QRectF, reel: RunReel, place: int) -> None:
    theme, radius = reel.theme, bar.height() / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill_rounded(painter, bar, theme.colour.bar_track, radius)
    done = QRectF(bar)
    done.setWidth(max(bar.width() * reel.steps[place] / max(reel.steps[-1], 1), bar.height()))
    fill_rounded(painter, done, theme.colour.accent, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
