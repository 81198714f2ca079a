"""What there is to choose for an export, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QSize

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.export.files import FPS, film_size
from cnnstudio.ui.labs.export.film import Film
from cnnstudio.ui.look import Mode, Theme

Range = Literal["all", "here", "some"]


@dataclass(frozen=True)
class Options:
    """`suffix` says what it is to be. `first` and `last` count where only "some" steps are wanted;
    `seconds` None: at `speed` steps a second."""

    suffix: str = ".png"
    size: QSize = field(default_factory=lambda: QSize(1600, 900))
    mode: Mode = "light"
    projector: bool = False
    titled: bool = True
    steps: Range = "all"
    first: int = 0
    last: int = 0
    speed: float = 2.0
    seconds: float | None = None
    loop: bool = True

    @property
    def is_film(self) -> bool:
        return self.suffix in FPS

    @property
    def theme(self) -> Theme:
        return Theme(self.mode, self.projector)

    def span(self, lab: Lab) -> tuple[int, int]:
        """The first and the last step of a film of this lab."""
        if self.steps == "some":
            return self.first, self.last
        return (lab.step if self.steps == "here" else 0), lab.count

    def film(self, lab: Lab) -> Film:
        """InvalidValue where the choices do not go together."""
        first, last = self.span(lab)
        more: dict[str, Any] = {
            "size": film_size(Path(f"film{self.suffix}"), self.size),
            "theme": self.theme,
            "fps": FPS[self.suffix],
            "loop": self.loop,
            "titled": self.titled,
        }
        if self.seconds is None:
            return Film(lab, first, last, speed=self.speed, **more)
        return Film.lasting(self.seconds, lab, first, last, **more)

    def file_name(self, lab: Lab) -> str:
        """What the file may be called: convolution-24.png, convolution.gif."""
        return f"{lab.key}{self.suffix}" if self.is_film else f"{lab.key}-{lab.step}{self.suffix}"
