"""The program's mark: a picture, and the window that slides over it."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.look import Theme
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded

# Left, top, width and height of the parts, in hundredths of the mark's side.
_WINDOW = (15, 15, 45, 45)
_REST = ((66, 15, 19, 45), (15, 66, 70, 19))


def paint_logo(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw the mark into a square."""
    fill_rounded(painter, rect, theme.colour.text, rect.width() * 0.2)
    fill_rounded(painter, _part(rect, _WINDOW), theme.colour.accent, rect.width() * 0.07)
    for part in _REST:
        fill_rounded(painter, _part(rect, part), theme.colour.faint, rect.width() * 0.05)


def _part(rect: QRectF, part: tuple[int, int, int, int]) -> QRectF:
    unit = rect.width() / 100
    left, top, width, height = (length * unit for length in part)
    return QRectF(rect.left() + left, rect.top() + top, width, height)


def logo_icon(theme: Theme) -> QIcon:
    """The mark for the window's title bar and the task bar."""
    made = QIcon()
    for side in (16, 32, 48, 128):
        picture = QPixmap(side, side)
        picture.fill(QColor(0, 0, 0, 0))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_logo(painter, QRectF(0, 0, side, side), theme)
        painter.end()
        made.addPixmap(picture)
    return made


class Logo(Painted):
    """The mark in the top bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = current_theme().px("icon") + 4
        return QSize(side, side)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        paint_logo(painter, QRectF(self.rect()), theme)
