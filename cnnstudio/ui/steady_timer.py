"""A timer for what follows something that changes all the time, so many times a second."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal


class SteadyTimer(QObject):
    """After `start`, one `timeout`: at once, or when `interval` (ms) has passed since the last.

    What a busy window makes one of them late, the next does not wait for: else each would be late,
    and fewer would come than one in an interval.
    """

    timeout = Signal()

    def __init__(self, interval: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.interval = interval
        self._since = QElapsedTimer()
        self._late = 0
        precise = Qt.TimerType.PreciseTimer
        self._timer = QTimer(self, singleShot=True, timerType=precise)
        self._timer.timeout.connect(self._tell)

    def start(self) -> None:
        if not self._timer.isActive():
            self._timer.start(max(0, -self._overdue()))

    def stop(self) -> None:
        self._timer.stop()

    def _overdue(self) -> int:
        """How long ago the next could have come."""
        if not self._since.isValid():
            return 0
        return self._since.elapsed() + self._late - self.interval

    def _tell(self) -> None:
        overdue = self._overdue()
        self._late = overdue if 0 < overdue < self.interval // 2 else 0
        self._since.start()
        self.timeout.emit()
