"""A moment of the map of digits, painted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage

from cnnstudio.ui.look import Theme
from cnnstudio.ui.theme import theme_manager
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud
from cnnstudio.ui.workspaces.inside.digit_map.marks import class_colour
from cnnstudio.ui.workspaces.train.films.digit_scenes import DigitScenes, placed
from cnnstudio.ui.workspaces.train.films.reel import RunReel


def cloud(answers: np.ndarray | None = None) -> Cloud:
    """Ten digits of each class, in a heap of their own; of the first class, half are misread."""
    labels = np.repeat(np.arange(10), 10)
    middles = np.stack((np.arange(10) * 3.0, np.arange(10) % 2 * 8.0), 1)
    points = middles[labels] + np.random.default_rng(0).normal(size=(100, 2))
    read = labels.copy()
    read[:5] = 9
    return Cloud(points.astype(np.float32), labels, read if answers is None else answers)


def painted(shown: Cloud, theme: Theme) -> QImage:
    reel = RunReel("A title", [7], DigitScenes([shown]), QSize(960, 540), theme, 10.0)
    return reel.picture(0)


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height() * 3 // 4)}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("projector", [False, True])
def test_every_class_has_points_of_its_colour(mode: str, projector: bool) -> None:
    theme = Theme(mode, projector)  # type: ignore[arg-type]
    there = colours(painted(cloud(), theme))
    for label in range(10):
        assert QColor(class_colour(label, theme)).rgb() in there


def test_the_picture_says_what_share_is_read_right_where_there_are_answers() -> None:
    theme = theme_manager().current
    some, all_right = cloud(), cloud(cloud().labels)
    none = cloud(np.full(100, -1))
    images = [painted(each, theme) for each in (some, all_right, none)]
    assert images[0] != images[1]
    assert images[1] != images[2]
    assert images[0] == painted(cloud(), theme)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e5])
def test_points_fill_the_room_whatever_their_size_and_up_is_more(scale: float) -> None:
    room = QRectF(10, 20, 900, 400)
    points = (cloud().points * scale).astype(np.float32)
    places = placed(points, room)
    assert places[:, 0].min() >= room.left()
    assert places[:, 0].max() <= room.right()
    assert places[:, 1].min() >= room.top()
    assert places[:, 1].max() <= room.bottom()
    sizes = np.ptp(places, axis=0) / [room.width(), room.height()]
    assert sizes.max() > 0.9
    assert places[:, 1].argmin() == points[:, 1].argmax()
    assert np.ptp(places[:, 0]) / np.ptp(places[:, 1]) == pytest.approx(
        float(np.ptp(points[:, 0]) / np.ptp(points[:, 1])), rel=1e-3
    )


def test_digits_that_all_lie_in_one_point_are_in_the_middle() -> None:
    room = QRectF(0, 0, 100, 60)
    assert np.allclose(placed(np.ones((4, 2), np.float32), room), [50, 30])


def test_clouds_lie_along_the_picture_and_are_turned_as_one() -> None:
    lying, labels = cloud(), cloud().labels
    upright = replace(lying, points=np.ascontiguousarray(lying.points[:, ::-1]))
    assert DigitScenes([lying, lying, upright]).lying[0] is lying
    turned = DigitScenes([upright, upright, lying]).lying
    for before, after in zip((upright, upright, lying), turned, strict=True):
        assert np.array_equal(after.labels, labels)
        assert np.allclose(after.points[:, 0], before.points[:, 1])
        assert np.allclose(after.points[:, 1], -before.points[:, 0])
