"""Image files are looked at before they are decoded, and each fault has its sentence."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QColor, QImage, QImageReader
from pytestqt.qtbot import QtBot

from cnnstudio.ui import image_reading
from cnnstudio.ui.image_reading import PictureError, over_paper, read_image, reduced
from tests.ui.image_files import bad_files, bmp_that_claims, png, png_that_claims

BAD = (
    *("text.png", "empty.png", "drawing.svg", "page.html", "nothing.png", "flat.png"),
    *("nothing.bmp", "nothing.gif", "huge.png", "huge.bmp", "huge.gif", "cut.png"),
    *("folder.png", "gone.png"),
)


@pytest.mark.parametrize("name", BAD)
@pytest.mark.qt_log_ignore("libpng")
def test_what_is_no_image_is_refused_with_one_sentence(
    tmp_path: Path, name: str, qapp: object
) -> None:
    expected = bad_files(tmp_path)
    assert set(expected) == set(BAD)
    with pytest.raises(PictureError) as caught:
        read_image(tmp_path / name, 256)
    assert str(caught.value) == expected[name]


def test_an_image_of_400_million_pixels_is_never_decoded(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watched(QImageReader):
        def read(self, *_: object) -> QImage:
            raise AssertionError("decoded")

    monkeypatch.setattr(image_reading, "QImageReader", Watched)
    path = tmp_path / "huge.png"
    path.write_bytes(png(20_000, 20_000))
    with pytest.raises(PictureError, match="20,000 × 20,000 pixels"):
        read_image(path, 256)
    path.write_bytes(png(200, 200))
    with pytest.raises(AssertionError, match="decoded"):
        read_image(path, 256)


def test_pixels_that_take_more_memory_than_qt_gives_are_too_large_not_damaged(
    tmp_path: Path, qapp: object
) -> None:
    path = tmp_path / "line.bmp"
    path.write_bytes(bmp_that_claims(60_000_000, 1))
    limit = QImageReader.allocationLimit()
    QImageReader.setAllocationLimit(64)
    try:
        with pytest.raises(PictureError, match="too large: 60,000,000 × 1 pixels"):
            read_image(path, 256)
    finally:
        QImageReader.setAllocationLimit(limit)


def test_a_file_of_too_many_bytes_is_not_opened(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "long.png"
    with path.open("wb") as file:
        file.write(png(9, 9))
        file.truncate(64_000_001)
    with pytest.raises(PictureError, match=r"long\.png is too large: more than 64 MB\."):
        read_image(path, 256)


def test_a_name_that_no_file_can_have_gives_a_sentence(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(PictureError, match="cannot be read"):
        read_image(tmp_path / ("x" * 400 + ".png"), 256)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path, qapp: object) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(PictureError, match="known kind"):
        read_image(tmp_path / "pipe.png", 256)


@pytest.mark.parametrize(("size", "expected"), [((2000, 500), (256, 64)), ((5, 4000), (1, 256))])
def test_an_image_is_reduced_to_the_longest_side_that_was_asked_for(
    tmp_path: Path, qapp: object, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    for ending in ("png", "jpg", "bmp"):
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.fill(QColor("#336699"))
        path = tmp_path / f"large.{ending}"
        assert image.save(str(path))
        made = read_image(path, 256)
        assert (made.width(), made.height()) == expected
        assert over_paper(made).mean(axis=(0, 1)) == pytest.approx([0.2, 0.4, 0.6], abs=0.02)


def test_a_small_image_keeps_its_size(qapp: object) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    assert reduced(image, 30).size() == image.size()


def test_what_is_transparent_is_white(qapp: object) -> None:
    image = QImage(2, 1, QImage.Format.Format_ARGB32)
    image.setPixelColor(0, 0, QColor(255, 0, 0, 0))
    image.setPixelColor(1, 0, QColor(255, 0, 0, 51))
    found = over_paper(image)
    assert found.dtype == np.float32
    assert found[0].tolist() == pytest.approx(np.array([[1, 1, 1], [1, 0.8, 0.8]]), abs=0.01)


def test_a_complaint_is_in_the_language_of_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    class Shouting(QTranslator):
        def translate(
            self, context: str, text: str, disambiguation: str | None = None, n: int = -1
        ) -> str:
            return "NO {name}" if context == "core" and "pixels" in text else text

        def isEmpty(self) -> bool:
            return False

    path = tmp_path / "none.png"
    path.write_bytes(png_that_claims(0, 0))
    translator = Shouting()
    QCoreApplication.installTranslator(translator)
    try:
        with pytest.raises(PictureError) as caught:
            read_image(path, 256)
        assert str(caught.value) == "NO none.png"
    finally:
        QCoreApplication.removeTranslator(translator)


@pytest.mark.parametrize("ending", ["jpg", "gif"])
@pytest.mark.qt_log_ignore("Corrupt JPEG")
def test_an_image_that_breaks_off_is_damaged(tmp_path: Path, ending: str, qapp: object) -> None:
    path = tmp_path / f"cut.{ending}"
    noise = np.random.default_rng(0).integers(0, 255, (90, 120)).astype(np.uint8)
    Image.fromarray(noise).save(path)
    assert read_image(path, 256).width() == 120
    whole = path.read_bytes()
    for data in (whole[: len(whole) // 2], whole[:-20]):
        path.write_bytes(data)
        with pytest.raises(PictureError, match=f"cut.{ending} is damaged"):
            read_image(path, 256)


def test_what_follows_the_end_of_an_image_does_not_matter(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "film.jpg"
    Image.new("RGB", (80, 60), "white").save(path, progressive=True)
    path.write_bytes(path.read_bytes() + b"\xff\xda film \xff\xe0")
    assert read_image(path, 256).width() == 80
