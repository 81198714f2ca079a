"""An opened image, and how it becomes a digit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.ui.pictures import Picture
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.tray.answer_view import AnswerView
from cnnstudio.ui.tray.flyout import Flyout
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.toggle import Toggle

_SIDE = 220


class PictureFlyout(Flyout):
    """The image in grey, switches for ink and centring, the 28×28 pixels and the answer."""

    def __init__(self, session: Session, anchor: QWidget) -> None:
        super().__init__("", anchor)
        self._session = session
        self._picture: Picture | None = None
        self._view = _GreyImage()
        self._noticed = TextLabel(role="label", tone="muted")
        self._noticed.setWordWrap(True)
        self.inverted = Toggle(self.tr("Dark ink on light paper"))
        self.centred = Toggle(self.tr("Centre and scale like MNIST"))
        self.centred.setChecked(True)
        self._arrange(AnswerView(session))
        self.inverted.toggled.connect(self._show)
        self.centred.toggled.connect(self._show)

    def show_picture(self, picture: Picture) -> None:
        """Make it the current digit, with the ink that its border suggests."""
        self._picture = None  # so that the switch below shows nothing by itself
        self.set_title(picture.name or self.tr("Pasted picture"))
        self._view.set_grey(picture)
        dark = picture.is_dark_on_light
        self._noticed.setText(self._what_is_seen(picture))
        self.inverted.setChecked(dark)
        self._picture = picture
        self._show()
        # With the focus in it, Esc closes it.
        self.inverted.setFocus()

    def noticed(self) -> str:
        """The sentence below the image."""
        return self._noticed.text()

    def _what_is_seen(self, picture: Picture) -> str:
        if picture.is_blank:
            return self.tr("Nothing stands out in this picture, so the network gets only black.")
        if picture.is_dark_on_light:
            return self.tr("Its border is light, so dark is taken for ink.")
        return self.tr("Its border is dark, so light is taken for ink.")

    def _arrange(self, answer: AnswerView) -> None:
        left = QVBoxLayout()
        left.addWidget(self._view)
        left.addWidget(self._noticed)
        for toggle in (self.inverted, self.centred):
            left.addWidget(TextLabel(toggle.accessibleName(), "label", "muted"))
            left.addWidget(toggle)
        left.addStretch()
        row = QHBoxLayout()
        row.addLayout(left)
        row.addSpacing(14)
        row.addWidget(answer, 1)
        self.content.addLayout(row)

    def _show(self, _on: bool = False) -> None:
        if self._picture is not None:
            pixels = self._picture.as_digit(self.inverted.isChecked(), self.centred.isChecked())
            self._session.digit.show_picture(pixels, "file", self._picture.name)


class _GreyImage(QWidget):
    """An image, as large as fits into a square."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()

    def set_grey(self, picture: Picture) -> None:
        grey = (picture.grey * 255 + 0.5).astype("uint8")
        height, width = grey.shape
        image = QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
        self._image = image.copy()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, room = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(room, theme.colour.sunken)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        painter.drawImage(place, self._image)
        painter.setPen(QPen(theme.colour.hairline_strong, 1))
        painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
