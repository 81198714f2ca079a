"""Every kernel of a wall has its place, and a point within it leads back to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.ui.workspaces.inside.filters.wall_layout import WallLayout, rows, tiles

sizes = st.tuples(st.integers(1, 11), st.integers(1, 11))
rooms = st.tuples(st.integers(200, 2000), st.integers(150, 1200))


def check(plan: WallLayout) -> None:
    whole = plan.size
    seen = set()
    for place in {0, plan.filters // 2, plan.filters - 1}:
        for channel in {0, plan.channels // 2, plan.channels - 1}:
            left, top, wide, high = plan.kernel(place, channel)
            assert left >= 0
            assert top >= plan.head
            assert left + wide <= whole[0]
            assert top + high <= whole[1]
            assert plan.at(left + wide // 2, top + high // 2) == (place, channel)
            seen.add((left, top))
    assert len(seen) == len({0, plan.filters // 2, plan.filters - 1}) * len(
        {0, plan.channels // 2, plan.channels - 1}
    )


@given(st.integers(1, 512), sizes, rooms)
def test_tiles_lie_within_the_wall_and_are_found_again(
    count: int, shape: tuple[int, int], room: tuple[int, int]
) -> None:
    plan = tiles(count, shape, room, 40, 90)
    check(plan)
    assert plan.size[0] <= max(room[0] + 18, plan.step + 8)


@given(st.integers(1, 512), st.integers(1, 512), sizes, rooms)
def test_rows_lie_within_the_wall_and_are_found_again(
    count: int, channels: int, shape: tuple[int, int], room: tuple[int, int]
) -> None:
    check(rows(count, channels, shape, room, 140, 25, 24))


def test_sixteen_filters_of_six_kernels_stand_in_two_banks_that_fit() -> None:
    plan = rows(16, 6, (5, 5), (760, 560), 150, 25, 24)
    assert plan.columns == 2
    assert plan.size[0] <= 760
    assert plan.size[1] <= 560


def test_banks_that_need_less_than_the_width_are_spread_over_it() -> None:
    plan = rows(16, 6, (5, 5), (1_500, 560), 150, 25, 24)
    assert plan.columns == 2
    assert plan.kernel(8)[0] - plan.margin == pytest.approx(750, abs=20)
    assert plan.size[0] <= 1_500


def test_many_filters_of_few_kernels_scroll_in_as_many_banks_as_fit() -> None:
    plan = rows(96, 3, (11, 11), (760, 560), 150, 25, 24)
    assert plan.columns == 2
    assert plan.size[0] <= 760
    assert plan.size[1] > 560


def test_many_large_filters_scroll_and_stay_legible() -> None:
    plan = rows(512, 512, (3, 3), (760, 560), 150, 25, 24)
    assert plan.wide >= 12
    assert plan.size[0] > 760
    assert plan.size[1] > 560


def test_beside_the_kernels_of_a_row_is_the_row_but_no_kernel() -> None:
    plan = rows(16, 6, (5, 5), (760, 560), 150, 25, 24)
    _, top, _, high = plan.kernel(3)
    assert plan.at(20, top + high // 2) == (3, -1)
    assert plan.at(20, 3) is None
