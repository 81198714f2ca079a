"""Every lab that asks: by its clock it halts, shows a “?”, and keeps the answer to itself."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.plates.items import Disc, Text
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.workspaces.learn.hands import hover

ASKING = [row.key for row in LABS if row.kind.asks]


def ask(learn: LearnWorkspace, key: str, session: Session) -> None:
    """Halt before the first step that is asked about."""
    session.labs.open(key)
    driver = learn.driver
    driver.seek(0)
    driver.prediction.on = True
    driver.prediction.rule, driver.prediction.every = "every", 1
    driver.play(True)
    for _ in range(200):
        if driver.prediction.asking is not None:
            return
        driver.clock.advance(0.1)
    pytest.fail(f"{key} asks nothing")


def test_those_with_numbers_of_their_own_ask() -> None:
    assert set(ASKING) >= {"convolution", "padding", "stride", "pooling", "receptive"}


@pytest.mark.parametrize("key", ASKING)
def test_a_question_mark_is_where_the_number_belongs(
    learn: LearnWorkspace, session: Session, key: str
) -> None:
    ask(learn, key, session)
    question = learn.driver.prediction.asking
    plate = learn.page.stage.view.plate
    assert question is not None
    marked = [mark.cell for mark in plate.marks if mark.style == "asked"]
    marked += [d.cell for d in plate.items if isinstance(d, Disc) and d.text == "?" and d.cell]
    assert question.cell in marked
    assert plate.holds(question.cell)
    assert learn.page.stage.card.is_asking()


def test_the_figure_that_tells_the_answer_is_hidden_until_it_is_given(
    learn: LearnWorkspace, session: Session
) -> None:
    ask(learn, "receptive", session)
    prediction, page = learn.driver.prediction, learn.page
    shown = [*page.controls.figures.formulas(), *page.header.figures.formulas()]
    assert any("= 7" in formula for formula in shown)
    while prediction.asking is not None and not prediction.asking.in_figures:
        prediction.answer(prediction.asking.answer)
        learn.driver.play(True)
        for _ in range(60):
            learn.driver.clock.advance(0.1)
    assert prediction.asking is not None
    assert not [*page.controls.figures.formulas(), *page.header.figures.formulas()]
    texts = [getattr(item, "runs", ()) for item in page.stage.view.plate.items]
    assert not any("7×7" in run.text for runs in texts for run in runs)
    QTest.qWait(50)
    prediction.answer(7)
    QTest.qWait(50)
    shown = [*page.controls.figures.formulas(), *page.header.figures.formulas()]
    assert any("= 7" in formula for formula in shown)


@pytest.mark.parametrize("view", ["rows", "maps"])
def test_the_receptive_field_of_a_neighbour_does_not_tell_that_of_the_unit(
    learn: LearnWorkspace, session: Session, view: str
) -> None:
    session.labs.open("receptive")
    learn.page.document.change("view", view)
    ask(learn, "receptive", session)
    stage = learn.page.stage.view
    before = set(texts_of(learn))
    hover(stage, Cell("row:3", 0, 1))
    assert stage.hovered_cell == Cell("row:3", 0, 1)
    assert set(texts_of(learn)) <= before
    levels = {cell.grid for cell in stage.linked_cells}
    assert not levels & {"row:0", "row:1", "row:2"}
    learn.driver.prediction.show_me()
    QTest.qWait(1)
    hover(stage, Cell("row:3", 0, 2))
    assert {cell.grid for cell in stage.linked_cells} >= {"row:0", "row:1", "row:2"}


def texts_of(learn: LearnWorkspace) -> list[str]:
    plate = learn.page.stage.view.plate
    texts = ["".join(r.text for r in item.runs) for item in plate.items if isinstance(item, Text)]
    return texts + [item.text for item in plate.items if isinstance(item, Disc)]
