"""A lab as SVG: the same drawing, in vectors and words.

Qt's generator does most of it. What it leaves out is added here: the size in pixels, figures of
equal width, and how long each text is, so that it fits its cell in another typeface as well.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtSvg import QSvgGenerator

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.export.picture import check_size, draw, painting, stage_for
from cnnstudio.ui.labs.moment import REST, Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme_tables import FONT_FAMILIES

_SVG = "http://www.w3.org/2000/svg"

#: Elements name the first family only: some viewers, Qt's among them, take a list for one name.
#: Those that know CSS get the whole list, and figures of equal width.
_FAMILIES = ", ".join(f'"{name}"' for name in FONT_FAMILIES)
_STYLE = (
    "@media all { text { font-family: "
    f"{_FAMILIES}, sans-serif; font-variant-numeric: tabular-nums; }} }}"
)

#: Qt writes them for each group, and for each text again.
_OF_TEXT = ("font-family", "font-size", "font-weight", "font-style")

_NUMBER = re.compile(r"[+−]?[\d.,]+")

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def as_svg(
    lab: Lab, size: QSize, theme: Theme, moment: Moment = REST, *, titled: bool = True
) -> bytes:
    """The lab as an SVG file whose own size is so many pixels; InvalidValue for a size that is
    none. Title and step are in it as words."""
    check_size(size)
    stage = stage_for(size, theme)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, stage.size.width(), stage.size.height()))
    with painting(generator) as painter:
        plate = draw(painter, lab, moment, stage, theme, titled)
    return _finished(bytes(buffer.data().data()), size, translated(lab.title), plate.sentence)


def _finished(data: bytes, size: QSize, title: str, description: str) -> bytes:
    root = ElementTree.fromstring(data)
    root.set("width", str(size.width()))
    root.set("height", str(size.height()))
    root.set("role", "img")
    _put_first(root, "style", _STYLE)
    _put_first(root, "desc", description)
    _put_first(root, "title", title)  # screen readers look for it before all others
    for parent in root.iter(f"{{{_SVG}}}g"):
        _tidy(parent)
    for text in root.iter(f"{{{_SVG}}}text"):
        _fix_length(text)
    return ElementTree.tostring(root, "utf-8", xml_declaration=True)


def _put_first(root: ElementTree.Element, tag: str, text: str) -> None:
    """One element of this name, before all others."""
    for found in root.findall(f"{{{_SVG}}}{tag}"):
        root.remove(found)
    element = ElementTree.Element(f"{{{_SVG}}}{tag}")
    element.text = text
    root.insert(0, element)


def _tidy(group: ElementTree.Element) -> None:
    """Take out groups that draw nothing, and typefaces where there is no text."""
    for child in list(group):
        if child.tag == f"{{{_SVG}}}g" and not len(child):
            group.remove(child)
    for name in _OF_TEXT:
        group.attrib.pop(name, None)
    for text in group.findall(f"{{{_SVG}}}text"):
        text.set("font-family", FONT_FAMILIES[0])


def _fix_length(text: ElementTree.Element) -> None:
    """Let a text be as long as Qt made it; numbers stay in the middle of their cells even where
    a viewer knows nothing of that."""
    advance = _advance(text)
    text.set("textLength", f"{advance:.6g}")
    text.set("lengthAdjust", "spacingAndGlyphs")
    if _NUMBER.fullmatch(text.text or ""):
        text.set("x", f"{float(text.get('x', '0')) + advance / 2:.6g}")
        text.set("text-anchor", "middle")


def _advance(text: ElementTree.Element) -> float:
    """How long Qt makes a text, in the picture's own units."""
    font = QFont(list(FONT_FAMILIES))
    font.setPixelSize(round(float(text.get("font-size", "0"))))
    font.setWeight(QFont.Weight(int(text.get("font-weight", "400"))))
    font.setFeature(QFont.Tag("tnum"), 1)
    return QFontMetricsF(font).horizontalAdvance(text.text or "")
