"""Which rows an arithmetic has, and with how many decimals its sums add up as shown."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.arithmetic import Arithmetic, Line, Reading
from cnnstudio.ui.workspaces.inside.xray.rows import rounding_of, rows_of


def arithmetic(sums: list[float]) -> Arithmetic:
    values = np.array(sums, np.float32).reshape(-1, 1, 1)
    reading = Reading(
        "below",
        np.arange(len(sums)),
        (0,),
        (0,),
        (1, 1),
        values,
        np.ones_like(values),
        np.array(sums, np.float64),
    )
    return Arithmetic((reading,), (Line("sum_of_products", sum(sums)),), len(sums), 1.0)


def test_few_channels_have_a_row_each_in_their_order() -> None:
    rows = rows_of(arithmetic([1.0, -3.0, 2.0]), 3)
    assert [row.channel for row in rows.rows] == [0, 1, 2]
    assert rows.rest is None


def test_of_many_channels_the_strongest_have_rows_and_the_rest_is_added_up() -> None:
    rows = rows_of(arithmetic([1.0, -3.0, 2.0, 0.5, float("nan")]), 2)
    assert [row.channel for row in rows.rows] == [1, 2]
    assert rows.rest is not None
    assert rows.rest.count == 3
    whole = rows_of(arithmetic([1.0, -3.0, 2.0, 0.5]), 2)
    assert whole.rest is not None
    assert whole.rest.total == 1.5
    assert len(rows_of(arithmetic([1.0] * 50), None).rows) == 50


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=12))
def test_terms_shown_with_these_decimals_add_up_to_the_total_shown(terms: list[float]) -> None:
    total = sum(terms)
    decimals, adds_up = rounding_of(terms, total)
    shown = sum(round(term, decimals) for term in terms)
    assert (round(shown, decimals) == round(total, decimals)) is adds_up


def test_a_digit_more_is_shown_where_that_makes_the_sum_right() -> None:
    assert rounding_of([1.25, 2.5], 3.75) == (2, True)
    assert rounding_of([0.104, 0.104, 0.104], 0.312) == (3, True)
    assert rounding_of([1.0004, 1.0004, 1.0004, 2.0049], 5.0061) == (2, False)


def test_small_sums_have_two_figures_at_least() -> None:
    assert rounding_of([0.03, 0.02], 0.05) == (3, True)
    assert rounding_of([float("inf"), 1.0], float("inf")) == (2, True)
