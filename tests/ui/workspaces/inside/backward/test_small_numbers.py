"""The backward step of a digit that is read all but perfectly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.messages import BackwardStepTaken
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.backward.number_row import NumberRow
from cnnstudio.ui.workspaces.inside.backward.view import BackwardView
from cnnstudio.ui.workspaces.inside.feature_grid import tile_text
from tests.ui.workspaces.inside.backward.steps import go, made_up


def sure(session: Session) -> BackwardStepTaken:
    """Of a digit that is read all but perfectly, as a trained network reads most."""
    answer = made_up(session)
    shares = np.array([0.9999938, 5.7e-6, *[6e-8] * 8], np.float32)
    slopes = shares - np.eye(10, dtype=np.float32)[0]
    losses = -np.log(shares[:1])
    last = replace(answer.flows[-1], gradients=slopes)
    return replace(
        answer,
        shares=shares,
        logit_gradients=slopes,
        losses=losses,
        losses_after=losses,
        flows=(*answer.flows[:-1], last),
    )


def test_a_digit_that_is_read_all_but_perfectly_shows_its_tiny_numbers(
    view: BackwardView, session: Session
) -> None:
    view._take(sure(session))
    go(view, "loss")
    text = view.stage.loss.formula.plain_text().replace("\xa0", " ")
    assert text == "loss = −log p(0) = −log 0.99999380 = 6.20 × 10⁻⁶"
    go(view, "softmax")
    page = view.stage.softmax
    text = page.formula.plain_text().replace("\xa0", " ")
    assert text == "true class 0: p − y = 0.99999380 − 1 = −6.20 × 10⁻⁶"
    figures = {at: text.replace("\xa0", " ") for at, text in page.chart.figures().items()}
    assert figures == {0: "−6.20 × 10⁻⁶", 1: "+5.70 × 10⁻⁶"}
    assert page.shares.accessibleDescription().split()[:2] == [">0.999", "<0.001"]


@pytest.mark.parametrize("width", [420, 330, 250])
def test_in_a_narrow_row_no_share_looks_like_another_class(qtbot: QtBot, width: int) -> None:
    row = NumberRow()
    qtbot.addWidget(row)
    row.resize(width, 20)
    row.set_numbers(np.array([1e-6] * 8 + [0.4149, 0.5851], np.float32), "Shares p")
    assert row.texts()[8:] not in (["0", "1"], ["0.0", "1.0"])
    assert float(row.texts()[8]) == pytest.approx(0.4149, abs=0.051)
    row.set_numbers(np.eye(10, dtype=np.float32)[3], "Truth y", decimals=0)
    assert row.texts() == list("0001000000")


def test_tiles_show_figures_of_small_numbers_too() -> None:
    assert tile_text(-6.2e-6, 6.2e-6) == "−6.2\n×\xa010⁻⁶"
    assert tile_text(1e-9, 6.2e-6) == "0.0"
    assert tile_text(-0.62, 0.9) == "−0.62"
    assert tile_text(13.62, 13.6) == "13.6"


def test_where_there_is_little_to_learn_a_misread_digit_is_a_click_away(
    view: BackwardView, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    view._take(made_up(session))
    assert not view.explain.offer.isVisible()
    view._take(sure(session))
    assert not view.explain.offer.isVisible()  # nobody knows which digits are misread
    answers = session.digit.test_set.labels.astype(int)
    answers[77] = (answers[77] + 1) % 10
    monkeypatch.setattr(Session, "answers", property(lambda _: answers))
    view._show_state()
    QTest.mouseClick(view.explain.offer.button, Qt.MouseButton.LeftButton)
    assert session.digit.current.index == 77


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.03834, "−log 0.0383 ≈ 3.2613"), (0.5, "−log 0.5000 = 0.6931")],
)
def test_a_loss_that_the_shown_share_does_not_give_is_told_as_about_so_much(
    view: BackwardView, session: Session, share: float, said: str
) -> None:
    answer = made_up(session)
    shares = np.array([share, *[(1 - share) / 9] * 9], np.float32)
    view._take(replace(answer, shares=shares, losses=-np.log(shares[:1])))
    go(view, "loss")
    assert view.stage.loss.formula.plain_text().replace("\xa0", " ").endswith(said)


def test_the_update_tells_the_lengths_of_the_tensor_that_is_chosen(
    view: BackwardView, session: Session
) -> None:
    answer = made_up(session)
    nudges = dict(answer.nudges["conv1"])
    nudges["weight"] = replace(nudges["weight"], length=2.0, change_length=0.0345)
    nudges["bias"] = replace(nudges["bias"], length=0.5, change_length=0.01)
    view._take(replace(answer, nudges={**answer.nudges, "conv1": nudges}))
    go(view, "update", "conv1")
    rows = dict(view.explain.figures.texts())
    assert rows["Weights: length"] == "2.00"
    assert rows["length of their change"] == "0.0345"
    view.explain.tensor.setCurrentIndex(1)
    view.explain.tensor.activated.emit(1)
    rows = dict(view.explain.figures.texts())
    assert rows["Biases: length"] == "0.500"
    assert rows["length of their change"] == "0.0100"


def test_outputs_of_the_last_layer_are_called_by_their_digits(
    view: BackwardView, session: Session
) -> None:
    view._take(made_up(session))
    go(view, "back", "dense3")
    view.shower._choose_cell(0, 0, 0)
    assert view.explain.where.text() == "Number for digit 0"
