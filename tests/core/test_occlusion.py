"""Where the square of occlusion lies, and what becomes of its numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.attribution import Square
from cnnstudio.core.occlusion import Places, class_scores

PLACES = st.builds(
    Places,
    rows=st.integers(1, 20),
    columns=st.integers(1, 20),
    square=st.builds(Square, size=st.integers(1, 9), stride=st.integers(1, 9)),
)


@given(PLACES)
def test_every_pixel_is_covered_by_some_square(places: Places) -> None:
    covered = np.zeros((places.rows, places.columns), bool)
    for place in range(places.count):
        top, left, high, wide = places.box(place)
        assert high >= 1
        assert wide >= 1
        covered[top : top + high, left : left + wide] = True
    assert covered.all()


@given(PLACES)
def test_maps_know_what_has_been_covered_so_far(places: Places) -> None:
    falls = np.arange(places.count, dtype=np.float32)
    half = falls[: places.count // 2]
    assert np.isfinite(places.place_map(half)).sum() == len(half)
    assert places.place_map(falls).ravel() == pytest.approx(falls)
    assert np.isfinite(places.pixel_map(falls)).all()
    assert np.isnan(places.pixel_map(falls[:0])).all()


def test_a_covered_picture_is_a_copy() -> None:
    picture = np.zeros((2, 6, 6), np.float32)
    covered = Places(6, 6, Square(2, 2, 0.7)).covered(picture, 4)
    assert not picture.any()
    assert (covered[:, 2:4, 2:4] == np.float32(0.7)).all()
    assert covered.sum() == pytest.approx(8 * 0.7)


def test_probabilities_are_those_of_the_first_ten() -> None:
    logits = np.random.default_rng(0).normal(size=(4, 12)).astype(np.float32)
    shares = np.exp(logits[:, :10])
    shares /= shares.sum(1, keepdims=True)
    assert class_scores(logits, 3, "probability") == pytest.approx(shares[:, 3], rel=1e-5)
    assert class_scores(logits, 3, "logit") == pytest.approx(logits[:, 3])
