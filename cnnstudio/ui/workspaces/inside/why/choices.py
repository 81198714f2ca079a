"""What is asked about an answer: by which method, of which classes, with which settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from cnnstudio.core.attribution import METHODS, CamChoice, Integration, Square
from cnnstudio.core.messages import Floats
from cnnstudio.core.settings import Checked
from cnnstudio.ui.forms.settings_form import changed as changed_in

#: Words that stand for a class that depends on the digit.
ANSWER, LABEL, SECOND, NOTHING = "answer", "label", "second", "nothing"


@dataclass(frozen=True)
class Choices:
    """All that the user has chosen.

    `target` is `ANSWER` or a digit's figure; `beside`, the class shown beside it, is `LABEL` (where
    it is another), `SECOND`, `NOTHING` or a figure. `of` says of each method whether it explains
    the logit or the probability; `settings` holds those of the methods that have any.
    """

    method: str = "occlusion"
    target: str = ANSWER
    beside: str = LABEL
    of: Mapping[str, str] = field(default_factory=lambda: dict(METHODS))
    settings: Mapping[str, Checked] = field(
        default_factory=lambda: {
            "integrated": Integration(),
            "grad_cam": CamChoice(),
            "occlusion": Square(),
        }
    )
    by_pixel: bool = False

    def explaining(self, of: str) -> Choices:
        """The same, but the chosen method explains that score."""
        return replace(self, of={**self.of, self.method: of})

    def setting(self, name: str, value: Any) -> Choices:
        """The same with one setting of the chosen method changed."""
        changed: Checked = changed_in(self.settings[self.method], name, value)
        return replace(self, settings={**self.settings, self.method: changed})

    @property
    def square(self) -> Square:
        square = self.settings["occlusion"]
        assert isinstance(square, Square)
        return square

    @property
    def steps(self) -> int:
        integration = self.settings["integrated"]
        assert isinstance(integration, Integration)
        return integration.steps

    @property
    def only_for(self) -> bool:
        cam = self.settings["grad_cam"]
        assert isinstance(cam, CamChoice)
        return cam.only_for

    def classes(self, logits: Floats, label: int | None) -> tuple[int, ...]:
        """The class that is explained and, if there is one, the class beside it."""
        order = [int(index) for index in np.argsort(-logits[:10], kind="stable")]
        target = order[0] if self.target == ANSWER else int(self.target)
        beside: int | None = None
        if self.beside == LABEL:
            beside = label
        elif self.beside == SECOND:
            beside = next(index for index in order if index != target)
        elif self.beside != NOTHING:
            beside = int(self.beside)
        return (target,) if beside in (None, target) else (target, beside)
