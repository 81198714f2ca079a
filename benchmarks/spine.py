"""How fast the spine repaints after an edit of ResNet-152, and how fast it scrolls.

    QT_QPA_PLATFORM=offscreen python benchmarks/spine.py

An edit repaints within 16 ms (median) where the last column says so: one frame at 60 Hz. Edit
means the whole way: the edit itself, `infer`, rows, places, and the painting of what is in view.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication

from cnnstudio.core.edits import Insert, Place, Remove, Replace
from cnnstudio.core.layers import Conv2d, Dropout, with_settings
from cnnstudio.core.network import walk
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import CurrentDigit
from cnnstudio.ui.spine.spine import Spine
from cnnstudio.ui.theme import Theme, apply

FRAME = 16.0
REPEATS = 60


def milliseconds(step: Callable[[], object], spine: Spine) -> float:
    """Time of a step and of the painting that it asks for."""
    start = time.perf_counter()
    step()
    spine.viewport().repaint()
    return 1000 * (time.perf_counter() - start)


def edits(session: Session) -> Iterator[Callable[[], object]]:
    """Settings changed, layers put in and taken out, near the top and near the end."""
    layers = list(walk(session.document.network.layers))
    convolutions = [layer for layer in layers if isinstance(layer, Conv2d)]
    for index in range(REPEATS):
        layer = convolutions[index * 7 % len(convolutions)]
        changed = with_settings(layer, bias=not layer.bias)
        yield lambda changed=changed: session.edit(Replace(changed))
    for index in range(REPEATS // 2):
        new, place = Dropout(), Place(index * 3)
        yield lambda new=new, place=place: session.edit(Insert((new,), place))
        yield lambda new=new: session.edit(Remove((new.id,)))


def report(name: str, times: list[float]) -> None:
    median = statistics.median(times)
    worst = sorted(times)[int(0.95 * len(times))]
    verdict = "within a frame" if median <= FRAME else "slower than a frame"
    print(f"{name:<28} median {median:5.1f} ms   p95 {worst:5.1f} ms   {verdict}")


def main() -> None:
    app = QApplication([])
    apply(app, Theme())
    session = Session(starter("resnet152"), CurrentDigit.of_test_set())
    spine = Spine(session)
    spine.resize(304, 700)
    spine.show()
    app.processEvents()
    print(f"{len(session.document.report.by_id)} layers, blocks folded: {len(spine.rows)} rows")
    report("edit and repaint", [milliseconds(step, spine) for step in edits(session)])
    for row in [row for row in spine.rows if row.can_fold]:
        spine.folds.set_folded(row.key, False)
    spine.arrange()
    for row in [row for row in spine.rows if row.can_fold]:
        spine.folds.set_folded(row.key, False)
    spine.arrange()
    print(f"everything unfolded: {len(spine.rows)} rows")
    report("edit and repaint, unfolded", [milliseconds(step, spine) for step in edits(session)])
    bar = spine.verticalScrollBar()
    steps = range(0, bar.maximum(), max(1, bar.maximum() // 200))
    report("scroll", [milliseconds(lambda y=y: bar.setValue(y), spine) for y in steps])


if __name__ == "__main__":
    main()
