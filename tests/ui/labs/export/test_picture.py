"""Labs as PNG and SVG: sizes, colours, words, and that both show the same."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.catalogue import LABS, Row, kind_of
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.catalogue import compose
from cnnstudio.ui.labs.export.picture import SMALLEST, as_png, picture, stage_for
from cnnstudio.ui.labs.export.pixels import channels, pixels_of
from cnnstudio.ui.labs.export.svg import as_svg
from cnnstudio.ui.labs.moment import REST
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.text_layout import font_of
from cnnstudio.ui.theme_tables import TYPE

SVG = "{http://www.w3.org/2000/svg}"
SIZE = QSize(1280, 720)
THEMES = [Theme(), Theme("dark"), Theme(projector=True)]


@pytest.fixture
def lab() -> Lab:
    return kind_of("convolution")().at(24)


def parsed(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


def outlines(data: bytes) -> list[ElementTree.Element]:
    """What was text, as outlines of letters that say what they spell."""
    return [path for path in parsed(data).iter(f"{SVG}path") if path.get("aria-label")]


def rendered(data: bytes, size: QSize) -> QImage:
    """An SVG as Qt's own renderer shows it."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    renderer = QSvgRenderer(data)
    assert renderer.isValid()
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


@pytest.mark.parametrize("theme", THEMES)
def test_a_png_has_its_size_and_the_ground_of_its_theme(lab: Lab, theme: Theme) -> None:
    image = Image.open(io.BytesIO(as_png(picture(lab, QSize(801, 451), theme))))
    assert image.size == (801, 451)
    ground = theme.colour.surface
    assert image.convert("RGB").getpixel((2, 2)) == (ground.red(), ground.green(), ground.blue())


def test_a_png_says_in_words_what_it_shows(lab: Lab) -> None:
    image = Image.open(io.BytesIO(as_png(picture(lab, SIZE, Theme()))))
    assert image.info["Title"] == "2-D convolution"
    assert image.info["Description"].startswith("Output row 4, column 3")


def test_twice_the_size_is_the_same_picture_sharper(lab: Lab) -> None:
    small = picture(lab, SIZE, Theme())
    large = picture(lab, 2 * SIZE, Theme())
    again = large.scaled(SIZE, mode=Qt.TransformationMode.SmoothTransformation)
    away = channels(pixels_of(small)).astype(int) - channels(pixels_of(again))
    assert np.abs(away).mean() < 2


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [QSize(640, 360), QSize(1600, 900), QSize(900, 900)])
def test_type_keeps_its_proportion_to_the_picture(theme: Theme, size: QSize) -> None:
    stage = stage_for(size, theme)
    smallest = TYPE["min"].projected_size if theme.projector else TYPE["min"].size
    share = smallest * stage.scale / min(size.width() / 16 * 9, size.height())
    assert share == pytest.approx(20 / 900 if theme.projector else 13 / 720)
    assert stage.size.width() * stage.scale == pytest.approx(size.width())
    assert stage.size.height() * stage.scale == pytest.approx(size.height())


def test_the_title_can_be_left_out(lab: Lab) -> None:
    words = [path.get("aria-label") for path in outlines(as_svg(lab, SIZE, Theme()))]
    assert "2-D convolution" in words
    assert "Window 24 of 49" in words
    untitled = outlines(as_svg(lab, SIZE, Theme(), titled=False))
    assert "2-D convolution" not in [path.get("aria-label") for path in untitled]


@pytest.mark.parametrize("size", [QSize(0, 0), QSize(31, 180), QSize(7681, 900)])
def test_sizes_that_make_no_sense_are_refused(lab: Lab, size: QSize) -> None:
    for draw in (picture, as_svg):
        with pytest.raises(InvalidValue, match="size must lie between 32 × 18"):
            draw(lab, size, Theme())


def test_the_smallest_size_is_drawn(lab: Lab) -> None:
    assert picture(lab, SMALLEST, Theme()).size() == SMALLEST
    assert b'width="32"' in as_svg(lab, SMALLEST, Theme())


