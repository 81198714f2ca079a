from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Run, runs
from cnnstudio.ui.plates.text_layout import Laid, laid_out

THEME = Theme()
LONG = "every kernel number times the pixel under it, all added up"
words = st.lists(st.text("abcdefg hij−·+ 123", min_size=1, max_size=30), min_size=1, max_size=8)


def lay(
    *pieces: str | Run, width=300.0, height=100.0, role="body", wraps=True, theme=THEME
) -> Laid:
    return laid_out(runs(*pieces), width, height, role, wraps, theme)


def lines(laid: Laid) -> list[str]:
    return ["".join(piece.text for piece in line.pieces) for line in laid.lines]


def test_what_fits_stands_in_one_line_in_the_size_of_its_role() -> None:
    laid = lay("7 + 2", " = ", "9")
    assert lines(laid) == ["7 + 2 = 9"]
    assert laid.px == THEME.font_px("body")


def test_a_subscript_is_narrower_than_the_same_letters_in_the_line() -> None:
    small, plain = lay("Σ", Run("cuv", lowered=True)), lay("Σ", "cuv")
    assert small.lines[0].pieces[0].width == plain.lines[0].pieces[0].width
    assert small.lines[0].pieces[1].width < 0.8 * plain.lines[0].pieces[1].width


def test_lines_break_between_runs_before_they_break_within_one() -> None:
    laid = lay("(−1)·0 +", " 0·2 +", " 1·7 +", " (−2)·0", width=110)
    assert lines(laid) == ["(−1)·0 + 0·2 +", "1·7 + (−2)·0"]


def test_a_sign_stays_with_its_number_on_whichever_line_that_is() -> None:
    terms = ("12", " −\N{NO-BREAK SPACE}", "5", " +\N{NO-BREAK SPACE}", "7")
    one, whole = (round(lay(*some).lines[0].width) for some in (terms[1:3], terms))
    for width in range(one + 2, whole + 2):
        for line in lines(lay(*terms, width=width)):
            assert not line.endswith(("−", "+"))


def test_a_run_wider_than_its_place_breaks_between_words() -> None:
    found = lines(lay(LONG, width=160, height=200))
    assert len(found) > 1
    assert " ".join(found) == LONG


def test_a_no_break_space_holds_a_text_together() -> None:
    share, text = "98.00\N{NO-BREAK SPACE}%", "all of them: 98.00\N{NO-BREAK SPACE}%"
    least, whole = (round(lay(one).lines[0].width) for one in (share, text))
    for width in range(least + 2, whole + 2):
        assert lines(lay(text, width=width))[-1].endswith(share)


def test_a_word_wider_than_its_place_breaks_between_letters() -> None:
    found = lines(lay("x" * 60, width=100, height=300))
    assert len(found) > 1
    assert "".join(found) == "x" * 60


def test_a_new_line_in_a_text_is_one_even_where_it_does_not_wrap() -> None:
    assert lines(lay("products,\ncell by cell", wraps=False)) == ["products,", "cell by cell"]


def test_text_that_is_too_wide_is_set_smaller() -> None:
    wide = lay(LONG[:40], role="formula", wraps=False, width=1000)
    laid = lay(LONG[:40], role="formula", wraps=False, width=0.8 * wide.lines[0].width)
    assert lines(laid) == [LONG[:40].strip()]
    assert THEME.font_px("min") <= laid.px < THEME.font_px("formula")


def test_text_that_fits_in_no_size_ends_in_dots() -> None:
    laid = lay(LONG, wraps=False, width=120)
    assert laid.px == THEME.font_px("min")
    assert lines(laid)[0].endswith("…")
    assert laid.lines[0].width <= 120.5


def test_lines_that_do_not_fit_are_left_out_with_dots_in_the_last() -> None:
    laid = lay(LONG, LONG, width=120, height=40)
    assert laid.height <= 41
    assert lines(laid)[-1].endswith("…")


def test_projected_text_is_never_smaller_than_its_smallest_type() -> None:
    theme = Theme("light", projector=True)
    assert lay(LONG, width=100, height=30, theme=theme).px == theme.font_px("min") == 20


def test_a_run_that_can_be_ringed_keeps_room_to_become_bold() -> None:
    plain, named = lay("1·7"), lay(Run("1·7", cell=Cell("products", 0, 0)))
    assert named.lines[0].width > plain.lines[0].width
    assert named.lines[0].width == lay(Run("1·7", strong=True)).lines[0].width


def test_a_place_of_no_size_holds_no_more_than_dots() -> None:
    assert lines(lay(LONG, width=0, height=0)) == [""]


@given(words, st.floats(30, 400), st.booleans())
def test_no_line_is_wider_than_its_place(texts, width, wraps) -> None:
    laid = lay(*texts, width=width, height=60, wraps=wraps)
    assert all(line.width <= width + 0.6 for line in laid.lines)


@given(words, st.floats(30, 400))
def test_nothing_but_space_is_lost_where_there_is_height_enough(texts, width) -> None:
    found = "".join(lines(lay(*texts, width=width, height=5000)))
    assert found.replace(" ", "") == "".join(texts).replace(" ", "")
