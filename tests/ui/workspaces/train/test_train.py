"""The Train workspace with real mouse and keys; the engine's events come in at its seam."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.core.messages import (
    Changed,
    Estimated,
    Paused,
    Probed,
    Resumed,
)
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.widgets.label import ElidedLabel
from cnnstudio.ui.workspaces.train.filter_history import Moment
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.workspaces.train.stage import LEFT, begin, click, evaluated, metrics, shown


@pytest.fixture
def workspace(session: Session, qtbot: QtBot) -> TrainWorkspace:
    """Without an engine: the engine's events are handed in at its seam."""
    return shown(session, qtbot)


def test_without_an_engine_nothing_can_be_trained(workspace: TrainWorkspace) -> None:
    assert not workspace.controls.train_button.isEnabled()
    assert "PyTorch is being loaded" in workspace.plan_text()


def test_the_header_says_epoch_step_and_what_is_left(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 2288)
    texts = workspace.header.texts
    qtbot.waitUntil(lambda: "Epoch 3" in texts())
    assert {"of 5", "step 412 of 938 in this epoch", "Step 2,288 of 4,690"} <= set(texts())
    assert "about 9 s left" in texts()
    assert workspace.header.progress.value() == 2288


@pytest.mark.parametrize(("projector", "size"), [(False, (976, 581)), (True, (1196, 552))])
def test_nothing_is_cut_short_in_the_smallest_window(
    workspace: TrainWorkspace, session: Session, projector: bool, size: tuple[int, int]
) -> None:
    theme_manager().set_theme(Theme(projector=projector))
    workspace.resize(*size)

    def cut() -> list[str]:
        QTest.qWait(50)
        labels = workspace.findChildren(ElidedLabel)
        return [label.text() for label in labels if label.isVisible() and "…" in label.text()]

    assert not cut()
    session.engine._set_state("ready")
    session.estimated.emit(Estimated(1, 0.08, 75.0))
    assert not cut()
    begin(session, 2288)
    assert not cut()
    session.engine.told.emit(evaluated(session, session.run.id))
    assert not cut()


def test_the_last_step_of_an_epoch_belongs_to_it(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 938)
    qtbot.waitUntil(lambda: "step 938 of 938 in this epoch" in workspace.header.texts())
    assert "Epoch 1" in workspace.header.texts()


def test_only_live_settings_can_be_changed_during_a_run(
    workspace: TrainWorkspace, session: Session
) -> None:
    fields = workspace.settings.form.fields
    assert fields["batch_size"].isEnabled()
    begin(session, 5)
    enabled = {name for name, field in fields.items() if field.isEnabled()}
    assert enabled == set(RunSettings.LIVE) - {"learning_rate"}
    assert workspace.settings.rate_slider.isEnabled()
    assert workspace.settings.title() == "Change while it runs"


def test_the_slider_sets_the_rate_once_when_it_is_let_go(
    workspace: TrainWorkspace, session: Session
) -> None:
    slider, chosen = workspace.settings.rate_slider, []
    slider.rate_chosen.connect(chosen.append)
    middle = slider.rect().center()
    QTest.mousePress(slider, LEFT, pos=slider.handle_centre())
    QTest.mouseMove(slider, middle)
    QTest.mouseMove(slider, middle + QPoint(30, 0))
    QTest.mouseRelease(slider, LEFT, pos=middle + QPoint(30, 0))
    assert len(chosen) == 1
    assert session.settings.learning_rate == chosen[0] > 0.001
    assert workspace.settings.rate_box.value() == chosen[0]


def test_keys_change_the_rate_by_factors(workspace: TrainWorkspace, session: Session) -> None:
    slider = workspace.settings.rate_slider
    before = session.settings.learning_rate
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert 1.05 < session.settings.learning_rate / before < 1.2


