"""The stage of Build: pictures of layers, parameters, and fixes that are one click away."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove, Replace
from cnnstudio.core.layers import Conv2d, Linear, MaxPool2d
from cnnstudio.core.messages import Probed
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.build.workspace import BuildWorkspace


@pytest.fixture
def build(session: Session, qtbot: QtBot) -> BuildWorkspace:
    return shown(session, qtbot)


@pytest.fixture
def live_build(live_session: Session, qtbot: QtBot) -> BuildWorkspace:
    """The same with a real engine that has answered for the first convolution."""
    build = shown(live_session, qtbot)
    select(live_session, "conv1", qtbot)
    return build


def shown(session: Session, qtbot: QtBot) -> BuildWorkspace:
    build = BuildWorkspace(session)
    qtbot.addWidget(build)
    build.resize(1296, 780)
    build.show()
    qtbot.waitExposed(build)
    return build


def select(session: Session, id: str, qtbot: QtBot) -> None:
    """Select a layer and wait for the engine's numbers of it."""
    session.select((id,))
    live = session.live
    qtbot.waitUntil(lambda: live.latest is not None and id in live.latest.maps, timeout=20_000)
    qtbot.wait(20)


def settle(qtbot: QtBot) -> None:
    """Let the picture that an edit asked for be drawn."""
    qtbot.wait(20)


def hover(widget: QWidget, point: QPointF) -> None:
    # The mouse may already be there: a move from elsewhere is always one.
    QTest.mouseMove(widget, QPoint(1, 1))
    QTest.mouseMove(widget, point.toPoint())


def misfit(session: Session) -> None:
    """7×7 maps, a 3×3 filter, stride 3, as in the lecture."""
    session.edit(Remove(("conv2", "relu2", "pool2")))
    layers = (MaxPool2d(id="shrink"), Conv2d(id="misfit", out_channels=16, stride=3))
    session.edit(Insert(layers, Place(3)))
    session.select(("misfit",))


# --- what a layer does ------------------------------------------------------------------------


