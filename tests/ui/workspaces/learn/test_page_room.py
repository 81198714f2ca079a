"""How a lab's page shares its room: nothing is cut off, and nothing jumps."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace

#: After so long (ms) all has its place.
SETTLED = 100


@pytest.mark.parametrize("width", [960, 1296])
def test_nothing_in_the_header_is_cut_off_but_the_title(
    learn: LearnWorkspace, session: Session, qtbot: QtBot, width: int
) -> None:
    header = learn.page.header
    parts = (header.back_button, header.return_button, header.mode, header.settings)

    def is_whole() -> bool:
        widths = [(part.width(), part.sizeHint().width()) for part in parts if part.isVisible()]
        return all(width >= wanted for width, wanted in widths) and header.title.width() > 40

    learn.driver.prediction.on = True
    learn.resize(width, 500)
    for card in learn.catalogue.grid.cards:
        session.labs.open_with(session.labs.document(card.key).lab, back_to="forward")
        qtbot.waitUntil(is_whole)


# Nothing jumps


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_a_complaint_leaves_the_picture_where_it_is(
    learn: LearnWorkspace, session: Session, key: str
) -> None:
    session.labs.open(key)
    QTest.qWait(SETTLED)
    before = learn.page.stage.geometry()
    for sentence in (
        "The kernel reaches over 17 cells and the padded input has only 9 of them: choose less.",
        "Only a number goes here: digits, a minus sign, a decimal point.",
        "",
    ):
        learn.page.complain(sentence)
        QTest.qWait(SETTLED)
        assert learn.page.stage.geometry() == before
        assert learn.page.complaint() == sentence


def test_figures_that_once_needed_a_line_of_their_own_keep_it(
    learn: LearnWorkspace, session: Session
) -> None:
    learn.resize(976, 800)
    session.labs.open("stride")
    heights = []
    *_, lecture = session.labs.document("stride").lab.choices()
    for stride in (1, 3, 1, 3):  # where it does not fit, the sum is longer
        learn.page.choices.chosen.emit(lecture.choices[stride - 1])
        QTest.qWait(SETTLED)
        heights.append(learn.page.controls.height())
    assert heights[0] < heights[1] == heights[2] == heights[3]


@pytest.mark.parametrize("height", [780, 900])
def test_the_cards_of_the_catalogue_fill_its_room_whenever_it_was_resized(
    learn: LearnWorkspace, session: Session, height: int
) -> None:
    learn.resize(1296, height)  # while a lab is in sight
    session.labs.show_catalogue()
    QTest.qWait(SETTLED)
    cards = learn.catalogue.grid.cards
    room = learn.catalogue.grid.parentWidget().height()
    assert 0 <= room - cards[-1].geometry().bottom() <= 6
