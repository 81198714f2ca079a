"""Little pictures of labs, painted one at a time while the window has nothing else to do."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.catalogue import compose
from cnnstudio.ui.labs.moment import REST
from cnnstudio.ui.look import Mode, Theme
from cnnstudio.ui.plates.paint import paint_plate
from cnnstudio.ui.session.labs import Labs
from cnnstudio.ui.workspaces.learn.little_plate import little

#: The width that pictures are laid out for before they are made smaller: that of a small stage,
#: so that grids are large in them and there are few words.
_LAID_OUT_WIDTH = 860

#: How far a lab that has not been played is on its picture: enough to see what it does.
_SHARE = 0.6


class _Wanted(NamedTuple):
    key: str
    mode: Mode
    size: tuple[int, int]
    ratio: float


class _Painted(NamedTuple):
    wanted: _Wanted
    lab: Lab
    picture: QPixmap


class LittlePictures(QObject):
    """`painted(key)` when the picture of a lab is there, in the state that the lab was left in.

    A picture is painted once for each theme, and anew for another size or state.
    """

    painted = Signal(str)

    def __init__(self, labs: Labs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labs = labs
        self._pictures: dict[tuple[str, Mode], _Painted] = {}
        self._queue: dict[str, _Wanted] = {}
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._paint_next)

    def picture(self, key: str, size: QSize, theme: Theme, ratio: float) -> QPixmap | None:
        """The picture as it is known, which may be of another size; a better one is on its way
        then. None as long as there is none at all."""
        wanted = _Wanted(key, theme.mode, (size.width(), size.height()), ratio)
        known = self._pictures.get((key, theme.mode))
        if not size.isEmpty() and not self._is_fresh(known, wanted):
            self._queue[key] = wanted
            self._next.start()
        return None if known is None else known.picture

    def pause(self) -> None:
        """Paint nothing more: nobody sees it."""
        self._queue.clear()
        self._next.stop()

    def _is_fresh(self, known: _Painted | None, wanted: _Wanted) -> bool:
        return (
            known is not None
            and known.wanted == wanted
            and known.lab is self._labs.document(wanted.key).lab
        )

    def _paint_next(self) -> None:
        key, wanted = next(iter(self._queue.items()))
        del self._queue[key]
        lab = self._labs.document(key).lab
        self._pictures[key, wanted.mode] = _Painted(wanted, lab, _paint(lab, wanted))
        self.painted.emit(key)
        if self._queue:
            self._next.start()


def _paint(lab: Lab, wanted: _Wanted) -> QPixmap:
    theme = Theme(mode=wanted.mode)
    width, height = wanted.size
    shrink = width / _LAID_OUT_WIDTH
    played = lab if lab.step else lab.at(round(_SHARE * lab.count))
    plate = compose(played, REST, QSizeF(_LAID_OUT_WIDTH, height / shrink), theme)
    plate, shown, scale = little(plate, QSizeF(width, height), theme)
    made = QPixmap(round(width * wanted.ratio), round(height * wanted.ratio))
    made.setDevicePixelRatio(wanted.ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(width / 2, height / 2)
    painter.scale(scale, scale)
    painter.translate(-shown.center())
    paint_plate(painter, plate, theme)
    painter.end()
    return made
