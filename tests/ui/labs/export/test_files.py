"""Pictures and films as files: written whole, or not at all, with one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from cnnstudio.core.files import ProjectError
from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.catalogue import kind_of
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export import mp4
from cnnstudio.ui.labs.export.files import (
    FPS,
    film_size,
    format_of,
    image_count,
    images_for,
    write_film,
    write_picture,
)
from cnnstudio.ui.labs.export.film import Film, frames, moments
from cnnstudio.ui.labs.export.pixels import channels, pixels_of
from cnnstudio.ui.look import Theme

SIZE = QSize(640, 360)


@pytest.fixture
def lab() -> Lab:
    return kind_of("convolution")()


def film(lab: Lab, path: Path, last: int = 4, theme: Theme | None = None, **more: object) -> Film:
    fps = FPS[path.suffix]
    return Film(lab, 0, last, SIZE, theme or Theme(), 2.0, fps, **more)  # type: ignore[arg-type]


def write(path: Path, made: Film) -> None:
    write_film(path, made, images_for(path, made))


@pytest.mark.parametrize("theme", [Theme(), Theme("dark")])
def test_a_gif_shows_each_change_for_its_time_in_the_colours_of_the_theme(
    lab: Lab, tmp_path: Path, theme: Theme
) -> None:
    path = tmp_path / "film.gif"
    made = film(lab, path, theme=theme)
    write(path, made)
    images, shown = list(frames(made)), list(moments(made))
    changes = 1 + sum(a != b for a, b in pairwise(shown))
    at, ground = 0, theme.colour.surface
    with Image.open(path) as gif:
        assert gif.size == (640, 360)
        assert gif.n_frames == changes  # type: ignore[attr-defined]
        for number in range(changes):
            gif.seek(number)
            pixels = np.asarray(gif.convert("RGB")).astype(int)
            away = np.abs(pixels - channels(pixels_of(images[at])))
            assert away.mean() < 1
            assert away.max() < 64
            assert tuple(pixels[2, 2]) == (ground.red(), ground.green(), ground.blue())
            at += gif.info["duration"] // 50
    assert at == made.count


def test_an_mp4_has_every_frame(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    made = film(lab, path)
    write(path, made)
    last = channels(pixels_of(list(frames(made))[-1])).astype(int)
    with av.open(path) as container:
        (video,) = container.streams.video
        assert (video.width, video.height, video.average_rate) == (640, 360, 30)
        decoded = list(container.decode(video=0))
    assert len(decoded) == made.count
    pixels = decoded[-1].reformat(format="rgb24", src_colorspace="itu709").to_ndarray()
    assert np.abs(pixels.astype(int) - last).mean() < 4


def test_the_count_of_images_is_known_before_they_are_drawn(lab: Lab) -> None:
    for path in (Path("film.gif"), Path("film.mp4")):
        made = film(lab, path, last=2)
        assert len(list(images_for(path, made))) == image_count(path, made)


def test_mp4_gets_even_sides_and_gif_those_asked_for() -> None:
    assert film_size(Path("a.MP4"), QSize(853, 481)) == QSize(854, 482)
    assert film_size(Path("a.gif"), QSize(853, 481)) == QSize(853, 481)


def test_upper_case_suffixes_are_known(lab: Lab, tmp_path: Path) -> None:
    write_picture(tmp_path / "A.PNG", lab, SIZE, Theme())
    assert QImage(str(tmp_path / "A.PNG")).size() == SIZE


@pytest.mark.parametrize("name", ["film.avi", "film", "gif"])
def test_other_formats_are_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        format_of(Path(name))
    assert str(caught.value) == (
        f"“{name}”: pictures end in .png or .svg, animations in .gif or .mp4."
    )


Writer = Callable[[Path, Lab], None]


def write_png(path: Path, lab: Lab) -> None:
    write_picture(path, lab, SIZE, Theme())


def write_gif(path: Path, lab: Lab) -> None:
    write(path, film(lab, path))


@pytest.mark.parametrize(
    ("name", "writer"),
    [("a.png", write_png), ("a.svg", write_png), ("a.gif", write_gif), ("a.mp4", write_gif)],
)
class TestWhereNothingCanBeWritten:
    def test_a_folder_that_is_not_there(
        self, name: str, writer: Writer, lab: Lab, tmp_path: Path
    ) -> None:
        with pytest.raises(ProjectError, match=f"“{name}” cannot be written"):
            writer(tmp_path / "nowhere" / name, lab)
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_in_the_files_place(
        self, name: str, writer: Writer, lab: Lab, tmp_path: Path
    ) -> None:
        (tmp_path / name).mkdir()
        with pytest.raises(InvalidValue, match="is there already, and it is not a file"):
            writer(tmp_path / name, lab)
        assert [path.name for path in tmp_path.iterdir()] == [name]

    def test_a_full_disk_leaves_the_old_file_alone(
        self,
        name: str,
        writer: Writer,
        lab: Lab,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        (tmp_path / name).write_bytes(b"what was there")
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(ProjectError, match="No space left on device"):
            writer(tmp_path / name, lab)
        assert [path.name for path in tmp_path.iterdir()] == [name]
        assert (tmp_path / name).read_bytes() == b"what was there"


class Cancelled(Exception):  # noqa: N818
    pass


@pytest.mark.parametrize("name", ["a.gif", "a.mp4"])
def test_a_film_that_is_given_up_leaves_nothing(name: str, lab: Lab, tmp_path: Path) -> None:
    def some(images: Iterator[QImage]) -> Iterator[QImage]:
        for _, image in zip(range(30), images, strict=False):
            yield image
        raise Cancelled

    path = tmp_path / name
    made = film(lab, path)
    with pytest.raises(Cancelled):
        write_film(path, made, some(images_for(path, made)))
    assert list(tmp_path.iterdir()) == []


def test_without_pyav_nothing_is_begun(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mp4, "has_video", lambda: False)
    with pytest.raises(InvalidValue, match="one more package"):
        write(tmp_path / "a.mp4", film(lab, Path("a.mp4")))
    assert list(tmp_path.iterdir()) == []
