"""Two drivers behind one: which of them the bar drives depends on what is in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cnnstudio.ui.transport.driver import TransportDriver, TransportState


class EitherDriver(TransportDriver):
    """Hands everything on to the driver that was chosen; the other one stops."""

    def __init__(self, first: TransportDriver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._driver = first
        first.changed.connect(self.changed)

    @property
    def chosen(self) -> TransportDriver:
        return self._driver

    def choose(self, driver: TransportDriver) -> None:
        if driver is self._driver:
            return
        self._driver.changed.disconnect(self.changed)
        self._driver.leave()
        self._driver = driver
        driver.changed.connect(self.changed)
        self.changed.emit()

    def state(self) -> TransportState:
        return self._driver.state()

    def play(self, on: bool) -> None:
        self._driver.play(on)

    def step_back(self) -> None:
        self._driver.step_back()

    def step_forward(self) -> None:
        self._driver.step_forward()

    def to_start(self) -> None:
        self._driver.to_start()

    def to_end(self) -> None:
        self._driver.to_end()

    def seek(self, position: int) -> None:
        self._driver.seek(position)

    def set_speed(self, steps_per_second: float) -> None:
        self._driver.set_speed(steps_per_second)

    def set_loop(self, on: bool) -> None:
        self._driver.set_loop(on)

    def leave(self) -> None:
        self._driver.leave()
