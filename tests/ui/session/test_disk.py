"""Reading from the disk beside the window: the answer is that to the last question."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session.disk import DiskReader


def test_what_was_read_before_a_stop_answers_no_later_question(qtbot: QtBot) -> None:
    reader, answers = DiskReader(), []
    reader.answered.connect(answers.append)
    goes_on = threading.Event()
    reader.ask(lambda: "before")
    reader.stop()  # its answer is on its way through the event loop

    def read() -> str:
        goes_on.wait(5)
        return "after"

    reader.ask(read)
    threading.Timer(0.2, goes_on.set).start()
    qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
    assert answers == ["after"]
    assert not reader.is_reading


def test_what_the_system_does_not_let_be_read_is_said_and_the_next_is_read(
    qtbot: QtBot, tmp_path: Path
) -> None:
    reader = DiskReader()
    with qtbot.waitSignal(reader.failed, timeout=5_000) as failed:
        reader.ask(lambda: (tmp_path / "gone.log").read_bytes())
    (sentence,) = failed.args or ()
    assert str(sentence).startswith("“gone.log” cannot be read (")
    with qtbot.waitSignal(reader.answered, timeout=5_000) as answered:
        reader.ask(lambda: 7)
    assert answered.args == [7]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_reading_that_breaks_off_is_over(qtbot: QtBot) -> None:
    def read() -> object:
        raise MemoryError

    reader = DiskReader()
    with qtbot.waitSignal(reader.failed, timeout=5_000) as failed:
        reader.ask(read)
    assert failed.args[0].code == "reading_broke_off"
    assert not reader.is_reading
