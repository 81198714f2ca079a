"""`cnnstudio render`: a lab's state as a picture or an animation, without a screen."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnstudio.commands.ending import Ending
from cnnstudio.core.files import ProjectError, reading
from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.written import LONGEST, from_text
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue, shown

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QGuiApplication, QImage

    from cnnstudio.ui.labs.export.film import Film
    from cnnstudio.ui.look import Theme

_BAR = 24  # characters
_EVERY = 0.1  # s

#: Option -> where argparse puts it, of those that make no sense for a picture.
_OF_FILMS = {"--seconds": "seconds", "--from": "first", "--to": "last"}


def add_parser(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser(
        "render",
        help="a lab as a picture or an animation",
        description="Draw the state of a lab, as it was copied or stored, without a screen.",
    )
    parser.add_argument("lab", metavar="LAB.json", help="the state of a lab; - reads it from stdin")
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        required=True,
        help="what to write: .png or .svg for the step that the state names, .gif or .mp4 for "
        "the steps as an animation (.mp4 needs the extra cnnstudio[video])",
    )
    parser.add_argument(
        "--size", metavar="WxH", default="1600x900", help="in pixels (default: 1600x900)"
    )
    parser.add_argument(
        "--theme", choices=("light", "dark"), default="light", help="(default: light)"
    )
    parser.add_argument("--projector", action="store_true", help="larger type, as for the last row")
    parser.add_argument(
        "--no-title", action="store_true", help="leave out the line with the lab's name and step"
    )
    parser.add_argument("--step", metavar="N", type=int, help="show this step, not the state's own")
    parser.add_argument(
        "--seconds", metavar="N", type=float, help="how long the animation lasts, rests included"
    )
    parser.add_argument(
        "--from", dest="first", metavar="N", type=int, help="its first step (default: 0)"
    )
    parser.add_argument("--to", dest="last", metavar="N", type=int, help="its last step")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file; 2, and no file, where that cannot be. A signal that ends it gives, as
    shells have it, 128 and its number."""
    try:
        return _render(args)
    except (InvalidValue, ProjectError) as error:
        print(f"cnnstudio render: {error}", file=sys.stderr)
        return 2
    except MemoryError:
        print(f"cnnstudio render: {say('export_no_memory')}", file=sys.stderr)
        return 2


def _render(args: argparse.Namespace) -> int:
    lab = _lab(args.lab)
    if args.step is not None:
        if not 0 <= args.step <= lab.count:
            raise InvalidValue(say("export_no_step", count=lab.count, step=args.step))
        lab = lab.at(args.step)
    with Ending() as ending:
        _draw(args, lab, ending)
    return 0


def _draw(args: argparse.Namespace, lab: Lab, ending: Ending) -> None:
    app = _application()
    from cnnstudio.ui.labs.export.files import FILMS, format_of, write_picture

    theme, size = _theme(args), _size(args.size)
    if format_of(args.out) in FILMS:
        _write_film(args.out, _film(args, lab, size, theme), ending)
    else:
        _check_options(args)
        ending.heed()
        write_picture(args.out, lab, size, theme, titled=not args.no_title)
    del app  # it had to live until here


def _lab(name: str) -> Lab:
    """The lab of a file, or of stdin; ProjectError, InvalidValue."""
    if name == "-":
        return from_text(sys.stdin.buffer.read(LONGEST + 1))
    with reading(Path(name)) as stream:
        return from_text(stream.read(LONGEST + 1))


def _application() -> QGuiApplication:
    """Qt without a screen, with the program's typeface."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    from cnnstudio.ui.theme import load_fonts

    found = QGuiApplication.instance()
    app = found if isinstance(found, QGuiApplication) else QGuiApplication(["cnnstudio"])
    load_fonts()
    return app


def _theme(args: argparse.Namespace) -> Theme:
    from cnnstudio.ui.look import Theme

    return Theme(args.theme, projector=args.projector)


def _size(text: str) -> QSize:
    from PySide6.QtCore import QSize

    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdecimal() and height.isdecimal() and len(text) < 20):
        raise InvalidValue(say("export_not_a_size", value=shown(text)))
    return QSize(int(width), int(height))


def _check_options(args: argparse.Namespace) -> None:
    given = [option for option, name in _OF_FILMS.items() if getattr(args, name) is not None]
    if given:
        raise InvalidValue(say("export_film_only", options=", ".join(given)))


def _film(args: argparse.Namespace, lab: Lab, size: QSize, theme: Theme) -> Film:
    from cnnstudio.ui.labs.export.files import FPS, film_size
    from cnnstudio.ui.labs.export.film import Film

    first = 0 if args.first is None else args.first
    last = lab.count if args.last is None else args.last
    more: dict[str, Any] = {
        "size": film_size(args.out, size),
        "theme": theme,
        "fps": FPS[args.out.suffix.lower()],
        "titled": not args.no_title,
    }
    if args.seconds is None:
        return Film(lab, first, last, speed=lab.speed, **more)
    return Film.lasting(args.seconds, lab, first, last, **more)


def _write_film(path: Path, film: Film, ending: Ending) -> None:
    from cnnstudio.ui.labs.export.files import image_count, images_for, write_film

    images = _until(ending, images_for(path, film))
    if sys.stderr.isatty():
        images = _shown(images, image_count(path, film))
    write_film(path, film, images)


def _until(ending: Ending, images: Iterator[QImage]) -> Iterator[QImage]:
    """The same images, until a signal asks to end: so no half file stays behind."""
    for image in images:
        ending.heed()
        yield image


def _shown(images: Iterator[QImage], count: int) -> Iterator[QImage]:
    """The same images, with a bar on the terminal that says how far they are."""
    start = told = time.monotonic()
    try:
        for number, image in enumerate(images):
            now = time.monotonic()
            if now - told >= _EVERY and number:
                told = now
                left = (now - start) / number * (count - number)
                done = round(_BAR * number / count)
                bar = "█" * done + "·" * (_BAR - done)
                _over(f"{bar} {number:,} of {count:,} frames, {left:,.0f} s left")
            yield image
    finally:
        _over("")


def _over(text: str) -> None:
    """Write over the bar."""
    print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
