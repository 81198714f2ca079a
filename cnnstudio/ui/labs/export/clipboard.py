"""A lab's picture on the clipboard: as pixels, and as vectors for programs that know them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.export.options import Options
from cnnstudio.ui.labs.export.picture import as_png, picture
from cnnstudio.ui.labs.export.svg import as_svg

SVG = "image/svg+xml"
PNG = "image/png"


def copy_picture(lab: Lab, options: Options) -> None:
    """Put the lab's picture on the clipboard as an image, PNG and SVG; InvalidValue."""
    image = picture(lab, options.size, options.theme, titled=options.titled)
    data = QMimeData()
    data.setData(SVG, as_svg(lab, options.size, options.theme, titled=options.titled))
    data.setData(PNG, as_png(image))
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)
