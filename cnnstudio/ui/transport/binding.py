"""Ties the transport bar to the driver of the workspace in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cnnstudio.ui.transport.driver import TransportDriver, TransportState
from cnnstudio.ui.widgets.transport_bar import TransportBar


class TransportBinding(QObject):
    """Shows one driver's state on the bar and hands the bar's intentions to it."""

    def __init__(self, bar: TransportBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._driver: TransportDriver | None = None
        bar.play_toggled.connect(lambda on: self._driver and self._driver.play(on))
        bar.step_back.connect(lambda: self._driver and self._driver.step_back())
        bar.step_forward.connect(lambda: self._driver and self._driver.step_forward())
        bar.to_start.connect(lambda: self._driver and self._driver.to_start())
        bar.to_end.connect(lambda: self._driver and self._driver.to_end())
        bar.seek.connect(lambda position: self._driver and self._driver.seek(position))
        bar.let_go.connect(self._show)
        bar.speed_changed.connect(lambda speed: self._driver and self._driver.set_speed(speed))
        bar.loop_toggled.connect(lambda on: self._driver and self._driver.set_loop(on))

    def drive(self, driver: TransportDriver) -> None:
        """Let the bar drive `driver` from now on; the one before stops playing unless it is a
        run, which goes on out of sight."""
        if self._driver is not None:
            self._driver.changed.disconnect(self._show)
            self._driver.leave()
        self._driver = driver
        driver.changed.connect(self._show)
        self._show()

    def toggle_play(self) -> None:
        if self._driver is not None and self._driver.state().can_play:
            self._driver.play(not self._driver.state().playing)

    def step(self, by: int) -> None:
        """One step on (by > 0) or back, as clickers do with Page Down and Page Up."""
        if self._driver is None:
            return
        state = self._driver.state()
        if by > 0 and state.can_step_forward:
            self._driver.step_forward()
        elif by < 0 and state.can_step_back:
            self._driver.step_back()

    def to_end(self, end: bool) -> None:
        """To the end, or to the start, where that is possible."""
        if self._driver is None or not self._driver.state().can_seek:
            return
        if end:
            self._driver.to_end()
        else:
            self._driver.to_start()

    def _show(self) -> None:
        if self._driver is None:
            return
        state: TransportState = self._driver.state()
        bar = self._bar
        bar.set_range(state.maximum)
        bar.set_position(state.position)
        bar.set_chapters(list(state.chapters))
        bar.set_marks(list(state.marks))
        bar.set_playing(state.playing)
        bar.set_status(state.title, state.subtitle)
        bar.set_ticks(state.ticks)
        bar.set_stops(state.stops)
        bar.set_reached(state.reached)
        bar.set_speeds(state.speeds)
        bar.set_speed(state.speed)
        bar.set_loop(state.can_loop, state.loops)
        bar.set_seekable(state.can_seek)
        bar.set_enabled(
            play=state.can_play,
            step_back=state.can_step_back,
            step_forward=state.can_step_forward,
            seek=state.can_seek,
            speed=state.can_set_speed,
        )
        bar.set_hints(
            play=state.play_hint,
            step_back=state.step_back_hint,
            step_forward=state.step_forward_hint,
            to_end=state.to_end_hint,
            seek=state.seek_hint,
        )
