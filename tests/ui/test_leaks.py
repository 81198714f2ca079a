"""The watch for leaks sees them."""

import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tests.ui.leaks import Watch


def test_a_widget_that_stays_is_seen_and_one_that_goes_is_not() -> None:
    watch = Watch()
    widget = QWidget()
    assert len(watch.left_behind()) == 1
    del widget
    assert watch.left_behind() == []


def test_a_timer_that_ticks_on_is_seen() -> None:
    watch = Watch()
    timer = QTimer()
    timer.start(10_000)
    assert len(watch.left_behind()) == 1
    timer.stop()
    assert watch.left_behind() == []


def test_a_thread_that_runs_on_is_seen() -> None:
    watch = Watch()
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="lingering")
    thread.start()
    assert watch.left_behind() == ["lingering"]
    end.set()
    thread.join()
    assert watch.left_behind() == []
