"""A drawing as the strokes that made it, so that each can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from cnnstudio.core.centring import Floats

#: Rows and columns of a drawing: ten for each of MNIST's.
SIDE = 280

#: How much wider an eraser is than a brush of its width: the soft edge of a line goes with it.
_RUBBED = 4


@dataclass
class Stroke:
    """A line through points in pixels of the drawing, of a width at each; one that `wipes` has
    none, and clears everything."""

    erasing: bool = False
    wipes: bool = False
    points: list[QPointF] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)


class Drawing:
    """White ink on black, SIDE × SIDE, and the strokes so far."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.image = _blank()

    def begin(self, stroke: Stroke, at: QPointF, width: float) -> None:
        self.strokes.append(stroke)
        self.extend(at, width)

    def extend(self, to: QPointF, width: float) -> None:
        """Lead the last stroke on to a point, at which it is `width` pixels wide."""
        stroke = self.strokes[-1]
        stroke.points.append(to)
        stroke.widths.append(width)
        _paint(self.image, stroke, len(stroke.points) - 1)

    def wipe(self) -> None:
        """Clear it, as a step that can be taken back."""
        if not self.is_blank:
            self.strokes.append(Stroke(wipes=True))
            self.image = _blank()

    def undo(self) -> None:
        """Take the last stroke back."""
        if not self.strokes:
            return
        self.strokes.pop()
        self.image = _blank()
        for stroke in self.strokes[self._last_wipe() :]:
            # Segment by segment, as it was drawn: edges are then the same to the last pixel.
            for place in range(len(stroke.points)):
                _paint(self.image, stroke, place)

    @property
    def is_blank(self) -> bool:
        return not self.ink().any()

    def ink(self) -> Floats:
        """float32 (SIDE, SIDE), 0 to 1."""
        rows = np.frombuffer(self.image.constBits(), np.uint8)
        rows = rows.reshape(SIDE, self.image.bytesPerLine())
        return np.asarray(rows[:, :SIDE] / np.float32(255), np.float32)

    def _last_wipe(self) -> int:
        wipes = [index for index, stroke in enumerate(self.strokes) if stroke.wipes]
        return wipes[-1] + 1 if wipes else 0


def _blank() -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    image.fill(0)
    return image


def _paint(image: QImage, stroke: Stroke, place: int) -> None:
    """The segment that ends at a point, as wide as the stroke is there; a dot where it begins."""
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(0, 0, 0) if stroke.erasing else QColor(255, 255, 255)
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    width = stroke.widths[place] + (_RUBBED if stroke.erasing else 0)
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, round_cap, round_join)
    painter.setPen(pen)
    if place == 0:
        painter.drawPoint(stroke.points[0])
    else:
        painter.drawPolyline(QPolygonF(stroke.points[place - 1 : place + 1]))
    painter.end()
