"""The palette by double click and key, and the starters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.layers import KINDS
from cnnstudio.core.network import walk
from cnnstudio.core.starters import STARTERS, starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.workspaces.build.palette import Palette
from cnnstudio.ui.workspaces.build.stack_preview import starter_report

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def palette(session: Session, qtbot: QtBot) -> Iterator[Palette]:
    palette = Palette(session)
    qtbot.addWidget(palette)
    palette.resize(240, 748)
    palette.show()
    qtbot.waitExposed(palette)
    return palette


def kinds(session: Session) -> list[str]:
    return [layer.kind for layer in session.document.network.layers]


def test_every_kind_of_layer_has_a_row(palette: Palette) -> None:
    assert set(palette.rows) == set(KINDS)


def test_the_usual_kinds_fit_without_scrolling(palette: Palette) -> None:
    assert palette.area.verticalScrollBar().maximum() == 0
    assert not palette.rows["Softmax"].isVisible()
    QTest.mouseClick(palette.more, LEFT)
    assert palette.rows["Softmax"].isVisible()


def test_a_double_click_inserts_behind_the_selection(palette: Palette, session: Session) -> None:
    session.select(("conv1",))
    QTest.mouseDClick(palette.rows["BatchNorm2d"], LEFT)
    assert kinds(session)[:3] == ["Conv2d", "BatchNorm2d", "ReLU"]
    assert session.selection == (session.document.network.layers[1].id,)


def test_enter_inserts_where_it_makes_sense_if_nothing_is_selected(
    palette: Palette, session: Session
) -> None:
    QTest.keyClick(palette.rows["Dropout"], Qt.Key.Key_Return)
    before_flatten = kinds(session).index("Flatten") - 1
    assert kinds(session)[before_flatten] == "Dropout"
    assert session.document.report.runs


def test_a_residual_block_fits_at_once_behind_any_layer_for_maps(
    palette: Palette, session: Session
) -> None:
    for id in ("conv1", "pool1", "conv2"):
        session.select((id,))
        QTest.mouseDClick(palette.rows["Residual"], LEFT)
        assert session.document.report.runs
    assert kinds(session).count("Residual") == 3


def titles(session: Session) -> list[str]:
    return [title(layer.title()) for layer in walk(session.document.network.layers)]


def titles_of(name: str) -> list[str]:
    return [title(layer.title()) for layer in walk(starter(name).layers)]


def test_a_starter_replaces_the_network_and_undo_brings_it_back(
    palette: Palette, session: Session
) -> None:
    QTest.mouseClick(palette.starters["resnet20"], LEFT)
    assert titles(session) == titles_of("resnet20")
    session.document.undo_stack.undo()
    assert session.document.network == starter("lenet5")


def test_an_empty_network_can_be_filled_from_the_palette(
    palette: Palette, session: Session
) -> None:
    QTest.mouseClick(palette.empty, LEFT)
    assert kinds(session) == []
    for kind in ("Flatten", "Linear"):
        QTest.keyClick(palette.rows[kind], Qt.Key.Key_Return)
    assert session.document.report.runs


def test_the_gallery_shows_every_starter_and_starts_from_the_one_that_is_clicked(
    palette: Palette, session: Session, qtbot: QtBot
) -> None:
    QTest.mouseClick(palette.all_starters, LEFT)
    gallery = palette._gallery
    assert gallery is not None
    assert set(gallery.cards) == set(STARTERS)
    assert not gallery.isModal()
    qtbot.waitExposed(gallery)
    assert not gallery.grab().isNull()
    QTest.mouseClick(gallery.cards["mlp"], LEFT)
    assert titles(session) == titles_of("mlp")
    assert not gallery.isVisible()


def test_a_starter_tells_what_it_costs(palette: Palette) -> None:
    QTest.mouseClick(palette.all_starters, LEFT)
    assert palette._gallery is not None
    card = palette._gallery.cards["lenet5"]
    assert "61,706 parameters" in card.accessibleDescription()
    assert starter_report("lenet5").macs == 416_520
