"""Icons of one colour each, drawn from the shipped SVG files in any colour and size."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cnnstudio.core.resources import resource_path

_PLAIN_SIZES = (16, 20, 24, 32)
_RATIOS = (1.0, 2.0)


def icon_names() -> tuple[str, ...]:
    """The names of all shipped icons, in alphabetical order."""
    return tuple(sorted(file.stem for file in resource_path("icons").glob("*.svg")))


@cache
def _drawing(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text("utf-8")


def svg_source(name: str, colour: QColor) -> bytes:
    """The SVG of an icon in that colour; `FileNotFoundError` if no such icon is shipped."""
    return _drawing(name).replace("currentColor", colour.name()).encode()


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg_source(name, QColor(colour))))


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Draw an icon as large as fits into `rect`, in the middle of it."""
    side = min(rect.width(), rect.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(rect.center())
    _renderer(name, colour.name()).render(painter, square)


def pixmap(name: str, colour: QColor, size: int, dpr: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels for a screen of that device pixel ratio."""
    return _pixmap(name, colour.name(), size, dpr)


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, dpr: float) -> QPixmap:
    picture = QPixmap(round(size * dpr), round(size * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_icon(painter, QRectF(0, 0, size, size), name, QColor(colour))
    painter.end()
    return picture


def icon(name: str, colour: QColor, disabled: QColor | None = None) -> QIcon:
    """An icon for buttons and menus; where `disabled` is given, it has that colour there."""
    return _icon(name, colour.name(), disabled.name() if disabled else "")


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    for size in _PLAIN_SIZES:
        for ratio in _RATIOS:
            made.addPixmap(_pixmap(name, colour, size, ratio))
            if disabled:
                made.addPixmap(_pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made