def test_more_settings_open_from_their_button_and_reset(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.settings = replace(session.settings, epochs=7, optimizer="sgd", weight_decay=0.1)
    workspace.settings.form.refresh()
    click(workspace.settings.more_button)
    more = workspace.settings.more
    assert more.isVisible()
    click(more.reset_button)
    assert session.settings == RunSettings()
    QTest.keyClick(more, Qt.Key.Key_Escape)
    assert not more.isVisible()


def test_every_setting_of_a_run_has_a_control(workspace: TrainWorkspace) -> None:
    form = workspace.settings.form
    assert set(form.names) - set(form.fields) == {"learning_rate"}
    for field in form.fields.values():
        assert all(control.accessibleName() for control in field.controls)
        assert field.toolTip()


def test_a_mark_is_worded_with_both_values(workspace: TrainWorkspace, session: Session) -> None:
    begin(session, 100)
    run_id = session.run.id
    session.engine.told.emit(Changed(run_id, 101, "learning_rate", 0.02, 0.005))
    assert workspace.loss.mark_words() == ["rate 0.02 → 0.005"]


def test_the_wheel_zooms_the_curves_and_a_double_click_shows_all_again(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 900)
    chart = workspace.loss.chart
    qtbot.waitUntil(lambda: chart.drawn_points() > 100)
    whole, points, plot = chart.shown_steps, chart.drawn_points(), chart.plot()
    point = QPointF(chart.rect().center())
    scroll = QWheelEvent(
        point,
        QPointF(chart.viewport().mapToGlobal(point.toPoint())),
        QPoint(0, 0),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.viewport(), scroll)
    low, high = chart.shown_steps
    assert chart.is_zoomed
    assert high - low < whole[1] - whole[0]
    assert (chart.plot().low, chart.plot().high) == (plot.low, plot.high)
    assert chart.fit_button.isVisible()
    QTest.mouseDClick(chart.viewport(), LEFT, pos=point.toPoint())
    assert not chart.is_zoomed
    assert chart.shown_steps == whole
    assert chart.drawn_points() == points


def test_the_pointer_reads_step_and_values_out(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 900)
    chart = workspace.loss.chart
    qtbot.waitUntil(lambda: chart.drawn_points() > 100)
    QTest.mouseMove(chart.viewport(), chart.plot_rect().center().toPoint())
    place, train, *rest = chart.read_out
    assert place.startswith("step 4")
    assert "train 0." in train
    assert rest == []


def test_a_linear_scale_begins_at_zero(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 900)
    click(workspace.loss.log_button)
    assert workspace.loss.chart.plot().low == 0


def test_smoothing_is_chosen_for_both_curves(workspace: TrainWorkspace, session: Session) -> None:
    begin(session, 900)
    menu = workspace.accuracy.smoothing_button.menu()
    next(a for a in menu.actions() if a.data() == 200).trigger()
    assert workspace.loss.smoothing_button.text() == "mean of 200"
    assert workspace.accuracy.smoothing_button.text() == "mean of 200"


def test_a_loss_that_is_no_number_leaves_the_curves_standing(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 100)
    bad = metrics(session.run.id, 101, 140)
    bad.losses[:] = np.nan
    session.engine.told.emit(bad)
    qtbot.wait(300)
    workspace.grab()
    low, high = workspace.loss.chart.plot().low, workspace.loss.chart.plot().high
    assert np.isfinite([low, high]).all()


def test_keys_choose_cells_of_the_matrix(workspace: TrainWorkspace, session: Session) -> None:
    session.take_evaluation(evaluated(session, ""))
    matrix = workspace.matrix
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert matrix.chosen is not None
    truth, answer = matrix.chosen
    assert truth != answer
    QTest.keyClick(matrix, Qt.Key.Key_Left)
    assert matrix.chosen == (truth, max(answer - 1, 0))
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert matrix.chosen is None
    assert workspace.digits.title() == "Misread"


def test_a_clicked_digit_becomes_the_current_one(
    workspace: TrainWorkspace, session: Session
) -> None:
    session.take_evaluation(evaluated(session, ""))
    gallery = workspace.digits.gallery
    second = int(gallery.indices()[1])
    click(gallery.viewport(), gallery.card_rect(1).center().toPoint())
    assert session.digit.current.index == second


def test_all_digits_of_a_cell_can_be_scrolled_through(
    workspace: TrainWorkspace, session: Session
) -> None:
    session.take_evaluation(evaluated(session, ""))
    gallery = workspace.digits.gallery
    assert len(gallery.indices()) == gallery.capacity()
    click(workspace.digits.all_button)
    assert len(gallery.indices()) == 100
    QTest.keyClick(gallery, Qt.Key.Key_Down)
    QTest.keyClick(gallery, Qt.Key.Key_Down)
    QTest.keyClick(gallery, Qt.Key.Key_Down)
    assert gallery.verticalScrollBar().value() > 0
    workspace.grab()


def test_step_has_the_focus_again_when_the_step_is_done(
    workspace: TrainWorkspace, session: Session
) -> None:
    begin(session, 20)
    session.engine.told.emit(Paused(session.run.id, 20))
    step = workspace.controls.step_button
    step.setFocus()
    QTest.keyClick(step, Qt.Key.Key_Space)
    session.engine.told.emit(Resumed(session.run.id, 20))
    assert not step.isEnabled()
    assert workspace.controls.train_button.hasFocus()
    session.engine.told.emit(Paused(session.run.id, 21))
    assert step.hasFocus()


def test_an_edit_during_a_run_asks_what_to_train(
    workspace: TrainWorkspace, session: Session
) -> None:
    begin(session, 20)
    before = session.document.network
    relu = next(layer for layer in before.layers if layer.kind == "ReLU")
    session.edit(Remove((relu.id,)))
    assert workspace.notice.text() == "You changed the network: the run is paused."
    back = workspace.notice.buttons[-1]
    assert back.text() == "Go back to the run's network"
    click(back)
    assert session.document.network == before
    assert not workspace.notice.isVisible()


def test_a_run_gone_bad_names_the_layer_and_offers_to_start_anew(
    workspace: TrainWorkspace, session: Session
) -> None:
    begin(session, 20)
    layer = session.document.network.layers[0].id
    session.engine.told.emit(Paused(session.run.id, 20, say("run_stopped"), layer))
    assert [button.text() for button in workspace.notice.buttons] == [
        "Start anew",
        "Show the layer",
    ]
    click(workspace.notice.buttons[1])
    assert session.selection == (layer,)


@pytest.mark.parametrize("size", [(976, 600), (1296, 780), (1616, 960)])
def test_no_panel_is_pushed_off_the_stage(
    session: Session, qtbot: QtBot, size: tuple[int, int]
) -> None:
    workspace = shown(session, qtbot, *size)
    begin(session, 1200)
    session.engine.told.emit(evaluated(session, session.run.id))
    QApplication.processEvents()
    assert (workspace.width(), workspace.height()) == size
    for panel in (workspace.loss, workspace.digits, workspace.settings, workspace.filters):
        corner = panel.mapTo(workspace, panel.rect().bottomRight())
        assert workspace.rect().contains(corner)
        assert panel.width() > 200


def test_projected_the_curves_and_the_matrix_have_the_stage(
    workspace: TrainWorkspace, session: Session
) -> None:
    theme_manager().set_theme(Theme(projector=True))
    QApplication.processEvents()
    assert workspace.loss.isVisible()
    assert workspace.matrix.isVisible()
    assert not workspace.settings.isVisible()
    assert not workspace.digits.isVisible()


def test_every_control_can_be_reached_and_has_a_name(workspace: TrainWorkspace) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox

    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox)
    for control in workspace.findChildren(QWidget):
        if isinstance(control, kinds):
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control
            text = control.text() if hasattr(control, "text") else ""
            assert control.accessibleName() or text, control