def test_before_the_engine_is_there_shapes_are_drawn_and_the_reason_is_said(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.select(("conv1",))
    settle(qtbot)
    panel = build.layer_panel
    assert panel.pages.currentWidget() is panel.maps
    assert panel.maps.outlines.isVisible()
    assert panel.maps.source_caption.whole_text() == "28 × 28, with 2 zeros on each side"
    assert panel.maps.output_caption.whole_text() == "6 maps, 28 × 28 each"
    assert panel.reading.text() == "The engine is loading; its pictures come in a moment."


def test_a_cell_under_the_mouse_is_read_out_and_its_window_outlined(
    live_build: BuildWorkspace, live_session: Session
) -> None:
    scene = live_build.layer_panel.maps
    hover(scene.grid, scene.grid.cell_rect(3, 22, 17).center())
    probed = live_session.live.latest
    assert probed is not None
    value = f"{probed.maps['conv1'][3, 22, 17]:.2f}".replace("-", "−")
    expected = f"Filter 4 at row 23, column 18 gives {value}."
    assert live_build.layer_panel.reading.text() == expected
    assert scene.source.marked() == {0: (20, 15, 5, 5)}


def test_a_window_reads_every_input_map(
    live_build: BuildWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    select(live_session, "conv2", qtbot)
    scene = live_build.layer_panel.maps
    hover(scene.grid, scene.grid.cell_rect(9, 2, 3).center())
    assert scene.source.marked() == dict.fromkeys(range(6), (2, 3, 5, 5))


def test_a_clicked_map_stays_selected_and_shows_its_kernels(
    live_build: BuildWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    select(live_session, "conv2", qtbot)
    scene = live_build.layer_panel.maps
    point = scene.grid.cell_rect(9, 2, 3).center().toPoint()
    QTest.mouseClick(scene.grid, Qt.MouseButton.LeftButton, pos=point)
    assert scene.grid.selected == 9
    assert scene.filters.caption.text() == "Filter 10: a kernel for each of 6 maps"
    live_session.digit.step(1)
    qtbot.waitSignal(live_session.live.probed, timeout=20_000).wait()
    settle(qtbot)
    assert scene.grid.selected == 9


def test_flatten_says_where_in_the_list_a_number_goes(
    live_build: BuildWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    select(live_session, "flatten1", qtbot)
    scene = live_build.layer_panel.maps
    hover(scene.grid, scene.grid.cell_rect(2, 0, 7).center())
    assert scene.source.marked() == {2: (1, 2, 1, 1)}
    assert "Map 3, row 2, column 3 becomes number 58 of the list" in (
        live_build.layer_panel.reading.text()
    )


def test_a_dense_layers_term_is_input_times_weight(
    live_build: BuildWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    select(live_session, "dense3", qtbot)
    panel = live_build.layer_panel
    assert panel.pages.currentWidget() is panel.dense
    matrix = panel.dense.matrix
    hover(matrix, QPointF(matrix.width() * 30.5 / 84, matrix.height() * 4.5 / 10))
    assert panel.reading.text().startswith("Output 5 adds input 31: ")


def test_a_dense_layer_that_reads_the_picture_shows_templates(
    live_session: Session, qtbot: QtBot
) -> None:
    live_session.open(starter("linear"), {})
    build = shown(live_session, qtbot)
    select(live_session, "dense1", qtbot)
    panel = build.layer_panel
    assert panel.pages.currentWidget() is panel.templates
    assert panel.templates.grid.maps().shape == (10, 28, 28)
    hover(panel.templates.grid, panel.templates.grid.cell_rect(7, 4, 5).center())
    assert panel.reading.text().startswith("Output 7, row 5, column 6: ")


def test_a_block_is_the_sum_of_its_branches(live_session: Session, qtbot: QtBot) -> None:
    live_session.open(starter("resnet20"), {})
    build = shown(live_session, qtbot)
    select(live_session, "block4", qtbot)
    panel = build.layer_panel
    assert panel.pages.currentWidget() is panel.block
    branch, shortcut, total = (term.grid.maps() for term in panel.block.terms)
    assert branch.shape == (16, 14, 14)
    assert np.allclose(branch + shortcut, total, atol=1e-4)


def test_an_answer_of_the_network_before_an_edit_is_not_drawn(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    old = {"conv1": np.zeros((6, 28, 28), np.float32)}
    session.live.latest = Probed(1, "", 0, old, {}, {}, np.zeros(10, np.float32))
    session.edit(Replace(Conv2d(id="conv1", out_channels=9)))
    session.select(("conv1",))
    settle(qtbot)
    assert build.layer_panel.maps.outlines.isVisible()


def test_it_asks_the_engine_only_while_it_is_in_sight(
    live_build: BuildWorkspace, live_session: Session
) -> None:
    wants = live_session.live._wants
    assert wants[live_build].filters == ("conv1",)
    live_build.hide()
    assert live_build not in wants


def test_large_outputs_are_asked_for_as_thumbnails(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.open(starter("vgg16"), {})
    session.select((session.document.network.layers[1].id,))
    settle(qtbot)
    first, second = (layer.id for layer in session.document.network.layers[:2])
    wants = session.live._wants[build]
    assert wants.maps == ()
    assert set(wants.thumbnails) == {first, second}


# --- parameters and previews ------------------------------------------------------------------


def test_a_click_on_a_bar_selects_its_layer(build: BuildWorkspace, session: Session) -> None:
    bars = build.parameters_panel.bars
    assert [row.name for row in bars.rows()] == [
        "Conv 6 @ 5×5",
        "Conv 16 @ 5×5",
        "Dense 120",
        "Dense 84",
        "Dense 10",
    ]
    point = QPoint(60, round(2.5 * bars.row_height()))
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=point)
    assert session.selection == ("dense1",)


def test_a_preview_shows_before_and_after_and_goes_away_again(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.edit(Remove(("pool2",)))
    settle(qtbot)
    after = session.document.preview(Insert((MaxPool2d(),), Place(5)))
    build.show_preview(after, "If you drop Max pool 2×2 here")
    sums = build.parameters_panel.sums
    assert sums.parameters.plain_text() == "205,706 now  →  61,706"
    assert sums.macs.plain_text() == "560,520 now  →  416,520"
    changed = [row for row in build.parameters_panel.bars.rows() if row.before != row.after]
    assert [(row.before, row.after) for row in changed] == [(192_120, 48_120)]
    build.show_preview(None, "")
    assert sums.parameters.plain_text() == "205,706"


# --- fixes ------------------------------------------------------------------------------------


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
    assert first.button.text() == "Use padding 1 → 3×3"


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


# --- layout -----------------------------------------------------------------------------------


def test_projected_the_palette_goes_and_the_picture_has_the_height(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.select(("conv1",))
    theme_manager().set_theme(Theme(projector=True))
    settle(qtbot)
    assert not build.palette_panel.isVisible()
    assert not build.parameters_panel.isVisible()
    qtbot.waitUntil(lambda: build.layer_panel.height() > 600, timeout=2_000)


@pytest.mark.parametrize("size", [(976, 574), (1296, 780), (2200, 1300)])
def test_it_fits_the_stage_of_small_and_large_windows(
    build: BuildWorkspace, session: Session, qtbot: QtBot, size: tuple[int, int]
) -> None:
    for id in ("conv2", "dense1", "flatten1"):
        session.select((id,))
        build.resize(*size)
        settle(qtbot)
        assert build.minimumSizeHint().width() <= size[0]
        panels = (build.palette_panel, build.layer_panel, build.parameters_panel, build.inspector)
        for panel in panels:
            corner = panel.mapTo(build, panel.rect().bottomRight())
            assert build.rect().contains(corner)


def test_an_empty_network_has_an_empty_stage_that_says_so(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.edit(Remove(tuple(layer.id for layer in session.document.network.layers)))
    settle(qtbot)
    assert build.layer_panel.pages.currentWidget() is build.layer_panel.input
    assert build.fixes_panel.isVisible()
