"""What the spine paints when other cards are selected: no less than has changed."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.spine import Spine
from cnnstudio.ui.theme import Theme, theme_manager


def height(spine: Spine, key: str) -> float:
    placed = spine.layout_.of(key)
    assert placed is not None
    return placed.rect.height()


def on_screen(spine: Spine) -> QImage:
    """What is seen, without painting it anew."""
    screen = spine.screen()
    return screen.grabWindow(int(spine.window().winId())).toImage()


def as_a_whole(spine: Spine) -> QImage:
    """What is seen once all of it has been painted anew."""
    spine.viewport().update()
    QApplication.processEvents()
    return on_screen(spine)


def at_rest(spine: Spine, qtbot: QtBot) -> None:
    """Cards have grown and glided."""
    qtbot.wait(600)
    QApplication.processEvents()


@pytest.mark.parametrize("motion", [False, True])
@pytest.mark.parametrize("network", ["lenet5", "resnet20"])
def test_after_selections_all_is_seen_as_if_painted_anew(
    session: Session, spine: Spine, qtbot: QtBot, network: str, motion: bool
) -> None:
    theme_manager().set_theme(Theme(motion=motion))
    session.document.open(starter(network), None)
    at_rest(spine, qtbot)
    keys = [row.key for row in spine.rows if row.is_card and row.ids]
    for key in (*keys[:4], keys[-1], keys[1]):
        row = spine.row_of(key)
        assert row is not None
        session.select(row.ids[:1])
        QApplication.processEvents()
        if not motion:  # else cards glide on between the two pictures
            assert on_screen(spine) == as_a_whole(spine), key
        qtbot.wait(40)
    at_rest(spine, qtbot)
    assert on_screen(spine) == as_a_whole(spine)


def test_cards_that_are_selected_fast_grow_when_that_ends(
    session: Session, spine: Spine, qtbot: QtBot
) -> None:
    session.document.open(starter("lenet5"), None)
    at_rest(spine, qtbot)
    maps = [row for row in spine.rows if row.report and (row.report.output or ())[:1] == (6,)]
    first, other = maps[0].key, maps[-1].key
    small = {key: height(spine, key) for key in (first, other)}

    session.select((first,))
    assert height(spine, first) > small[first]
    session.select((other,))
    assert height(spine, other) == small[other]
    qtbot.waitUntil(lambda: height(spine, other) > small[other])
    assert height(spine, first) == small[first]
