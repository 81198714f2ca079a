"""The two quantities that have a chart: where a run keeps them, and how they are worded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnstudio.ui.numbers import number, percent, plain
from cnnstudio.ui.session.curves import Curves
from cnnstudio.ui.session.run import Run
from cnnstudio.ui.workspaces.train.chart_data import Doubles, accuracy_bottom, loss_range


@dataclass(frozen=True)
class Quantity:
    """`of_curves` gives its values from the curves of a run, `column` is where it stands in a test
    (step, loss, accuracy); `words` says one of them, `tick` says it shortly; `scale` gives the
    ends of the axis for the values that are to be seen, and for those of single batches. The raw
    line of these is left out where it would hide the others. `place` is that among the panels that
    are drawn in turn.
    """

    of_curves: Callable[[Curves], Doubles]
    column: int
    words: Callable[[float], str]
    tick: Callable[[float], str]
    scale: Callable[[Doubles, bool, Doubles], tuple[float, float]]
    can_be_logarithmic: bool
    shows_raw: bool
    labels_at_top: bool
    place: int

    def of_steps(self, run: Run) -> Doubles:
        return self.of_curves(run.curves)

    def of_tests(self, run: Run) -> Doubles:
        return _tests(run, self.column)


def _tests(run: Run, column: int) -> Doubles:
    return np.array([test[column] for test in run.evaluations], np.float64)


def test_steps(run: Run) -> Doubles:
    """The steps at which the run was tested."""
    return _tests(run, 0)


def loss_text(loss: float) -> str:
    return number(loss, 3 if abs(loss) >= 0.001 or loss == 0 else None)


def _loss_tick(loss: float) -> str:
    if loss < 10_000:
        return plain(loss)
    figures, _, power = f"{loss:.0e}".partition("e")
    return f"{figures}e{int(power)}"


def _accuracy_tick(accuracy: float) -> str:
    return percent(1.0, 0) if accuracy > 0.9999 else number(100 * accuracy, _decimals(accuracy))


def _decimals(accuracy: float) -> int:
    hundredths = round(100 * accuracy, 6)
    return 0 if hundredths == int(hundredths) else 1


def _accuracy_scale(values: Doubles, logarithmic: bool, _singles: Doubles) -> tuple[float, float]:
    assert not logarithmic
    return accuracy_bottom(values), 1.0


LOSS = Quantity(
    of_curves=lambda curves: curves.losses,
    column=1,
    words=loss_text,
    tick=_loss_tick,
    scale=loss_range,
    can_be_logarithmic=True,
    shows_raw=True,
    labels_at_top=True,
    place=0,
)

ACCURACY = Quantity(
    of_curves=lambda curves: curves.accuracies,
    column=2,
    words=lambda accuracy: percent(accuracy, 2),
    tick=_accuracy_tick,
    scale=_accuracy_scale,
    can_be_logarithmic=False,
    shows_raw=False,
    labels_at_top=False,
    place=1,
)
