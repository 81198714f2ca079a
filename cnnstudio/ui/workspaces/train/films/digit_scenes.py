"""The map of digits at the moments of a run, as a film shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.messages import Floats
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud
from cnnstudio.ui.workspaces.inside.digit_map.marks import class_colour, paint_class_name

_MARGIN = 0.04  # of the cloud's size, around it
_BETWEEN = 1.5  # from a class to the next one in the legend, in heights of its dots


@dataclass(frozen=True, eq=False)
class DigitScenes:
    """A cloud of each moment. Each fills the room: how far apart the classes lie is compared with
    how wide the cloud is, whatever the layer's numbers have grown to."""

    clouds: Sequence[Cloud]

    @cached_property
    def lying(self) -> Sequence[Cloud]:
        """The clouds, all turned by a right angle where most of them are taller than wide."""
        sizes = np.array([np.ptp(cloud.points, axis=0) for cloud in self.clouds])
        if (sizes[:, 1] > sizes[:, 0]).mean() <= 0.5:
            return self.clouds
        quarter = np.array([[0, -1], [1, 0]], np.float32)
        return [replace(cloud, points=cloud.points @ quarter) for cloud in self.clouds]

    def paint(self, painter: QPainter, room: QRectF, place: int, theme: Theme) -> None:
        """Points in the colours of their classes, whose names are in their middles; below them
        which colour is which, and how many of the digits are read right."""
        cloud = self.lying[place]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("body_strong"))
        foot = QRectF(room)
        foot.setTop(room.bottom() - 1.5 * painter.fontMetrics().height())
        _paint_legend(painter, foot, theme)
        _paint_accuracy(painter, foot, cloud, theme)
        above = QRectF(room)
        above.setBottom(foot.top() - foot.height() / 2)
        _paint_points(painter, above, cloud, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def placed(points: Floats, room: QRectF) -> Floats:
    """Points (n, 2), up being more, as places (n, 2) in the middle of a room, as large as fit."""
    low, high = points.min(0), points.max(0)
    wide, tall = np.maximum((high - low) * (1 + 2 * _MARGIN), 1e-12)
    scale = min(room.width() / wide, room.height() / tall)
    middle = (low + high) / 2
    x = room.center().x() + (points[:, 0] - middle[0]) * scale
    y = room.center().y() - (points[:, 1] - middle[1]) * scale
    return np.stack((x, y), 1)


def _paint_points(painter: QPainter, room: QRectF, cloud: Cloud, theme: Theme) -> None:
    places, radius = placed(cloud.points, room), theme.px_f("map_point") / 2
    painter.setPen(Qt.PenStyle.NoPen)
    for (x, y), label in zip(places, cloud.labels, strict=True):
        painter.setBrush(class_colour(int(label), theme))
        painter.drawEllipse(QPointF(float(x), float(y)), radius, radius)
    for label, (x, y) in enumerate(Cloud(places, cloud.labels, cloud.answers).middles()):
        if not np.isnan(x):
            paint_class_name(painter, QPointF(float(x), float(y)), label, theme)


def _paint_legend(painter: QPainter, line: QRectF, theme: Theme) -> None:
    side = 0.75 * theme.font_px("body_strong")
    left = line.left()
    for label in range(CLASSES):
        dot = QRectF(left, line.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(class_colour(label, theme))
        painter.drawEllipse(dot)
        name = line.adjusted(dot.right() + side / 2 - line.left(), 0, 0, 0)
        painter.setPen(theme.colour.text)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, str(label))
        left = name.left() + painter.fontMetrics().horizontalAdvance(str(label)) + _BETWEEN * side


def _paint_accuracy(painter: QPainter, line: QRectF, cloud: Cloud, theme: Theme) -> None:
    count = QCoreApplication.translate("DigitScenes", "{count} test digits")
    text = count.format(count=number(len(cloud)))
    if (cloud.answers >= 0).all():
        template = QCoreApplication.translate(
            "DigitScenes", "{share} of {count} test digits read right"
        )
        share = percent(1 - float(cloud.misread.mean()))
        text = template.format(share=share, count=number(len(cloud)))
    painter.setPen(theme.colour.muted)
    painter.setFont(theme.font("body"))
    end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(line, end, text)
