"""The pictures of the lab “Images are numbers”, one for each thing to look at."""

from __future__ import annotations

from PySide6.QtCore import QSizeF

from cnnstudio.core.labs.images import ImagesLab
from cnnstudio.ui.labs.images_changes import changes_plate
from cnnstudio.ui.labs.images_planes import planes_plate
from cnnstudio.ui.labs.images_wall import wall_plate
from cnnstudio.ui.labs.images_zoom import zoom_plate
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Plate


def compose(lab: ImagesLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Pixels, planes, changes, or a wall of one class."""
    match lab.show:
        case "zoom":
            return zoom_plate(lab, moment, size, theme)
        case "planes":
            return planes_plate(lab, moment, size, theme)
        case "wall":
            return wall_plate(lab, moment, size, theme)
    return changes_plate(lab, size, theme)
