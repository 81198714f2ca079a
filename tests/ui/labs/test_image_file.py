"""Any image file becomes the input of a lab, or one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from cnnstudio.core.labs.sources import fitted
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.image_file import LONGEST_SIDE, pixels_of, read_image_file
from tests.ui.image_files import bad_files, png


def quarters(width: int, height: int) -> QImage:
    """Red, green, blue and white, one in each quarter."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for row in range(height):
        for column in range(width):
            name = ("red", "lime", "blue", "white")[2 * (2 * row >= height) + (2 * column >= width)]
            image.setPixelColor(column, row, QColor(name))
    return image


def test_a_small_image_comes_pixel_by_pixel(tmp_path: Path, qapp: object) -> None:
    assert quarters(6, 4).save(str(tmp_path / "four.png"))
    found = read_image_file(tmp_path / "four.png")
    assert found.shape == (4, 6, 3)
    assert found.dtype == np.uint8
    corners = found[[0, 0, -1, -1], [0, -1, 0, -1]]
    assert corners.tolist() == [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]


def test_a_grey_image_has_three_equal_planes(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "grey.png"
    path.write_bytes(png(3, 1, bits=8, rows=bytes([0, 10, 20, 30])))
    assert read_image_file(path).tolist() == [[[10] * 3, [20] * 3, [30] * 3]]


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp", "webp", "tif"])
def test_a_large_image_is_reduced_and_still_the_same(
    tmp_path: Path, ending: str, qapp: object
) -> None:
    path = tmp_path / f"large.{ending}"
    assert quarters(600, 300).save(str(path))
    found = read_image_file(path)
    assert found.shape == (LONGEST_SIDE // 2, LONGEST_SIDE, 3)
    assert found[20, 40].tolist() == pytest.approx([255, 0, 0], abs=6)
    assert found[-20, 40].tolist() == pytest.approx([0, 0, 255], abs=6)


def test_an_opened_image_fits_the_input_of_a_lab(tmp_path: Path, qapp: object) -> None:
    assert quarters(32, 32).save(str(tmp_path / "four.png"))
    red, green, blue = fitted(read_image_file(tmp_path / "four.png"), (3, 2, 2))
    assert red.tolist() == [[1, 0], [0, 1]]
    assert green.tolist() == [[0, 1], [0, 1]]
    assert blue.tolist() == [[0, 0], [1, 1]]


@pytest.mark.qt_log_ignore("libpng")
def test_every_bad_file_gives_a_sentence_that_a_lab_can_show(tmp_path: Path, qapp: object) -> None:
    for name, words in bad_files(tmp_path).items():
        with pytest.raises(InvalidValue) as caught:
            read_image_file(tmp_path / name)
        assert str(caught.value.sentence) == words


def test_a_pasted_image_is_taken_and_none_is_refused(qapp: object) -> None:
    assert pixels_of(quarters(512, 512)).shape == (LONGEST_SIDE, LONGEST_SIDE, 3)
    with pytest.raises(InvalidValue, match="no image to use"):
        pixels_of(QImage())
