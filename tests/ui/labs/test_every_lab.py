"""Every lab's picture, at every size that there is: in bounds, complete, and the same each time."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.labs.catalogue import DRAWINGS
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Plate
from cnnstudio.ui.plates.paint import paint_plate
from tests.ui.labs.plates import PROJECTED, SIZES, check, drawn

KEYS = [row.key for row in LABS]


def variants(key: str) -> list[Lab]:
    """The lab as it opens, and as each of its choices makes it."""
    first = next(row for row in LABS if row.key == key).first()
    chosen = [choice.make() for group in first.choices() for choice in group.choices]
    return [first, *chosen]


def test_every_lab_is_drawn_and_every_drawing_is_of_a_lab() -> None:
    assert [row.key for row in LABS] == [row.key for row in DRAWINGS]


@pytest.mark.parametrize(
    ("size", "projector"),
    [*((size, False) for size in SIZES), *((size, True) for size in PROJECTED)],
)
@pytest.mark.parametrize("key", KEYS)
def test_pictures_keep_within_their_size(
    key: str, size: tuple[float, float], projector: bool, qapp: object
) -> None:
    for lab in variants(key):
        for step in {0, 1, lab.count // 2, lab.count}:
            check(drawn(lab.at(step), size=size, projector=projector), size)


@pytest.mark.parametrize("key", KEYS)
def test_pictures_stay_whole_within_a_step(key: str, qapp: object) -> None:
    for lab in variants(key)[:3]:
        for phase in (0.0, 0.3, 0.7, 0.99):
            for asked in (False, True):
                moment = Moment(phase=phase, asked=asked)
                check(drawn(lab.at(lab.count // 2), moment), SIZES[0])


@pytest.mark.parametrize("key", KEYS)
def test_grids_show_what_can_be_edited_and_what_is_linked(key: str, qapp: object) -> None:
    lab = variants(key)[0]
    lab = lab.at(max(1, lab.count // 2))
    plate = drawn(lab)
    for grid in plate.grids:
        assert grid.name
        assert not grid.editable or grid.key in lab.editable


@pytest.mark.parametrize("key", KEYS)
def test_the_same_lab_at_the_same_moment_is_the_same_picture(key: str, qapp: object) -> None:
    lab = variants(key)[0]
    lab = lab.at(lab.count // 2)
    assert painted(drawn(lab)) == painted(drawn(lab))


@pytest.mark.parametrize("key", KEYS)
def test_a_step_changes_the_picture(key: str, qapp: object) -> None:
    lab = variants(key)[0]
    assert painted(drawn(lab.at(0))) != painted(drawn(lab.at(lab.count)))


def painted(plate: Plate) -> QImage:
    image = QImage(1250, 570, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint_plate(painter, plate, Theme())
    painter.end()
    return image
