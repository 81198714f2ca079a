"""Cards glide to their new places instead of jumping."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation


class Slide(QObject):
    """Where each row is painted while it is on its way from its old top to the new one."""

    def __init__(self, moved: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._moved = moved
        self._from: dict[str, float] = {}
        self._share = 1.0
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._advance)

    def begin(self, tops: Iterable[tuple[str, float]], milliseconds: int) -> None:
        """Start from these tops, by key; 0 milliseconds: be there at once."""
        if not milliseconds:
            self.finish()
            return
        self._from = dict(tops)
        self._animation.stop()
        self._share = 0.0
        self._animation.setDuration(milliseconds)
        self._animation.start()

    def finish(self) -> None:
        self._animation.stop()
        self._share, self._from = 1.0, {}

    def top(self, key: str, target: float) -> float:
        """Where the row with this key is now, on its way to `target`."""
        if self._share >= 1 or key not in self._from:
            return target
        start = self._from[key]
        return start + (target - start) * self._share

    def _advance(self, share: float) -> None:
        self._share = share
        if share >= 1:
            self._from = {}
        self._moved()
