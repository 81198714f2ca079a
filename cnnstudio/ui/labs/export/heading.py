"""The line above an exported picture: which lab it is, and which step, as nothing else says it."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.layout import LEFT, RIGHT, line_height
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Plate, Run, Text
from cnnstudio.ui.session.wording import translated

_TITLE_SHARE = 0.5


def heading_height(theme: Theme) -> float:
    """How much room the line takes, the gap below it included."""
    return line_height(theme, "page_title") + theme.px_f("stage_margin_y")


def heading(lab: Lab, width: float, theme: Theme) -> Plate:
    """Title to the left, step to the right."""
    height = line_height(theme, "page_title")
    title = QRectF(0, 0, width * _TITLE_SHARE, height)
    step = QRectF(title.right(), 0, width - title.width(), height)
    name = Run(translated(lab.title), strong=True)
    return Plate((Text(title, (name,), "page_title", LEFT), Text(step, _step(lab), "body", RIGHT)))


def _step(lab: Lab) -> tuple[Run, ...]:
    which, where = lab.where()
    if not lab.step:  # where it is then speaks of the buttons of the window
        return (Run(translated(which), "muted"),)
    return Run(translated(which)), Run(f"   {translated(where)}", "muted")
