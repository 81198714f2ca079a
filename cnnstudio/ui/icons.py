"""Icons of one colour each, drawn from the shipped SVG files in any colour and size."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from cnnstudio.core.resources import resource_path

_PLAIN_SIZES = (16, 20, 24, 32)
_RATIOS = (1.0, 2.0)


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
    return _icon(name, colour.name(), disabled.name() if disabled else "", False)


def set_icon(button: QAbstractButton, name: str, colour: QColor, size: int) -> None:
    """Give a button an icon, with some room between it and the button's words."""
    spaced = bool(button.text())
    button.setIcon(_icon(name, colour.name(), "", spaced))
    button.setIconSize(QSize(_width(size, spaced), size))


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str, spaced: bool) -> QIcon:
    made = QIcon()
    for size in _PLAIN_SIZES:
        for ratio in _RATIOS:
            made.addPixmap(_widened(_pixmap(name, colour, size, ratio), spaced))
            if disabled:
                faint = _widened(_pixmap(name, disabled, size, ratio), spaced)
                made.addPixmap(faint, QIcon.Mode.Disabled)
    return made


def _width(size: int, spaced: bool) -> int:
    return size + size // 4 if spaced else size


def _widened(picture: QPixmap, spaced: bool) -> QPixmap:
    """The picture with transparent room at its right, which Qt's buttons leave too little of."""
    if not spaced:
        return picture
    wider = QPixmap(_width(picture.width(), True), picture.height())
    wider.setDevicePixelRatio(picture.devicePixelRatio())
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wider
