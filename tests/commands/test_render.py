"""`cnnstudio render`, as a shell would call it."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import av
import pytest
from PIL import Image

import cnnstudio
import cnnstudio.__main__ as main_module
from cnnstudio.core.labs.catalogue import kind_of
from cnnstudio.core.labs.written import as_text

SMALL = ("--size", "640x360")


def environment(**more: str) -> dict[str, str]:
    """Without a display, and without a word about Qt's platform: a script has neither."""
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in without}
    root = str(Path(cnnstudio.__file__).parent.parent)
    return {**kept, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", **more}


def call(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cnnstudio", "render", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        timeout=120,
        check=False,
    )


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "lab.json"
    path.write_text(as_text(kind_of("convolution")().at(24)), encoding="utf-8")
    return path


def read(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes()))


def test_a_png_of_the_size_and_theme_asked_for(state: Path, tmp_path: Path) -> None:
    out = tmp_path / "lab.png"
    done = call(state, "--out", out, "--size", "1000x600", "--theme", "dark")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    image = read(out)
    assert image.size == (1000, 600)
    assert image.convert("RGB").getpixel((1, 1)) == (0x1B, 0x20, 0x29)
    assert image.info["Description"].startswith("Output row 4, column 3")


def test_an_svg_in_which_letters_are_outlines(state: Path, tmp_path: Path) -> None:
    out = tmp_path / "lab.svg"
    assert call(state, "--out", out, "--no-title").returncode == 0
    root = ElementTree.fromstring(out.read_bytes())
    assert (root.get("width"), root.get("height")) == ("1600", "900")
    paths = root.iter("{http://www.w3.org/2000/svg}path")
    words = [path.get("aria-label") for path in paths]
    assert "−4" in words
    assert "Window 24 of 49" not in words


def test_a_state_from_stdin_at_another_step(state: Path, tmp_path: Path) -> None:
    out = tmp_path / "lab.png"
    text = state.read_text(encoding="utf-8")
    assert call("-", "--out", out, "--step", "49", *SMALL, stdin=text).returncode == 0
    assert read(out).info["Description"].startswith("Output row 7, column 7")


def test_projected_type_is_another_picture(state: Path, tmp_path: Path) -> None:
    for name, more in (("desk.png", ()), ("projected.png", ("--projector",))):
        assert call(state, "--out", tmp_path / name, *SMALL, *more).returncode == 0
    assert (tmp_path / "desk.png").read_bytes() != (tmp_path / "projected.png").read_bytes()


def test_a_gif_of_some_steps_in_so_many_seconds(state: Path, tmp_path: Path) -> None:
    out = tmp_path / "lab.gif"
    done = call(state, "--out", out, *SMALL, "--seconds", "4", "--from", "3", "--to", "6")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    image = read(out)
    times = []
    for number in range(image.n_frames):  # type: ignore[attr-defined]
        image.seek(number)
        times.append(image.info["duration"])
    assert sum(times) == 4000
    assert image.size == (640, 360)


def test_an_mp4_at_the_labs_own_speed(state: Path, tmp_path: Path) -> None:
    out = tmp_path / "lab.mp4"
    done = call(state, "--out", out, "--size", "641x361", "--to", "4")
    assert (done.returncode, done.stderr) == (0, "")
    with av.open(out) as container:
        (video,) = container.streams.video
        assert (video.width, video.height) == (642, 362)
        assert video.frames == 30 * (0.5 + 4 / 2 + 1.5)


BAD = {
    "no state": ("{}", (), "This is not the state of a lab."),
    "another lab": (
        '{"cnnstudio_lab": 1, "lab": "chess"}',
        (),
        "There is no lab called 'chess'.",
    ),
    "no size": (None, ("--size", "large"), "A size is written as 1600x900"),
    "a size of nothing": (None, ("--size", "0x0"), "The size must lie between"),
    "a size beyond all memory": (None, ("--size", "99999x99999"), "The size must lie between"),
    "a step too far": (None, ("--step", "50"), "there is no step 50"),
    "seconds for a picture": (None, ("--seconds", "3"), "--seconds are for animations"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_makes_no_sense_gets_one_sentence_and_no_file(
    what: str, state: Path, tmp_path: Path
) -> None:
    text, more, sentence = BAD[what]
    if text is not None:
        state.write_text(text, encoding="utf-8")
    done = call(state, "--out", tmp_path / "lab.png", *more)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.startswith("cnnstudio render: ")
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["lab.json"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("lab.avi", "pictures end in .png or .svg"),
        ("nowhere/lab.png", "“lab.png” cannot be written"),
        ("nowhere/lab.gif", "“lab.gif” cannot be written"),
        ("folder.gif", "is there already, and it is not a file"),
    ],
)
def test_a_file_that_cannot_be_written_gets_one_sentence(
    name: str, sentence: str, state: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder.gif").mkdir()
    done = call(state, "--out", tmp_path / name)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.gif", "lab.json"]


def test_a_state_that_is_not_there_gets_one_sentence(tmp_path: Path) -> None:
    done = call(tmp_path / "none.json", "--out", tmp_path / "lab.png")
    assert done.returncode == 2
    assert done.stderr.startswith("cnnstudio render: “none.json” cannot be read")


def test_it_imports_no_torch_and_starts_no_engine(state: Path, tmp_path: Path) -> None:
    code = (
        "import sys, threading, multiprocessing\n"
        "from cnnstudio.__main__ import main\n"
        "status = main(sys.argv[1:])\n"
        "heavy = {'torch', 'torchvision', 'cnnstudio.engine'}\n"
        "print(status, sorted(heavy & set(sys.modules)), multiprocessing.active_children(),\n"
        "      threading.active_count())\n"
    )
    out = str(tmp_path / "a.gif")
    done = subprocess.run(
        [sys.executable, "-c", code, "render", str(state), "--out", out, *SMALL, "--to", "2"],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=120,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("0 [] [] 1\n", "")


def command(state: Path, out: Path, seconds: str) -> list[str]:
    render = [sys.executable, "-m", "cnnstudio", "render"]
    return [*render, str(state), "--out", str(out), "--seconds", seconds]


@pytest.mark.parametrize("wait", [0.0, 0.035, 0.2])  # s; the first images are drawn at 0.035
@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_being_interrupted_leaves_no_half_file(
    state: Path, tmp_path: Path, sent: signal.Signals, status: int, wait: float
) -> None:
    process = subprocess.Popen(
        command(state, tmp_path / "a.gif", "600"),
        env=environment(),
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not any(path.name.startswith(".a.gif") for path in tmp_path.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    time.sleep(wait)
    process.send_signal(sent)
    assert process.communicate(timeout=30)[1] == b""
    assert process.returncode == status
    assert [path.name for path in tmp_path.iterdir()] == ["lab.json"]


def test_ctrl_c_while_a_command_is_being_imported_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted() -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(main_module, "_command_parser", interrupted)
    assert main_module.main(["render", "lab.json"]) == 130


def test_progress_is_shown_on_a_terminal(state: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb") as terminal:
        process = subprocess.Popen(
            command(state, tmp_path / "a.gif", "20"), env=environment(), stderr=terminal
        )
    shown = "".join(_lines_of(ours))
    assert process.wait(120) == 0
    assert " frames, " in shown
    assert shown.endswith("\r\033[K")


def _lines_of(terminal: int) -> Iterator[str]:
    """What is written to a terminal, until nobody has it open any more."""
    with os.fdopen(terminal, "rb") as stream, contextlib.suppress(OSError):
        while part := os.read(stream.fileno(), 4096):
            yield part.decode()
