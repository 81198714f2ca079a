"""A lab as SVG: the same drawing, in vectors.

Qt's generator does most of it. What it leaves out is added here: the size in pixels, and letters
as outlines. Many programs that slides are made with have not got the typeface and heed no
`textLength`: there words would run into each other. What an outline says stays as its label.
"""

from __future__ import annotations

from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QFont, QPainterPath
from PySide6.QtSvg import QSvgGenerator

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.export.picture import check_size, draw, painting, stage_for
from cnnstudio.ui.labs.moment import REST, Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme_tables import FONT_FAMILIES

_SVG = "http://www.w3.org/2000/svg"

#: Qt writes them for each group, and for each text again.
_OF_TEXT = ("font-family", "font-size", "font-weight", "font-style")

#: How the elements of a painter path are written; a curve's two other points follow its first.
_LETTERS = {
    QPainterPath.ElementType.MoveToElement: "M",
    QPainterPath.ElementType.LineToElement: "L",
    QPainterPath.ElementType.CurveToElement: "C",
    QPainterPath.ElementType.CurveToDataElement: " ",
}

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
    _put_first(root, "desc", description)
    _put_first(root, "title", title)  # screen readers look for it before all others
    for parent in root.iter(f"{{{_SVG}}}g"):
        _tidy(parent)
    for text in list(root.iter(f"{{{_SVG}}}text")):
        _outline(text)
    return ElementTree.tostring(root, "utf-8", xml_declaration=True)


def _put_first(root: ElementTree.Element, tag: str, text: str) -> None:
    """One element of this name, before all others."""
    for found in root.findall(f"{{{_SVG}}}{tag}"):
        root.remove(found)
    element = ElementTree.Element(f"{{{_SVG}}}{tag}")
    element.text = text
    root.insert(0, element)


def _tidy(group: ElementTree.Element) -> None:
    """Take out groups that draw nothing, and typefaces, which outlines have no need of."""
    for child in list(group):
        if child.tag == f"{{{_SVG}}}g" and not len(child):
            group.remove(child)
    for name in _OF_TEXT:
        group.attrib.pop(name, None)


def _outline(text: ElementTree.Element) -> None:
    """Turn a text into the outlines of its letters, with what it says as a label."""
    words = text.text or ""
    path = QPainterPath()
    path.addText(float(text.get("x", "0")), float(text.get("y", "0")), _font(text), words)
    kept = {name: text.get(name, "") for name in ("fill", "fill-opacity") if text.get(name)}
    text.clear()
    text.tag = f"{{{_SVG}}}path"
    text.attrib |= {"d": _written(path), "aria-label": words, "stroke": "none", **kept}


def _font(text: ElementTree.Element) -> QFont:
    """The font that Qt painted a text with."""
    font = QFont(list(FONT_FAMILIES))
    font.setPixelSize(round(float(text.get("font-size", "0"))))
    font.setWeight(QFont.Weight(int(text.get("font-weight", "400"))))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _written(path: QPainterPath) -> str:
    """A path as SVG writes it."""
    elements = (path.elementAt(index) for index in range(path.elementCount()))
    return "".join(f"{_LETTERS[e.type]}{e.x:.2f},{e.y:.2f}" for e in elements)
