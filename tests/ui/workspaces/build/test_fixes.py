"""What is wrong with a layer, shown on the stage of Build, and fixes that are one click away."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove, Replace
from cnnstudio.core.layers import Conv2d, Linear
from cnnstudio.core.messages import Probed
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.build.workspace import BuildWorkspace
from tests.ui.workspaces.build.stage import misfit, settle


def test_a_stride_that_does_not_fit_shows_what_is_never_looked_at(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    misfit(session)
    settle(qtbot)
    panel = build.layer_panel
    assert panel.title() == "The filter does not fit"
    assert panel.subtitle() == "7×7 map, 3×3 filter, stride 3"
    assert panel.misfit.accessibleName() == (
        "13 of 49 pixels never looked at 4 windows fit 36 pixels covered"
    )
    assert build.fixes_panel.isVisible()
    assert build.fixes_panel.title() == "Three ways to fix it"


def test_a_fix_tells_its_sum_and_what_the_network_becomes(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    misfit(session)
    settle(qtbot)
    first = build.fixes_panel.cards[0]
    assert first.formula.plain_text() == "(7 + 2·1 − 3) / 3 + 1 = 3"
    assert first.meaning.text() == "Every pixel is used once."
    assert first.result.text() == "Network becomes 29,450 parameters"
    qtbot.waitUntil(lambda: first.button.text() == "Use padding 1 → 3×3")  # once cards have room


def test_one_click_applies_a_fix_and_one_undo_takes_it_back(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    misfit(session)
    settle(qtbot)
    QTest.mouseClick(build.fixes_panel.cards[1].button, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert session.document.network.find("misfit").stride == (2, 2)  # type: ignore[attr-defined]
    assert build.parameters_panel.isVisible()
    session.document.undo_stack.undo()
    settle(qtbot)
    assert session.document.network.find("misfit").stride == (3, 3)  # type: ignore[attr-defined]
    assert build.fixes_panel.isVisible()


def test_new_pictures_leave_the_buttons_where_they_are(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    misfit(session)
    settle(qtbot)
    before = list(build.fixes_panel.cards)
    maps = {"shrink": np.ones((6, 7, 7), np.float32)}
    session.live.latest = Probed(1, "", 0, maps, {}, {}, np.zeros(10, np.float32))
    session.live.probed.emit(session.live.latest)
    settle(qtbot)
    assert build.fixes_panel.cards == before
    assert all(card.miniature.isVisible() for card in before)


def test_a_preview_stays_while_new_pictures_come(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    misfit(session)
    settle(qtbot)
    build.show_preview(session.document.preview(Remove(("misfit",))), "If you drop it here")
    session.digit.step(1)
    settle(qtbot)
    assert build.parameters_panel.isVisible()
    build.show_preview(None, "")
    assert build.fixes_panel.isVisible()


def test_a_window_larger_than_its_map_says_so(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.edit(Replace(Conv2d(id="conv1", kernel_size=31)))
    session.select(("conv1",))
    settle(qtbot)
    told = build.layer_panel.misfit.accessibleName()
    assert told == "31×31 window larger than the 28×28 map"


def test_a_single_window_has_no_neighbours(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.edit(Replace(Conv2d(id="conv1", kernel_size=31)))
    session.select(("conv1",))
    settle(qtbot)
    first = build.fixes_panel.cards[0]
    assert first.button.text() == "Use a 28×28 window → 1×1"
    assert first.meaning.text() == "Every pixel is used once."


def test_a_layer_behind_a_problem_leads_to_it(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.edit(Replace(Conv2d(id="conv1", kernel_size=31)))
    session.select(("dense2",))
    settle(qtbot)
    stuck = build.layer_panel.stuck
    assert build.layer_panel.pages.currentWidget() is stuck
    QTest.mouseClick(stuck.go, Qt.MouseButton.LeftButton)
    assert session.selection == ("conv1",)


def test_maps_into_a_dense_layer_can_be_flattened_with_one_click(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.edit(Remove(("flatten1",)))
    session.select(("dense1",))
    settle(qtbot)
    card = build.fixes_panel.cards[0]
    assert card.meaning.text() == "Flatten: 16 × 5 × 5 → 400\nDense 120: 400 → 120"
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert session.document.report.runs


def test_what_the_network_lacks_as_a_whole_is_shown_without_a_selection(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.edit(Replace(Linear(id="dense3", out_features=7)))
    session.select(())
    settle(qtbot)
    assert build.fixes_panel.isVisible()
    assert build.inspector.input_page.note.tone == "problem"
    QTest.mouseClick(build.fixes_panel.cards[0].button, Qt.MouseButton.LeftButton)
    assert session.document.report.output == (10,)
