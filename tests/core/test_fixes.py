"""Findings, and the fixes that they offer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from cnnstudio.core.findings import Finding
from cnnstudio.core.infer import infer
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    LocallyConnected2d,
    MaxPool2d,
    ReLU,
    Residual,
    Softmax,
)
from cnnstudio.core.network import Input, Network, apply
from tests.strategies import any_networks, extreme_networks, sound_networks


def findings_by_place(network: Network) -> Iterator[tuple[tuple[str | None, str], Finding]]:
    for id, finding in infer(network).all_findings:
        yield (id, finding.code), finding


def assert_fixes_mend(network: Network) -> None:
    for place, finding in findings_by_place(network):
        if finding.is_problem:
            assert finding.fixes
        for fix in finding.fixes:
            after = dict(findings_by_place(apply(network, *fix.edits)))
            assert place not in after, f"{finding.sentence} after {fix.sentence}"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_networks())
def test_every_fix_removes_what_it_was_offered_for(network: Network) -> None:
    assert_fixes_mend(network)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sound_networks())
def test_every_fix_in_a_network_that_nearly_runs_removes_its_finding(network: Network) -> None:
    assert_fixes_mend(network)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extreme_networks())
def test_every_fix_removes_its_finding_whatever_the_settings(network: Network) -> None:
    assert_fixes_mend(network)


def network_of(*layers: Layer, picture: Input | None = None) -> Network:
    return Network("made up", layers, picture or Input())


TOO_LARGE = network_of(
    *(Conv2d(4096, (3, 3), padding=(1, 1)) for _ in range(9)),
    *(AdaptiveAvgPool2d(), Flatten(), Linear(10)),
    picture=Input(height=256, width=256),
)

BROKEN = {
    "kernel_too_large_plain": network_of(Conv2d(4, (30, 30))),
    "kernel_too_large_padded": network_of(Conv2d(4, (40, 40), padding=(1, 1))),
    "needs_maps": network_of(Flatten(), MaxPool2d(), Linear(10)),
    "needs_list": network_of(Linear(10)),
    "groups_do_not_divide_input": network_of(Conv2d(4, (3, 3), groups=2)),
    "groups_do_not_divide_filters": network_of(Conv2d(2), Conv2d(3, (3, 3), groups=2)),
    "pool_padding_too_large": network_of(MaxPool2d((2, 2), (2, 2), (2, 2))),
    "branches_differ": network_of(Residual((Conv2d(4, (3, 3)),))),
    "projection_needs_maps": network_of(Flatten(), Residual((Linear(4),), "projection")),
    "ends_in_maps": network_of(Conv2d(4)),
    "too_few_outputs": network_of(Flatten(), Linear(9)),
    "nothing_to_learn": network_of(Flatten(), ReLU()),
    "layer_too_large": network_of(Flatten(), Linear(65536), Linear(65536)),
    "too_large": TOO_LARGE,
}

ADVICE = {
    "window_does_not_fit": network_of(Conv2d(4, (5, 5), (2, 2)), Flatten(), Linear(10)),
    "too_many_outputs": network_of(Flatten(), Linear(11)),
    "empty_block": network_of(Residual(), Flatten(), Linear(10)),
    "softmax_early": network_of(Flatten(), Linear(20), Softmax(), Linear(10)),
}


@pytest.mark.parametrize("code", BROKEN)
def test_each_problem_is_found_and_each_of_its_fixes_mends_it(code: str) -> None:
    problems = infer(BROKEN[code]).problems
    assert [finding.code for finding in problems] == [code]
    assert problems[0].fixes
    assert_fixes_mend(BROKEN[code])


@pytest.mark.parametrize("code", ADVICE)
def test_each_advice_is_given_for_a_network_that_runs(code: str) -> None:
    report = infer(ADVICE[code])
    assert report.runs
    assert [finding.code for finding in report.advice] == [code]
    assert_fixes_mend(ADVICE[code])


def test_layers_behind_a_problem_wait_for_it() -> None:
    report = infer(network_of(Linear(5), ReLU(), Residual((ReLU(),))))
    assert [layer.output for layer in report.layers] == [None, None, None]
    assert report.layers[2].body[0].input is None
    assert len(report.problems) == 1


def test_a_local_layer_in_a_block_can_be_mended_by_taking_the_block_apart() -> None:
    network = network_of(Residual((LocallyConnected2d(2, (3, 3)),)), Flatten(), Linear(10))
    (finding,) = infer(network).problems
    assert [fix.sentence.code for fix in finding.fixes] == ["fix_dissolve"]


def test_a_projection_is_offered_where_it_makes_the_branches_alike() -> None:
    body = (Conv2d(4, (3, 3), (2, 2), (1, 1)), BatchNorm2d())
    (finding,) = infer(network_of(Residual(body))).problems
    assert "fix_projection" in [fix.sentence.code for fix in finding.fixes]


def test_a_softmax_at_the_end_is_no_reason_for_advice() -> None:
    report = infer(network_of(Flatten(), Linear(10), Softmax()))
    assert report.advice == ()


def test_the_dense_layer_for_the_digits_goes_before_a_closing_softmax() -> None:
    network = network_of(Flatten(), Linear(4), ReLU(), Softmax())
    (finding,) = infer(network).problems
    fixed = apply(network, *finding.fixes[0].edits)
    assert [layer.kind for layer in fixed.layers][-2:] == ["Linear", "Softmax"]
    assert infer(fixed).runs


@pytest.mark.parametrize(
    ("kernel", "stride", "words"),
    [
        ((5, 4), (2, 2), "the last row is never"),
        ((4, 5), (2, 2), "the last column is never"),
        ((5, 4), (3, 3), "the last 2 rows are never"),
        ((4, 5), (3, 3), "the last 2 columns are never"),
        ((5, 5), (2, 2), "the last row and the last column are never"),
        ((5, 5), (2, 3), "the last row and the last 2 columns are never"),
        ((5, 5), (3, 2), "the last 2 rows and the last column are never"),
        ((5, 5), (3, 3), "the last 2 rows and the last 2 columns are never"),
    ],
)
def test_rows_and_columns_that_no_window_covers_are_counted_in_words(
    kernel: tuple[int, int], stride: tuple[int, int], words: str
) -> None:
    (finding,) = infer(network_of(Conv2d(1, kernel, stride))).layers[0].findings
    assert words in str(finding.sentence)
    assert finding.uncovered == ((28 - kernel[0]) % stride[0], (28 - kernel[1]) % stride[1])


def test_padding_at_the_far_edge_that_no_window_covers_is_no_fault() -> None:
    report = infer(network_of(Conv2d(1, (3, 3), (2, 2), (1, 1))))
    assert report.layers[0].findings == ()