def test_a_lab_that_cannot_be_drawn_leaves_no_painter_behind(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no picture")

    monkeypatch.setattr("cnnstudio.ui.labs.export.picture.compose", broken)
    for draw in (picture, as_svg):
        with pytest.raises(RuntimeError, match="no picture"):
            draw(lab, SIZE, Theme())


def test_an_svg_has_its_size_its_view_box_and_its_words(lab: Lab) -> None:
    root = parsed(as_svg(lab, QSize(1920, 1080), Theme()))
    assert (root.get("width"), root.get("height")) == ("1920", "1080")
    assert root.get("viewBox") == "0 0 1280 720"
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", "2-D convolution")
    assert description.tag == f"{SVG}desc"
    assert (description.text or "").startswith("Output row 4, column 3")


@pytest.mark.parametrize("row", LABS, ids=lambda row: row.key)
def test_an_svg_is_true_vectors(row: Row) -> None:
    lab = row.first()
    lab = lab.at(lab.count // 2)
    root = parsed(as_svg(lab, SIZE, Theme()))
    plate = compose(lab, REST, QSizeF(SIZE), Theme())
    cells = sum(grid.rows * grid.columns for grid in plate.grids if grid.known is None)
    assert len(list(root.iter(f"{SVG}rect"))) >= cells
    assert len(outlines(as_svg(lab, SIZE, Theme()))) > 10
    assert list(root.iter(f"{SVG}image")) == []


def test_words_in_an_svg_look_the_same_without_the_typeface(lab: Lab) -> None:
    data = as_svg(lab, SIZE, Theme())
    assert list(parsed(data).iter(f"{SVG}text")) == []
    assert b"font-" not in data
    title = next(path for path in outlines(data) if path.get("aria-label") == "2-D convolution")
    expected = QFontMetricsF(font_of(Theme(), "page_title", 20, True))
    assert extent(title)[1] == pytest.approx(expected.horizontalAdvance("2-D convolution"), abs=3)


def extent(path: ElementTree.Element) -> tuple[float, float]:
    """The middle and the width of an outline."""
    places = [float(pair.split(",")[0]) for pair in re.split("[MLC ]", path.get("d") or "")[1:]]
    return (min(places) + max(places)) / 2, max(places) - min(places)


def test_numbers_in_an_svg_are_in_the_middle_of_their_cells(lab: Lab) -> None:
    root = parsed(as_svg(lab, SIZE, Theme()))
    eights = [p for p in outlines(as_svg(lab, SIZE, Theme())) if p.get("aria-label") == "8"]
    middles = [
        float(rect.get("x", "0")) + float(rect.get("width", "0")) / 2
        for rect in root.iter(f"{SVG}rect")
        if rect.get("width") == rect.get("height")
    ]
    away = [min(abs(extent(eight)[0] - middle) for middle in middles) for eight in eights]
    assert sum(distance < 1 for distance in away) >= 4  # the others are in formulas


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("row", LABS, ids=lambda row: row.key)
def test_svg_and_png_show_the_same(row: Row, theme: Theme) -> None:
    lab = row.first()
    lab = lab.at(lab.count // 2)
    png = channels(pixels_of(picture(lab, SIZE, theme))).astype(int)
    svg = channels(pixels_of(rendered(as_svg(lab, SIZE, theme), SIZE))).astype(int)
    # Coarsely, nothing is missing or elsewhere: lines and letters may lie half a pixel aside.
    blocks = np.abs((png - svg).reshape(72, 10, 128, 10, 3).mean(axis=(1, 3))).max(axis=-1)
    assert blocks.max() < 40


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_no_svg_of_a_choice_holds_an_image_or_is_huge(key: str) -> None:
    first = kind_of(key)()
    for lab in (first, *(choice.make() for group in first.choices() for choice in group.choices)):
        svg = as_svg(lab.at(lab.count), SIZE, Theme())
        assert b"<image" not in svg
        assert len(svg) < 4_000_000
