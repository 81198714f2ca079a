"""Which moments are kept: the plan, and how it is thinned."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.history.plan import (
    CLOSE,
    is_epoch_end,
    is_wanted,
    place,
    room,
    thinned,
)

epochs = st.integers(1, 2_000)
step_sets = st.sets(st.integers(0, 100_000), min_size=1, max_size=60)


def kept_of_run(total: int, per_epoch: int, limit: int) -> list[int]:
    """The moments of a run, thinned whenever one more is kept than there is room for."""
    kept: list[int] = []
    for step in range(total + 1):
        if is_wanted(step, kept[-1] if kept else None, per_epoch):
            kept.append(step)
        if len(kept) > limit:
            kept = list(thinned(kept, limit, per_epoch))
    return kept


def test_every_early_step_is_kept_and_the_first() -> None:
    kept = kept_of_run(1_000, 10_000, 10_000)
    assert kept[: CLOSE + 1] == list(range(CLOSE + 1))


def test_gaps_grow_where_no_epoch_ends() -> None:
    kept = kept_of_run(20_000, 10**9, 10**9)
    gaps = [after - before for before, after in pairwise(kept)]
    assert gaps == sorted(gaps)
    assert gaps[-1] > 300


@given(total=st.integers(1, 3_000), per_epoch=epochs)
def test_every_end_of_an_epoch_is_kept_while_there_is_room(total: int, per_epoch: int) -> None:
    ends = set(range(per_epoch, total + 1, per_epoch))
    assert ends <= set(kept_of_run(total, per_epoch, 10**9))


@given(steps=step_sets, limit=st.integers(2, 40), per_epoch=epochs)
def test_thinning_keeps_first_and_latest_and_never_more_than_there_is_room_for(
    steps: set[int], limit: int, per_epoch: int
) -> None:
    kept = thinned(sorted(steps), limit, per_epoch)
    assert len(kept) == min(limit, len(steps))
    assert set(kept) <= steps
    assert kept == tuple(sorted(kept))
    assert (kept[0], kept[-1]) == (min(steps), max(steps))


@given(total=st.integers(500, 4_000), limit=st.integers(8, 40))
def test_a_thinned_run_is_spaced_evenly_on_the_scale_of_the_plan(total: int, limit: int) -> None:
    kept = kept_of_run(total, 10**9, limit)
    gaps = [place(b) - place(a) for a, b in pairwise(kept)]
    assert max(gaps) <= 4 * place(total) / (limit - 1)


@given(limit=st.integers(10, 40))
def test_ends_of_epochs_outlast_their_neighbours(limit: int) -> None:
    kept = kept_of_run(800, 200, limit)
    assert {200, 400, 600, 800} <= set(kept)
    assert any(not is_epoch_end(step, 200) for step in kept[1:])


@given(steps=st.sets(st.integers(0, 300), min_size=3, max_size=40), per_epoch=st.integers(1, 30))
def test_no_end_of_an_epoch_goes_beside_a_moment_that_could(
    steps: set[int], per_epoch: int
) -> None:
    before = sorted(steps)
    (gone,) = steps - set(thinned(before, len(before) - 1, per_epoch))
    if is_epoch_end(gone, per_epoch):
        at = before.index(gone)
        inner = [step for step in before[at - 1 : at + 2] if step not in (before[0], before[-1])]
        assert all(is_epoch_end(step, per_epoch) for step in inner)


@given(budget=st.integers(0, 10**9), each=st.integers(1, 10**9))
def test_no_more_fit_than_the_budget_pays_but_the_first_and_the_latest(
    budget: int, each: int
) -> None:
    count = room(budget, each)
    assert count >= 2
    assert count == 2 or count * each <= budget
