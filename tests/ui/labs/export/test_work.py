"""Exports beside a window that stays in use."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QElapsedTimer, QSize, QTimer
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.catalogue import kind_of
from cnnstudio.ui.labs.export import work as works
from cnnstudio.ui.labs.export.film import Film
from cnnstudio.ui.labs.export.work import ExportWork
from cnnstudio.ui.look import Theme

LONG = 10_000


@pytest.fixture
def work(qapp: object) -> Iterator[ExportWork]:
    work = ExportWork()
    yield work
    work.stop()
    work.deleteLater()


def film(seconds: float = 4.0, fps: int = 20, size: QSize | None = None) -> Film:
    lab = kind_of("convolution")()
    size = size or QSize(640, 360)
    return Film.lasting(seconds, lab, 0, lab.count, size=size, theme=Theme(), fps=fps)


@pytest.mark.parametrize("name", ["film.gif", "film.mp4"])
def test_a_film_is_written_and_its_progress_told(
    work: ExportWork, name: str, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[tuple[int, int]] = []
    work.advanced.connect(lambda done, total: told.append((done, total)))
    with qtbot.waitSignal(work.finished, timeout=LONG) as finished:
        work.write_film(tmp_path / name, film())
        assert work.is_running
    assert finished.args == [tmp_path / name]
    assert not work.is_running
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert [done for done, _ in told] == list(range(told[0][1] + 1))


def test_what_is_written_is_what_the_shell_writes(
    work: ExportWork, tmp_path: Path, qtbot: QtBot
) -> None:
    from cnnstudio.ui.labs.export.files import images_for, write_film

    made, here, there = film(), tmp_path / "here.gif", tmp_path / "there.gif"
    with qtbot.waitSignal(work.finished, timeout=LONG):
        work.write_film(here, made)
    write_film(there, made, images_for(there, made))
    assert here.read_bytes() == there.read_bytes()


def test_cancel_leaves_nothing_and_the_next_one_may_come(
    work: ExportWork, tmp_path: Path, qtbot: QtBot
) -> None:
    work.write_film(tmp_path / "a.gif", film(600.0))
    qtbot.waitUntil(lambda: work._done > 20, timeout=LONG)
    with qtbot.waitSignal(work.cancelled, timeout=LONG):
        work.cancel()
    assert not work.is_running
    assert list(tmp_path.iterdir()) == []
    with qtbot.waitSignal(work.finished, timeout=LONG):
        work.write_film(tmp_path / "b.gif", film())
    with Image.open(tmp_path / "b.gif") as image:
        assert image.size == (640, 360)


@pytest.mark.parametrize("name", ["a.gif", "a.mp4"])
def test_a_failure_is_told_in_one_sentence(
    work: ExportWork, name: str, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(work.failed, timeout=LONG) as failed:
        work.write_film(tmp_path / "nowhere" / name, film())
    assert str(failed.args[0]).startswith(f"“{name}” cannot be written")
    assert not work.is_running
    assert list(tmp_path.iterdir()) == []


def test_too_little_memory_is_told_in_one_sentence(work: ExportWork, qtbot: QtBot) -> None:
    def write() -> None:
        raise MemoryError

    with qtbot.waitSignal(work.failed, timeout=LONG) as failed:
        work.write(Path("a.png"), write)
    assert "not enough memory" in str(failed.args[0])


def test_stop_waits_for_the_thread_and_says_nothing_more(
    work: ExportWork, tmp_path: Path, qtbot: QtBot
) -> None:
    work.write_film(tmp_path / "a.mp4", film(600.0))
    qtbot.waitUntil(lambda: work._done > 5, timeout=LONG)
    with qtbot.assertNotEmitted(work.cancelled, wait=100):
        work.stop()
    assert list(tmp_path.iterdir()) == []


def test_a_lab_that_cannot_be_drawn_ends_the_thread_too(
    work: ExportWork, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no picture")

    monkeypatch.setattr("cnnstudio.ui.labs.export.picture.compose", broken)
    with qtbot.captureExceptions() as exceptions, qtbot.waitSignal(work.cancelled, timeout=LONG):
        work.write_film(tmp_path / "a.gif", film())
    assert [str(error) for _, error, _ in exceptions] == ["no picture"]
    assert list(tmp_path.iterdir()) == []


def test_the_time_left_comes_down(work: ExportWork, tmp_path: Path, qtbot: QtBot) -> None:
    assert work.seconds_left is None
    work.write_film(tmp_path / "a.gif", film(10.0))
    qtbot.waitUntil(lambda: work._done > 10, timeout=LONG)
    early = work.seconds_left
    with qtbot.waitSignal(work.finished, timeout=LONG):
        pass
    assert early is not None
    assert early > 0
    assert work.seconds_left == 0


def test_the_window_has_its_turn_between_frames(
    work: ExportWork, tmp_path: Path, qtbot: QtBot
) -> None:
    """A timer of the window comes many times, and never waits for more than a few frames."""
    gaps: list[float] = []
    clock, tick = QElapsedTimer(), QTimer()
    tick.timeout.connect(lambda: gaps.append(clock.restart()))
    clock.start()
    tick.start(5)
    with qtbot.waitSignal(work.finished, timeout=LONG):
        work.write_film(tmp_path / "a.gif", film(6.0))
    tick.stop()
    assert len(gaps) > 20
    assert sorted(gaps)[len(gaps) // 2] < 60


def test_a_slow_writer_keeps_few_images_waiting(
    work: ExportWork, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def slowly(path: Path, film: Film, images: Iterator[object]) -> None:
        for _ in images:
            time.sleep(0.002)
            taken.append(work._done)

    monkeypatch.setattr(works, "write_film", slowly)
    with qtbot.waitSignal(work.finished, timeout=LONG):
        work.write_film(tmp_path / "a.gif", film(4.0))
    ahead = [drawn - number for number, drawn in enumerate(taken)]
    assert max(ahead) <= 6
