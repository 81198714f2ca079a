"""The lab “Images are numbers”: pixels, planes, and how much changes when little does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, ClassVar, Self

import numpy as np

from cnnstudio.core.labs import sources
from cnnstudio.core.labs.base import Cell, Choice, Floats, Group, derived, numbers
from cnnstudio.core.labs.camera import View, seen
from cnnstudio.core.labs.digits import test_digits
from cnnstudio.core.labs.filtering import with_number
from cnnstudio.core.labs.pictured import PicturedLab
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, Pair, choice, pair, real, whole

LARGEST_SIZE = 96

#: Cells along a side of what is left when the picture is zoomed in all the way.
CLOSEST = 5

#: The wall of digits of one class: rows and columns.
WALL = (5, 10)

_SOURCES = ("house", "ball", "flower", "face", "lights", "digit", "ring", "image")
_SLIDERS = ("across", "down", "turn", "zoom", "bend", "light", "covered", "clutter")

#: Where the sliders change nothing.
_REST = {**dict.fromkeys(_SLIDERS, 0.0), "zoom": 1.0}


def _first_input() -> Floats:
    return sources.make("house", (3, 64, 64), scale="bytes")


@dataclass(frozen=True, kw_only=True, eq=False)
class ImagesLab(PicturedLab):
    """Grids: picture (a click or a hover is a pixel of it), and numbers, plane:c, before, after,
    lens, wall:n by what is shown. Values are 0 to 255.

    Steps: closer and closer to `focus`; plane by plane; slider by slider; digit by digit.
    """

    key: ClassVar[str] = "images"
    title: ClassVar[Sentence] = say("images_title")
    summary: ClassVar[Sentence] = say("images_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES

    input: Floats = numbers("Picture", 3, LARGEST_SIZE, LARGEST_SIZE, default=_first_input)
    source: str = "house"
    show: str = choice(
        "zoom",
        "Show",
        "What to look at.",
        {
            "zoom": "Pixels",
            "planes": "Planes",
            "changes": "Changes",
            "wall": "One class",
        },
        advanced=True,
    )
    size: Pair = derived(
        pair(64, "Size", "Rows and columns of pixels.", CLOSEST, LARGEST_SIZE, symbol="N")
    )
    focus: Pair = pair(
        24, "Focus", "Row and column that is zoomed in on.", 0, LARGEST_SIZE - 1, advanced=True
    )
    across: float = real(0.0, "Move across", "As a share of the width.", -0.3, 0.3, slider=True)
    down: float = real(0.0, "Move down", "As a share of the height.", -0.3, 0.3, slider=True)
    turn: float = real(0.0, "Turn (°)", "Against the clock.", -45, 45, slider=True)
    zoom: float = real(1.0, "Scale", "Times as large.", 0.5, 2, slider=True)
    bend: float = real(0.0, "Deform", "Along a wave.", 0, 1, slider=True)
    light: float = real(0.0, "Light", "Darker below 0, brighter above.", -0.6, 0.6, slider=True)
    covered: float = real(0.0, "Cover", "Share of the picture behind a bar.", 0, 0.6, slider=True)
    clutter: float = real(
        0.0, "Clutter", "Share of the pixels that are specks.", 0, 0.6, slider=True
    )
    digit: int = whole(3, "Class", "The digit whose pictures are shown.", 0, 9, advanced=True)

    def derive(self) -> None:
        object.__setattr__(self, "size", self.input.shape[1:])

    def check(self) -> None:
        super().check()
        if len(self.input) not in (1, 3):
            raise InvalidValue(say("images_planes", found=len(self.input)))
        if self.input.min() < 0 or self.input.max() > 255:
            raise InvalidValue(say("images_range"))

    @property
    def range_of_pixels(self) -> str:
        return "bytes"

    def drawn(
        self,
        source: str,
        shape: tuple[int, ...],
        seed: int = 0,
        digit: Floats | None = None,
    ) -> Floats:
        """Drawn pictures have colours, digits and patterns one plane."""
        planes = sources.source(source).channels
        return super().drawn(source, (planes, *shape[1:]), seed, digit)

    def with_source(self, source: str, seed: int, digit: Floats | None) -> Self:
        """A digit has the pixels that it has: it is not enlarged."""
        if source == "digit" and digit is not None:
            sized = replace(self, input=np.zeros((1, *digit.shape)), source="own", show="zoom")
            return PicturedLab.with_source(sized, source, seed, digit)
        return super().with_source(source, seed, digit)

    def change(self, name: str, value: Any) -> Self:
        made = super().change(name, value)
        if name == "show":
            return made._showing(made.show)
        if name in _SLIDERS:
            return replace(made, show="changes", step=made.count_of("changes"))
        if name == "digit":
            return replace(made, show="wall", step=made.count_of("wall"))
        return made

    # Steps

    @property
    def count(self) -> int:
        return self.count_of(self.show)

    def count_of(self, show: str) -> int:
        """Steps of one of the things to look at."""
        if show == "zoom":
            return len(self._sides) - 1
        if show == "planes":
            return len(self.input)
        if show == "wall":
            return WALL[0] * WALL[1]
        return len(self.applied)

    @cached_property
    def _sides(self) -> tuple[int, ...]:
        """Cells along the shorter side of what is in sight, ever fewer."""
        side = min(self.size)
        found = [side]
        while side > CLOSEST:
            side = max(CLOSEST, round(side * 0.8))
            found.append(side)
        return tuple(found)

    @property
    def in_sight(self) -> tuple[int, int, int]:
        """Top row, left column, and cells along a side of what is zoomed in on at this step."""
        side = self._sides[min(self.step, len(self._sides) - 1)]
        rows, columns = self.size
        top = min(max(self.focus[0] - side // 2, 0), rows - min(side, rows))
        left = min(max(self.focus[1] - side // 2, 0), columns - min(side, columns))
        return top, left, side

    @cached_property
    def applied(self) -> tuple[str, ...]:
        """The sliders that are not at rest, in their order."""
        return tuple(name for name in _SLIDERS if getattr(self, name) != _REST[name])

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        if self.show == "planes" and len(self.input) == 3:
            names = ("images_red", "images_green", "images_blue")
            return tuple((n + 1, say(code)) for n, code in enumerate(names))
        if self.show == "changes":
            return tuple((n + 1, say(f"images_{name}")) for n, name in enumerate(self.applied))
        return ()

    def ticks(self) -> tuple[int, ...]:
        return tuple(range(self.count + 1))

    def where(self) -> tuple[Sentence, Sentence]:
        rows, columns = self.size
        if self.show == "zoom":
            _, _, side = self.in_sight
            first = say("images_in_sight", rows=min(side, rows), columns=min(side, columns))
            return first, say("images_of", rows=rows, columns=columns)
        if self.show == "planes":
            shown = say("images_planes_shown", shown=self.step, planes=len(self.input))
            return shown, say("images_numbers", count=self.input.size)
        if self.show == "wall":
            return say("images_wall_step", shown=self.step), say("images_wall", digit=self.digit)
        part, whole = self.changed
        by = float(np.abs(self.after - self.input).mean())
        return say("images_changed", part=part, whole=whole), say("images_by", by=round(by))

    # What is seen

    @cached_property
    def after(self) -> Floats:
        """The picture with the sliders of the steps so far, whole numbers 0 to 255."""
        values = {name: getattr(self, name) for name in self.applied[: self.step]}
        values["scale"] = values.pop("zoom", 1.0)
        made = seen(self.input / 255, View(**values)) * 255
        return np.asarray(np.rint(made) if self.applied[: self.step] else self.input)

    @cached_property
    def changed(self) -> tuple[int, int]:
        """How many numbers are others than before, of how many."""
        differ = np.rint(self.after) != np.rint(self.input)
        return int(differ.sum()), int(differ.size)

    @cached_property
    def wall(self) -> Floats:
        """Test digits of the class, (50, 28, 28), 0 to 255; raises MnistError without MNIST."""
        test = test_digits()
        found = np.flatnonzero(test.labels == self.digit)[: WALL[0] * WALL[1]]
        return np.asarray(test.images[found], np.float64)

    # Changing

    @property
    def editable(self) -> frozenset[str]:  # type: ignore[override]
        """The planes of colour, or the one of grey."""
        if self.show != "zoom":
            return frozenset()
        if len(self.input) == 1:
            return frozenset({"numbers"})
        return frozenset({f"plane:{n}" for n in range(len(self.input))})

    def edited(self, cell: Cell, value: float) -> Self:
        plane = int(cell.grid.partition(":")[2] or 0)
        value = min(max(round(value), 0), 255)
        changed = with_number(self.input, (plane, cell.row, cell.column), value)
        return replace(self, input=changed, source="own")

    def picked(self, cell: Cell) -> Self | None:
        """A click on a pixel zooms in on it."""
        if cell.grid != "picture":
            return None
        made = replace(self, focus=(cell.row, cell.column), show="zoom")
        return made.at(made.count)

    def choices(self) -> tuple[Group, ...]:
        views = tuple(
            Choice(say(code), partial(self._showing, key), chosen=self.show == key)
            for key, code in (
                ("zoom", "images_show_zoom"),
                ("planes", "images_show_planes"),
                ("changes", "images_show_changes"),
                ("wall", "images_show_wall"),
            )
        )
        cases: tuple[tuple[str, dict[str, float]], ...] = (
            ("images_case_move", {"across": 0.05}),
            ("images_case_turn", {"turn": 12.0}),
            ("images_case_dark", {"light": -0.25}),
            ("images_case_cover", {"covered": 0.25}),
            ("images_case_bend", {"bend": 0.6}),
            ("images_case_clutter", {"clutter": 0.2}),
            ("images_case_none", {}),
        )
        now = {name: getattr(self, name) for name in _REST}
        made = tuple(
            Choice(
                say(code),
                partial(self._seen, values),
                chosen=self.show == "changes" and now == {**_REST, **values},
            )
            for code, values in cases
        )
        views_group = Group(say("images_show"), views)
        if self.show == "wall":
            return (views_group, Group(say("images_class"), self._classes()))
        return (views_group, Group(say("images_try"), made))

    def _classes(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                say("images_digit", digit=digit),
                partial(self.change, "digit", digit),
                chosen=digit == self.digit,
            )
            for digit in range(10)
        )

    def _showing(self, show: str) -> Self:
        """With all that there is to see: only zooming begins with the whole picture."""
        made = replace(self, show=show, step=0)
        return made.at(0 if show == "zoom" else made.count)

    def _seen(self, values: dict[str, float]) -> Self:
        settings: dict[str, Any] = {**_REST, **values, "show": "changes", "step": 0}
        made = replace(self, **settings)
        return made.at(made.count)

    @cached_property
    def least_difference(self) -> int:
        """Of the wall: how many of the 784 numbers differ between the two digits most alike."""
        flat = self.wall.reshape(len(self.wall), -1)
        differ = (flat[:, None] != flat[None]).sum(axis=2)
        return int(differ[~np.eye(len(flat), dtype=bool)].min())

    def linked(self, cell: Cell) -> frozenset[Cell]:
        """The same pixel wherever it is shown."""
        planes = tuple(f"plane:{n}" for n in range(len(self.input)))
        grids = ("picture", "numbers", *planes, "before", "after", "lens")
        if cell.grid not in grids:
            return frozenset()
        return frozenset(cell._replace(grid=grid) for grid in grids if grid != cell.grid)
