"""The stage of Build: pictures of layers and the parameters below them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove, Replace
from cnnstudio.core.layers import Conv2d, MaxPool2d
from cnnstudio.core.messages import Probed
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.build.workspace import BuildWorkspace
from tests.ui.workspaces.build.stage import hover, select, settle, shown_build

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
    assert panel.reading.text().startswith("Output 4 adds input 31: ")


def test_a_dense_layer_that_reads_the_picture_shows_templates(
    live_session: Session, qtbot: QtBot
) -> None:
    live_session.open(starter("linear"), {})
    build = shown_build(live_session, qtbot)
    select(live_session, "dense1", qtbot)
    panel = build.layer_panel
    assert panel.pages.currentWidget() is panel.templates
    assert panel.templates.grid.maps().shape == (10, 28, 28)
    hover(panel.templates.grid, panel.templates.grid.cell_rect(7, 4, 5).center())
    assert panel.reading.text().startswith("Output 7, row 5, column 6: ")


def test_a_block_is_the_sum_of_its_branches(live_session: Session, qtbot: QtBot) -> None:
    live_session.open(starter("resnet20"), {})
    build = shown_build(live_session, qtbot)
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


# --- layout -----------------------------------------------------------------------------------


def test_projected_the_palette_goes_and_the_picture_has_the_height(
    build: BuildWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.select(("conv1",))
    theme_manager().set_theme(Theme(projector=True))
    settle(qtbot)
    assert not build.palette_panel.isVisible()
    assert not build.parameters_panel.isVisible()
    qtbot.waitUntil(lambda: build.layer_panel.height() > 600, timeout=10_000)


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