def test_an_edit_takes_back_the_choice_of_a_cell(
    workspace: TrainWorkspace, session: Session
) -> None:
    session.take_evaluation(evaluated(session, ""))
    QTest.keyClick(workspace.matrix, Qt.Key.Key_Return)
    session.edit(Remove((session.document.network.layers[1].id,)))
    assert workspace.matrix.chosen is None
    assert workspace.digits.title() == "Test digits"


def test_ticks_of_a_very_wide_loss_scale_do_not_overlap(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 200)
    wild = metrics(session.run.id, 201, 400)
    wild.losses[:] = 10.0 ** np.linspace(-6, 18, 200)
    session.engine.told.emit(wild)
    qtbot.wait(400)
    chart = workspace.loss.chart
    heights = sorted(chart.plot().y(value) for value, _ in chart.value_ticks())
    assert len(heights) >= 2
    assert min(b - a for a, b in itertools.pairwise(heights)) > 12


def test_a_cell_can_be_left_for_all_mistakes(workspace: TrainWorkspace, session: Session) -> None:
    session.take_evaluation(evaluated(session, ""))
    QTest.keyClick(workspace.matrix, Qt.Key.Key_Return)
    assert workspace.digits.kind_button.text() == "all mistakes"
    click(workspace.digits.kind_button)
    assert workspace.matrix.chosen is None
    assert workspace.digits.title() == "Misread"


def test_filters_over_rgb_are_in_colour_and_it_is_said_how_many_are_not_shown(
    workspace: TrainWorkspace, session: Session
) -> None:
    session.start_from("alexnet-2012")
    panel = workspace.filters
    weight = np.zeros((96, 3, 11, 11), np.float32)
    weight[0, 0], weight[0, 1:] = 1, -1
    probed = Probed(0, "", 0, {}, {}, {panel._layer.id: {"weight": weight}}, np.zeros(10))
    session.live.probed.emit(probed)
    panel._draw()
    assert panel.subtitle() == f"{panel.table.filters()} of 96"
    assert panel.table.is_in_colour
    assert not panel.legend.isVisible()
    place = panel.table.rect_of(0, 0).center().toPoint()
    assert panel.table.grab().toImage().pixelColor(place).name() == "#ff0000"
    assert "red 1.000, green −1.000, blue −1.000" in panel.table._hint(QPointF(place))


def test_filters_of_one_moment_fill_the_table(workspace: TrainWorkspace, session: Session) -> None:
    table = workspace.filters.table
    maps = np.random.default_rng(0).normal(size=(16, 5, 5)).astype(np.float32)
    table.set_moments([Moment(0, maps)], live=False)
    assert table.filters() == 16
    places = [table.rect_of(row, 0) for row in range(16)]
    assert all(table.rect().contains(place.toAlignedRect()) for place in places)
    assert not any(a.intersects(b) for a, b in itertools.combinations(places, 2))
    assert max(place.right() for place in places) > table.width() * 0.7
