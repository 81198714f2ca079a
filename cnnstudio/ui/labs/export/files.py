"""Writing pictures and films to files, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from cnnstudio.core.files import writing
from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export import film as films
from cnnstudio.ui.labs.export.gif import GifWriter
from cnnstudio.ui.labs.export.mp4 import Mp4Writer, check_video
from cnnstudio.ui.labs.export.palette import palette_of
from cnnstudio.ui.labs.export.picture import as_png, picture
from cnnstudio.ui.labs.export.pixels import pixels_of
from cnnstudio.ui.labs.export.svg import as_svg
from cnnstudio.ui.look import Theme

PICTURES, FILMS = (".png", ".svg"), (".gif", ".mp4")

#: Frames a second. Viewers of GIFs slow down those with many more; MP4 has them for free.
FPS = {".gif": 20, ".mp4": 30}


def format_of(path: Path) -> str:
    """The suffix, ".png" for example. InvalidValue where nothing can be written there."""
    suffix = path.suffix.lower()
    if suffix not in (*PICTURES, *FILMS):
        raise InvalidValue(say("export_format", file=path.name))
    if suffix == ".mp4":
        check_video()
    if path.exists() and not path.is_file():
        raise InvalidValue(say("export_not_a_file", file=path.name))
    return suffix


def film_size(path: Path, size: QSize) -> QSize:
    """The size that a film can have: MP4 needs even sides."""
    return films.even(size) if path.suffix.lower() == ".mp4" else size


def write_picture(path: Path, lab: Lab, size: QSize, theme: Theme, *, titled: bool = True) -> None:
    """Write PNG or SVG, as the name says; InvalidValue, ProjectError."""
    if format_of(path) == ".svg":
        write_bytes(path, as_svg(lab, size, theme, titled=titled))
    else:
        write_bytes(path, as_png(picture(lab, size, theme, titled=titled)))


def write_bytes(path: Path, data: bytes) -> None:
    with writing(path) as stream:
        stream.write(data)


class Reel(Protocol):
    """What can be written as a film: a lab's steps, or a run's moments. `images` gives `count`
    frames, `fps` a second, after `sample_count` samples where they are wanted."""

    @property
    def size(self) -> QSize: ...
    @property
    def theme(self) -> Theme: ...
    @property
    def fps(self) -> int: ...
    @property
    def loop(self) -> bool: ...
    @property
    def count(self) -> int: ...
    @property
    def sample_count(self) -> int: ...

    def images(self, with_samples: bool) -> Iterator[QImage]: ...


def images_for(path: Path, film: Reel) -> Iterator[QImage]:
    """What `write_film` needs, in its order: for a GIF, a few frames to choose colours from come
    before the frames."""
    return film.images(path.suffix.lower() == ".gif")


def image_count(path: Path, film: Reel) -> int:
    """How many images `images_for` gives."""
    return film.count + (film.sample_count if path.suffix.lower() == ".gif" else 0)


def write_film(path: Path, film: Reel, images: Iterator[QImage]) -> None:
    """Write GIF or MP4, as the name says, from what `images_for` gives; InvalidValue,
    ProjectError. An exception of `images` comes through, and leaves no file."""
    write = _write_gif if format_of(path) == ".gif" else _write_mp4
    with writing(path) as stream:
        write(stream, film, images)


def _write_gif(stream: BinaryIO, film: Reel, images: Iterator[QImage]) -> None:
    samples = islice(images, film.sample_count)
    palette = palette_of((pixels_of(image) for image in samples), _colours(film.theme))
    writer = GifWriter(stream, film.size.width(), film.size.height(), palette, film.loop)
    last: QImage | None = None
    for image in images:
        if image is last:
            writer.again(1 / film.fps)
        else:
            writer.add(pixels_of(image), 1 / film.fps)
        last = image
    writer.close()


def _write_mp4(stream: BinaryIO, film: Reel, images: Iterator[QImage]) -> None:
    last: QImage | None = None
    with closing(Mp4Writer(stream, film.size.width(), film.size.height(), film.fps)) as writer:
        for image in images:
            if image is last:
                writer.again()
            else:
                writer.add(pixels_of(image))
            last = image
        writer.finish()


def _colours(theme: Theme) -> Iterator[int]:
    """Every colour of the palette by its name, 0x00RRGGBB."""
    for row in fields(theme.palette):
        value = getattr(theme.palette, row.name)
        if isinstance(value, str):
            yield int(value[1:], 16)
