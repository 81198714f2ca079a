"""Settings in a low window: the picture stays legible, below them or behind them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.plates.items import PixelGrid
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.showing import shown

#: The stage of a window of 1280 × 720.
WIDTH, HEIGHT = 976, 606

#: After so long (ms) all has its place.
SETTLED = 100


@pytest.fixture
def learn(session: Session, qtbot: QtBot) -> LearnWorkspace:
    learn = shown(LearnWorkspace(session), qtbot, WIDTH, HEIGHT)
    session.labs.open("convolution")
    return learn


def unfold(learn: LearnWorkspace) -> None:
    QTest.mouseClick(learn.page.header.settings, Qt.MouseButton.LeftButton)
    QTest.qWait(SETTLED)


def window_cell(learn: LearnWorkspace) -> float:
    """The side of a cell of the window in the middle of the picture."""
    grid = learn.page.stage.view.plate.grid("window:0")
    assert isinstance(grid, PixelGrid)
    return grid.rect.width() / grid.columns


def test_with_predicting_on_the_settings_lie_over_the_picture(learn: LearnWorkspace) -> None:
    learn.driver.prediction.on = True
    QTest.qWait(SETTLED)
    size, cell = learn.page.stage.size(), window_cell(learn)
    unfold(learn)
    assert learn.page.controls.isVisible()
    assert learn.page.choices.isVisible()
    assert learn.page.stage.size() == size
    assert window_cell(learn) == cell


def test_without_predicting_they_push_it_down_and_its_numbers_stay(learn: LearnWorkspace) -> None:
    unfold(learn)
    page = learn.page
    bottom = page.choices.mapTo(page, page.choices.rect().bottomLeft()).y()
    assert page.stage.mapTo(page, page.stage.rect().topLeft()).y() > bottom
    assert window_cell(learn) >= 24


def test_settings_over_the_picture_fold_when_playing_begins(learn: LearnWorkspace) -> None:
    learn.driver.prediction.on = True
    unfold(learn)
    assert learn.page.body.is_over
    learn.driver.play(True)
    assert not learn.page.controls.isVisible()
    assert not learn.page.header.settings.isChecked()
    unfold(learn)
    learn.driver.clock.advance(1.0)
    assert learn.page.controls.isVisible()  # whoever wants them while it plays has them
    learn.driver.play(False)


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_unfolding_leaves_no_picture_too_low(
    learn: LearnWorkspace, session: Session, key: str, projector: bool
) -> None:
    theme_manager().set_theme(Theme(projector=projector))
    session.labs.open(key)
    learn.driver.prediction.on = True
    QTest.qWait(SETTLED)
    folded = learn.page.stage.height()
    if not learn.page.header.settings.isVisible():
        return
    unfold(learn)
    least = 26 * theme_manager().current.font_px("body")
    assert learn.page.stage.height() >= min(folded, least if learn.page.stage.is_predicting else 0)
