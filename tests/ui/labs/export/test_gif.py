"""GIFs as Pillow reads them back: frames, times, colours."""

from __future__ import annotations

import io
import os
import tracemalloc

import numpy as np
from PIL import Image

from cnnstudio.ui.labs.export.gif import GifWriter
from cnnstudio.ui.labs.export.palette import MOST, Palette, palette_of
from cnnstudio.ui.labs.export.pixels import Pixels, channels

WHITE, PURPLE, BLUE = 0xFFFFFF, 0x8A22A8, 0x1F62B8


def plain(colour: int, height: int = 20, width: int = 30) -> Pixels:
    return np.full((height, width), colour, np.uint32)


def with_square(colour: int, row: int, column: int) -> Pixels:
    pixels = plain(WHITE)
    pixels[row : row + 4, column : column + 4] = colour
    return pixels


def written(*frames: tuple[Pixels, float], loop: bool = True) -> Image.Image:
    file = io.BytesIO()
    height, width = frames[0][0].shape
    palette = palette_of(pixels for pixels, _ in frames)
    writer = GifWriter(file, width, height, palette, loop)
    for pixels, seconds in frames:
        writer.add(pixels, seconds)
    writer.close()
    return Image.open(file)


def decoded(image: Image.Image) -> list[tuple[np.ndarray, int]]:
    """Pixels (rows, columns, RGB) and milliseconds of each frame."""
    found = []
    for number in range(image.n_frames):  # type: ignore[attr-defined]
        image.seek(number)
        found.append((np.asarray(image.convert("RGB")), image.info["duration"]))
    return found


def test_each_frame_comes_back_pixel_by_pixel() -> None:
    frames = [with_square(PURPLE, 2, 3), with_square(BLUE, 9, 20), plain(BLUE)]
    found = decoded(written(*((frame, 0.05) for frame in frames)))
    assert len(found) == 3
    for (pixels, _), frame in zip(found, frames, strict=True):
        np.testing.assert_array_equal(pixels, channels(frame))


def test_a_pixel_that_changes_back_is_seen_to_change_back() -> None:
    frames = [plain(WHITE), with_square(PURPLE, 2, 3), plain(WHITE)]
    (_, _, (last, _)) = decoded(written(*((frame, 0.05) for frame in frames)))
    np.testing.assert_array_equal(last, channels(plain(WHITE)))


def test_frames_without_a_change_become_one_that_lasts_longer() -> None:
    same, other = with_square(PURPLE, 2, 3), plain(BLUE)
    found = decoded(written((same, 0.05), (same.copy(), 0.05), (other, 0.1), (other, 0.25)))
    assert [time for _, time in found] == [100, 350]


def test_times_are_rounded_without_drifting() -> None:
    frames = [(with_square(PURPLE, 0, column), 1 / 30) for column in range(24)]
    times = [time for _, time in decoded(written(*frames))]
    assert set(times) == {30, 40}
    assert sum(times) == 800


def test_a_frame_may_last_longer_than_one_number_can_say() -> None:
    found = decoded(written((plain(WHITE), 0.1), (plain(BLUE), 1500.0)))
    assert sum(time for _, time in found) == 1_500_100
    for pixels, _ in found[1:]:
        np.testing.assert_array_equal(pixels, channels(plain(BLUE)))


def test_a_loop_goes_on_for_ever_and_no_loop_is_written_if_none_is_wanted() -> None:
    frames = ((plain(WHITE), 0.1), (plain(BLUE), 0.1))
    assert written(*frames).info["loop"] == 0
    assert "loop" not in written(*frames, loop=False).info


def test_a_single_frame_is_a_whole_gif() -> None:
    ((pixels, _),) = decoded(written((with_square(BLUE, 1, 1), 2.0)))
    np.testing.assert_array_equal(pixels, channels(with_square(BLUE, 1, 1)))


def photograph() -> Pixels:
    """Far more colours than a palette has, and areas of one colour beside them."""
    rows, columns = np.mgrid[0:256, 0:256].astype(np.uint32)
    pixels = rows << 16 | columns << 8 | (rows ^ columns)
    pixels[:40] = WHITE
    pixels[40:44, :2] = PURPLE
    return pixels


def test_colours_to_be_kept_and_those_of_areas_are_exact_in_a_crowd() -> None:
    pixels = photograph()
    palette = palette_of([pixels], keep=[PURPLE, BLUE])
    assert {WHITE, PURPLE} <= set(palette.colours.tolist())
    assert BLUE not in palette.colours  # it does not occur
    assert len(palette.colours) <= MOST
    found = palette.colours[palette.indices(pixels) - 1]
    np.testing.assert_array_equal(found[:44, :2], pixels[:44, :2])


def test_other_colours_come_close() -> None:
    pixels = photograph()
    palette = palette_of([pixels])
    found = palette.colours[palette.indices(pixels) - 1]
    away = channels(found).astype(int) - channels(pixels)
    assert np.abs(away).mean() < 16


def test_a_colour_that_no_sample_had_gets_the_nearest_one() -> None:
    palette = Palette(np.array([0x000000, 0xFFFFFF, 0xFF0000], np.uint32))
    pixels = np.array([[0x101010, 0xF0F8FF, 0xE01008]], np.uint32)
    assert palette.indices(pixels).tolist() == [[1, 2, 3]]


def test_a_long_film_takes_no_more_memory_than_a_short_one() -> None:
    frames = [with_square(PURPLE, row, column) for row in range(10) for column in range(20)]
    palette = palette_of(frames[:2])
    sizes = []
    for count in (20, 2000):
        with open(os.devnull, "wb") as nowhere:
            writer = GifWriter(nowhere, 30, 20, palette)
            tracemalloc.start()
            for number in range(count):
                writer.add(frames[number % len(frames)], 0.05)
            sizes.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            writer.close()
    assert sizes[1] < sizes[0] + 50_000
