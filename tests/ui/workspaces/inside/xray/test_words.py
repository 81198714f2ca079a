"""Every line of every arithmetic has its words."""

from __future__ import annotations

import re
from pathlib import Path

from cnnstudio.core.arithmetic import Line
from cnnstudio.ui.workspaces.inside.xray import words


def test_each_line_that_the_engine_makes_has_its_words(project_root: Path) -> None:
    made = set()
    for name in ("core/arithmetic", "engine/arithmetic", "engine/pointwise"):
        source = (project_root / "cnnstudio" / f"{name}.py").read_text("utf-8")
        made |= set(re.findall(r'(?:Line|at_once|_activation)\(\s*"(\w+)"', source))
        for codes in re.findall(r'"(\w+)" if bias is None else "(\w+)"', source):
            made |= set(codes)
    assert made == set(words.LINES)


def test_negative_numbers_behind_a_sign_are_in_brackets() -> None:
    line = Line("minus_mean", 3.0, {"value": -1.0, "mean": -4.0})
    assert words.sentence(line) == "Minus the map’s mean: −1.00 − (−4.00)"


def test_counts_have_no_decimals() -> None:
    assert words.sentence(Line("sum_and_bias", 1.0, {"products": 25088.0})) == (
        "Sum of all 25,088 products and the bias"
    )


def test_a_float32_is_told_with_seven_figures() -> None:
    assert words.exact(-4.0911164) == "−4.091116"
    assert words.exact(0.000123456789) == "0.000123457"
    assert words.exact(0.0) == "0"
    assert words.exact(float("nan")) == "not a number"
