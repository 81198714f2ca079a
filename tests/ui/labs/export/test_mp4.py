"""MP4 as PyAV reads it back, with either encoder; and what is said where there is none."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
from av.video.reformatter import Colorspace

from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export import mp4
from cnnstudio.ui.labs.export.mp4 import Mp4Writer, check_video
from cnnstudio.ui.labs.export.pixels import Pixels, channels

WHITE, PURPLE, ORANGE = 0xFFFFFF, 0x8A22A8, 0xC75B08


def stripes(number: int) -> Pixels:
    pixels = np.full((180, 320), WHITE, np.uint32)
    pixels[20:60, 10 * number : 10 * number + 40] = PURPLE
    pixels[120:160] = ORANGE
    return pixels


def written(count: int = 10, still: int = 5) -> io.BytesIO:
    """A stripe that moves for `count` frames and rests for `still` more."""
    file = io.BytesIO()
    writer = Mp4Writer(file, 320, 180, fps=25)
    for number in range(count):
        writer.add(stripes(number))
    for _ in range(still):
        writer.again()
    writer.finish()
    writer.close()
    file.seek(0)
    return file


@pytest.fixture(params=["libx264", "mpeg4"])
def encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(mp4, "_ENCODERS", {request.param: mp4._ENCODERS[request.param]})
    return request.param


def test_every_frame_is_there_at_its_time(encoder: str) -> None:
    with av.open(written()) as container:
        (video,) = container.streams.video
        assert (video.width, video.height, video.average_rate) == (320, 180, 25)
        assert video.codec_context.pix_fmt == "yuv420p"
        times = [frame.time for frame in container.decode(video=0)]
    np.testing.assert_allclose(times, np.arange(15) / 25, atol=1e-6)


def test_areas_keep_their_colours(encoder: str) -> None:
    with av.open(written()) as container:
        frames = [
            frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()
            for frame in container.decode(video=0)
        ]
    for number in (0, 9, 14):
        expected = channels(stripes(min(number, 9))).astype(int)
        for row, column in ((90, 200), (40, 10 * min(number, 9) + 20), (140, 160)):
            away = frames[number][row, column].astype(int) - expected[row, column]
            assert np.abs(away).max() <= 6


def test_players_are_told_how_colours_are_meant() -> None:
    with av.open(written()) as container:
        context = container.streams.video[0].codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)


class Full(io.BytesIO):
    """A disk that is full after some bytes."""

    def write(self, data: object) -> int:
        if self.tell() > 500:
            raise OSError(28, "No space left on device")
        return super().write(data)  # type: ignore[arg-type]


def test_a_full_disk_is_the_systems_own_error() -> None:
    writer = Mp4Writer(Full(), 320, 180, fps=25)
    for number in range(20):
        writer.add(np.roll(stripes(0), 7 * number) ^ np.uint32(number * 7919))
    with pytest.raises(OSError, match="No space left") as caught:
        writer.finish()
    writer.close()
    assert caught.value.strerror == "No space left on device"


def test_an_unfinished_film_can_be_let_go_of() -> None:
    writer = Mp4Writer(io.BytesIO(), 320, 180, fps=25)
    writer.add(stripes(0))
    writer.close()
    writer.close()


def test_without_pyav_one_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mp4, "has_video", lambda: False)
    with pytest.raises(InvalidValue) as caught:
        check_video()
    assert str(caught.value) == 'MP4 needs one more package: pip install "cnnstudio[video]"'


def test_without_an_encoder_one_sentence_says_which_are_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mp4, "_ENCODERS", {"no_such_encoder": {}})
    with pytest.raises(InvalidValue, match="needs one of no_such_encoder"):
        check_video()
