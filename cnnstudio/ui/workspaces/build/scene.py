"""What a picture of a layer is given, and what every such picture can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.messages import Floats
from cnnstudio.ui.workspaces.build.maps import Flow

#: What the ten outputs stand for.
CLASSES = tuple(str(digit) for digit in range(10))


@dataclass(frozen=True, eq=False)
class LayerView:
    """A layer with what flows into and out of it, as far as it is known.

    `tensors` are its learned tensors by name; `branch` is what a block's own layers give,
    `shortcut` what the way around them brings. `reads_input` if its numbers are the picture's,
    flattened at most; `input_shape` is then the picture's.
    """

    report: LayerReport
    source: Flow | None
    output: Flow | None
    tensors: Mapping[str, Floats] = field(default_factory=dict)
    branch: Flow | None = None
    shortcut: Flow | None = None
    picture: Flow | None = None


class Scene(QWidget):
    """A picture of a layer. `said(template, values)` is its read-out for the mouse's place."""

    said = Signal(str, object)

    def show_view(self, view: LayerView) -> None:
        """Draw this; called again for each new digit and each new state of the weights."""
        raise NotImplementedError
