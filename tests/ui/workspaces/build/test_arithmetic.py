"""The worked calculations of the inspector, held against what `infer` counts."""

from __future__ import annotations

import math
import re

import pytest

from cnnstudio.core.infer import LayerReport, infer, walk_reports
from cnnstudio.core.layers import (
    BatchNorm2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    LocallyConnected2d,
    MaxPool2d,
    Residual,
)
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import STARTERS, starter
from cnnstudio.ui.numbers import number
from cnnstudio.ui.workspaces.build.arithmetic import (
    Worked,
    multiply_adds,
    output_size,
    parameters,
)


def report_of(layer: Layer, channels: int = 1, size: tuple[int, int] = (28, 28)) -> LayerReport:
    network = Network("one", (layer,), Input(channels=channels, height=size[0], width=size[1]))
    return infer(network).layers[0]


def texts(worked: Worked | None) -> list[str]:
    assert worked is not None
    return [template.format(*values) for template, values in worked.lines]


def test_lenets_first_convolution_is_worked_as_in_the_lecture() -> None:
    report = infer(starter("lenet5")).layers[0]
    size = output_size(report)
    assert size is not None
    assert size.rule == "(N + 2P − F) / S + 1"
    assert texts(size) == ["(28 + 2·2 − 5) / 1 + 1 = 28"]
    assert size.note == "6 filters give 6 × 28 × 28 = 4,704 numbers"
    assert texts(parameters(report)) == ["5·5·1·6 + 6 = 156"]
    assert texts(multiply_adds(report)) == ["4,704 × 25 = 117,600"]


def test_a_window_that_does_not_come_out_even_names_its_rounding() -> None:
    report = report_of(Conv2d(out_channels=16, kernel_size=3, stride=3), size=(7, 7))
    assert texts(output_size(report)) == ["(7 + 2·0 − 3) / 3 + 1 ≈ 2.33", "floor(2.33) = 2"]


def test_a_quotient_of_two_decimals_is_exact_and_says_so() -> None:
    report = report_of(MaxPool2d(kernel_size=3, stride=4), size=(14, 14))
    assert texts(output_size(report)) == ["(14 + 2·0 − 3) / 4 + 1 = 3.75", "floor(3.75) = 3"]


def test_dilation_brings_its_own_form_of_the_rule() -> None:
    size = output_size(report_of(Conv2d(kernel_size=3, dilation=2)))
    assert size is not None
    assert size.rule == "(N + 2P − D(F − 1) − 1) / S + 1"
    assert texts(size) == ["(28 + 2·0 − 2·(3 − 1) − 1) / 1 + 1 = 24"]


def test_rows_and_columns_that_differ_have_a_line_each() -> None:
    report = report_of(Conv2d(kernel_size=(5, 3)), size=(28, 20))
    assert texts(output_size(report)) == [
        "rows: (28 + 2·0 − 5) / 1 + 1 = 24",
        "columns: (20 + 2·0 − 3) / 1 + 1 = 18",
    ]


def test_groups_divide_the_depth() -> None:
    report = report_of(Conv2d(out_channels=32, groups=4), channels=16)
    assert texts(parameters(report)) == ["3·3·(16 / 4)·32 + 32 = 1,184"]
    assert report.parameters == 1184


def test_without_biases_neither_rule_nor_sum_has_them() -> None:
    worked = parameters(report_of(Conv2d(out_channels=6, kernel_size=5, bias=False)))
    assert worked is not None
    assert worked.rule == "F · F · depth · filters"
    assert texts(worked) == ["5·5·1·6 = 150"]


def test_pooling_has_nothing_to_learn() -> None:
    report = report_of(MaxPool2d())
    assert texts(parameters(report)) == ["0 – nothing to learn"]
    assert multiply_adds(report) is None


def test_batch_norm_tells_learned_numbers_from_running_ones() -> None:
    worked = parameters(report_of(BatchNorm2d(), channels=16))
    assert worked is not None
    assert texts(worked) == ["2·16 = 32"]
    assert worked.note == "and 32 running values, kept but not learned"


def test_flatten_multiplies_maps_rows_and_columns() -> None:
    assert texts(output_size(report_of(Flatten(), 16, (5, 5)))) == ["16 · 5 · 5 = 400"]


def test_a_block_adds_up_its_layers_and_its_projection() -> None:
    body = (Conv2d(out_channels=8, padding=1, bias=False), BatchNorm2d())
    report = report_of(Residual(body=body, shortcut="projection"), channels=4)
    assert texts(parameters(report)) == ["288 + 16 + 48 = 352"]


def test_a_kernel_that_is_too_large_gives_less_than_one() -> None:
    report = report_of(Conv2d(kernel_size=9), size=(7, 7))
    assert report.problem is not None
    assert texts(output_size(report)) == ["(7 + 2·0 − 9) / 1 + 1 = −1"]


def test_a_layer_behind_a_problem_has_no_calculation() -> None:
    waiting = infer(Network("stuck", (Conv2d(kernel_size=64), Flatten()))).layers[1]
    assert output_size(waiting) is None
    assert parameters(waiting) is None


@pytest.mark.parametrize("name", sorted(STARTERS))
def test_every_sum_of_a_starter_adds_up_as_it_is_shown(name: str) -> None:
    for report in walk_reports(infer(starter(name)).layers):
        worked = parameters(report)
        assert worked is not None
        assert worked.lines[-1][1] == (number(report.parameters),)
        for one in (worked, multiply_adds(report), output_size(report)):
            for template, values in one.lines if one else ():
                assert_adds_up(template, values)


def assert_adds_up(template: str, values: tuple[str, ...]) -> None:
    """Whether `left = {}` is true as printed; lines of other kinds are left alone."""
    left, sign, right = template.rpartition(" = ")
    if not sign or right != "{}" or not re.fullmatch(r"(\w+: )?[\d,.·×+−/() ]+", left):
        return
    plain = left.rpartition(": ")[2].replace(",", "").replace("−", "-")
    result = eval(re.sub("[·×]", "*", plain), {"__builtins__": {}})
    assert math.isclose(result, float(values[0].replace(",", "").replace("−", "-"))), template


def test_a_locally_connected_layer_counts_a_filter_for_each_place() -> None:
    layer = LocallyConnected2d(out_channels=6, kernel_size=5, padding=2)
    report = report_of(layer)
    assert report.parameters == 122_304
    assert texts(parameters(report)) == ["28·28·5·5·1·6 + 4,704 = 122,304"]


def test_a_dense_layer_multiplies_inputs_by_outputs() -> None:
    report = infer(Network("d", (Flatten(), Linear(out_features=120)))).layers[1]
    assert texts(parameters(report)) == ["784·120 + 120 = 94,200"]
    assert texts(multiply_adds(report)) == ["784 × 120 = 94,080"]
