"""Image files become digits, or one sentence."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from cnnstudio.core.centring import CENTRE, centre_of_mass
from cnnstudio.core.mnist import load_digits
from cnnstudio.ui.pictures import Picture, PictureError, picture_of, read_picture


def seven(paper: str, ink: str, size: tuple[int, int] = (300, 200)) -> QImage:
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.fill(QColor(paper))
    painter = QPainter(image)
    painter.setPen(QPen(QColor(ink), 14))
    painter.drawLine(60, 40, 150, 40)
    painter.drawLine(150, 40, 90, 160)
    painter.end()
    return image


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp", "gif", "webp"])
def test_a_seven_in_ink_on_paper_is_noticed_inverted_and_centred(
    tmp_path: Path, ending: str, qapp: object
) -> None:
    path = tmp_path / f"seven.{ending}"
    image = seven("#ece7dc", "#1e1e5a")
    if ending == "gif":
        pytest.importorskip("PIL.Image").fromarray(
            (picture_of(image).grey * 255).astype("uint8")
        ).save(path)
    else:
        assert image.save(str(path))
    picture = read_picture(path)
    assert picture.is_dark_on_light
    digit = picture.as_digit(inverted=True, centred=True)
    assert digit[0].max() == 0
    assert digit.max() > 0.8
    assert centre_of_mass(digit)[1] == pytest.approx(CENTRE, abs=0.6)


def test_light_on_dark_is_left_as_it_is(qapp: object) -> None:
    picture = picture_of(seven("#101020", "#f0f0f0"))
    assert not picture.is_dark_on_light
    digit = picture.as_digit(inverted=False, centred=True)
    other = picture_of(seven("#f0f0f0", "#101020")).as_digit(inverted=True, centred=True)
    assert digit == pytest.approx(other, abs=0.05)


def test_a_mnist_digit_in_a_file_comes_out_as_it_was(tmp_path: Path, qapp: object) -> None:
    digit = load_digits("test").images[35]
    path = tmp_path / "two.png"
    QImage(digit.tobytes(), 28, 28, 28, QImage.Format.Format_Grayscale8).save(str(path))
    again = read_picture(path).as_digit(inverted=False, centred=True)
    assert again == pytest.approx(digit / 255, abs=0.06)


def test_what_is_transparent_counts_as_white(qapp: object) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    assert picture_of(image).grey.min() == pytest.approx(1)


def test_luminance_weighs_green_most(qapp: object) -> None:
    greys = []
    for colour in ("#ff0000", "#00ff00", "#0000ff"):
        image = QImage(4, 4, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        greys.append(float(picture_of(image).grey.mean()))
    assert greys == pytest.approx([0.299, 0.587, 0.114], abs=0.005)


def test_an_even_sheet_of_paper_is_no_digit() -> None:
    assert not Picture(np.full((50, 50), 0.9, np.float32)).as_digit(True, True).any()


def test_a_large_photograph_is_reduced_as_it_is_read(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "large.png"
    seven("#ffffff", "#000000").scaled(3000, 2000).save(str(path))
    assert read_picture(path).grey.shape == (682, 1024)


def test_a_picture_one_pixel_high_is_read(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "line.png"
    QImage(5000, 1, QImage.Format.Format_Grayscale8).save(str(path))
    assert read_picture(path).as_digit(False, True).shape == (28, 28)


def hostile_files(folder: Path) -> dict[str, str]:
    """Files that are no usable image, and a word of the sentence that each should give."""
    good = folder / "good.png"
    seven("#ffffff", "#000000").save(str(good))
    content = good.read_bytes()
    header = bytearray(content)
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(header[12:29]).to_bytes(4, "big")
    files = {
        "text.png": (b"not an image", "known kind"),
        "empty.png": (b"", "known kind"),
        "huge.png": (bytes(header), "too large"),
        "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "known kind"),
    }
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    return {name: word for name, (_, word) in files.items()}


@pytest.mark.parametrize("name", ["text.png", "empty.png", "huge.png", "drawing.svg"])
def test_a_hostile_file_gives_one_sentence_that_names_it(
    tmp_path: Path, name: str, qapp: object
) -> None:
    expected = hostile_files(tmp_path)[name]
    with pytest.raises(PictureError) as caught:
        read_picture(tmp_path / name)
    assert name in str(caught.value)
    assert expected in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.qt_log_ignore(".*")
def test_a_truncated_image_gives_a_sentence_or_what_there_is_of_it(
    tmp_path: Path, qapp: object
) -> None:
    path = tmp_path / "cut.png"
    seven("#ffffff", "#000000").save(str(path))
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(PictureError, match="damaged"):
        read_picture(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"no file gone\.png"):
        read_picture(tmp_path / "gone.png")


@pytest.mark.parametrize("ink", ["#000000", "#ffffff", "#c02020"])
def test_ink_on_nothing_is_seen_whatever_its_colour(ink: str, qapp: object) -> None:
    picture = picture_of(seven("transparent", ink))
    digit = picture.as_digit(picture.is_dark_on_light, centred=True)
    like = picture_of(seven("#ffffff", "#000000")).as_digit(True, centred=True)
    assert digit == pytest.approx(like, abs=0.1)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "transparent"])
def test_a_picture_of_one_colour_is_blank(colour: str, qapp: object) -> None:
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    assert picture_of(image).is_blank
    assert not picture_of(seven("#ffffff", "#dddddd")).is_blank
