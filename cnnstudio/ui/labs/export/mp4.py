"""MP4 by PyAV, the `video` extra: H.264 where its encoder is there, MPEG-4 otherwise."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np

from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.export.pixels import Pixels

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import OutputContainer
    from av.video.stream import VideoStream

#: Encoders, best first, each with its options.
_ENCODERS = {"libx264": {"crf": "16", "preset": "medium", "tune": "animation"}, "mpeg4": {}}

#: What MPEG-4 gets, which has no constant quality of its own here (bits for each pixel).
_BITS_PER_PIXEL = 0.25

#: ITU-R BT.709, as players take it for granted from 720 lines on; narrow range.
_BT709, _NARROW = 1, 1


def has_video() -> bool:
    """Whether PyAV is installed; it is not imported for this."""
    return importlib.util.find_spec("av") is not None


def check_video() -> None:
    """InvalidValue without PyAV, or with one that has no encoder for MP4."""
    if not has_video():
        raise InvalidValue(say("export_no_video", command='pip install "cnnstudio[video]"'))
    if _encoder() is None:
        raise InvalidValue(say("export_no_encoder", encoders=", ".join(_ENCODERS)))


def _encoder() -> str | None:
    from av.codec import Codec
    from av.error import FFmpegError

    for name in _ENCODERS:
        with suppress(FFmpegError, ValueError):
            Codec(name, "w")
            return name
    return None


class Mp4Writer:
    """Writes frames of one size, with even sides, to a stream that can be rewound.

    What the encoder cannot do is an OSError, like what the disk cannot do.
    """

    def __init__(self, stream: BinaryIO, width: int, height: int, fps: int) -> None:
        import av

        name = _encoder()
        assert name is not None, "check_video has said so"
        with _as_os_error():
            self._container: OutputContainer = av.open(stream, "w", format="mp4")
            video = self._container.add_stream(name, rate=fps)
        self._video = cast("VideoStream", video)
        self._video.width, self._video.height = width, height
        self._video.pix_fmt = "yuv420p"
        self._video.options = dict(_ENCODERS[name])
        context = self._video.codec_context
        context.time_base = self._step = Fraction(1, fps)
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = _NARROW
        if not _ENCODERS[name]:
            context.bit_rate = round(width * height * fps * _BITS_PER_PIXEL)
        self._frame: VideoFrame | None = None
        self._count = 0
        self._finished = False

    def add(self, pixels: Pixels) -> None:
        """The next frame."""
        from av import VideoFrame

        opaque = np.ascontiguousarray(pixels | np.uint32(0xFF000000)).astype("<u4")
        height, width = pixels.shape
        image = VideoFrame.from_ndarray(opaque.view(np.uint8).reshape(height, width, 4), "bgra")
        self._frame = image.reformat(format="yuv420p", dst_colorspace=_BT709)
        self.again()

    def again(self) -> None:
        """The last frame once more."""
        assert self._frame is not None
        self._frame.pts, self._frame.time_base = self._count, self._step
        self._count += 1
        with _as_os_error():
            self._container.mux(self._video.encode(self._frame))

    def finish(self) -> None:
        """Write what the encoder has kept back, and the end of the file."""
        with _as_os_error():
            self._container.mux(self._video.encode(None))
            self._container.close()
        self._finished = True

    def close(self) -> None:
        """Let go of the encoder; of a film that is not finished nothing can be read."""
        if not self._finished:
            with suppress(Exception):
                self._container.close()


@contextmanager
def _as_os_error() -> Iterator[None]:
    from av.error import FFmpegError

    try:
        yield
    except FFmpegError as error:
        raise OSError(error.errno, error.strerror) from None
