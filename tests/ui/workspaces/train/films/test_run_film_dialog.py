"""The filters of a run as a film, from its folder to the file: no engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.labs.export.mp4 import has_video
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud
from cnnstudio.ui.workspaces.train.films.dialog import RunFilmDialog
from cnnstudio.ui.workspaces.train.films.digit_scenes import DigitScenes
from cnnstudio.ui.workspaces.train.films.gathering import DIGITS
from cnnstudio.ui.workspaces.train.films.map_scenes import MapScenes, cells
from tests.ui.kept_runs import MOMENTS, empty_folder, keep_run, weights_at


@pytest.fixture
def folder() -> Iterator[Path]:
    with empty_folder():
        yield keep_run()


@pytest.fixture
def dialog(session: Session, folder: Path, qtbot: QtBot) -> Iterator[RunFilmDialog]:
    reopen(session, folder)
    dialog = RunFilmDialog(session)
    qtbot.addWidget(dialog)
    dialog.size_field.presets.setCurrentIndex(3)  # 960 × 540
    dialog.show()
    qtbot.waitUntil(lambda: dialog.preview.reel is not None, timeout=5_000)
    yield dialog
    dialog.work.stop()


def test_every_kept_moment_has_its_time_on_one_colour_scale(dialog: RunFilmDialog) -> None:
    reel = dialog.reel()
    assert reel is not None
    assert tuple(reel.steps) == MOMENTS
    assert reel.title == "Filters of Conv 6 @ 5×5, pad 2"
    dialog.speed.setValue(5)
    assert dialog.figures.text() == "10 moments in 3 s, 60 frames"
    images = list(dialog.reel().images(with_samples=False))
    assert len(images) == 60
    assert len({image.cacheKey() for image in images}) == len(MOMENTS)
    assert images[0] != images[-1]


def test_the_filters_of_the_selected_layer_are_filmed_or_of_another_that_is_chosen(
    dialog: RunFilmDialog, session: Session, qtbot: QtBot
) -> None:
    texts = [dialog.layer.itemText(index) for index in range(dialog.layer.count())]
    assert texts == ["1. Conv 6 @ 5×5, pad 2", "4. Conv 16 @ 5×5"]
    session.select(("conv2",))
    dialog.close()
    dialog.show()
    qtbot.waitUntil(lambda: dialog.preview.reel is not None, timeout=5_000)
    assert dialog.reel().title == "Filters of Conv 16 @ 5×5, a column each"
    first = dialog.reel().scenes.maps[0]
    kept = weights_at("lenet5", 0)["conv2.weight"]
    assert first.shape == (6, 16, 5, 5)
    assert np.array_equal(first[2, 7], kept[7, 2])
    dialog.layer.setFocus()
    QTest.keyClick(dialog.layer, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: dialog.preview.reel is not None, timeout=5_000)
    assert dialog.reel().title == "Filters of Conv 6 @ 5×5, pad 2"


def test_the_dialog_is_closed_by_its_button(dialog: RunFilmDialog) -> None:
    QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_a_gif_of_chosen_steps_is_written_while_the_window_stays_in_use(
    dialog: RunFilmDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.first.setValue(20)
    dialog.last.setValue(100)
    dialog.speed.setValue(10)
    with qtbot.waitSignal(dialog.work.finished, timeout=30_000):
        dialog.begin(tmp_path / "filters.gif")
        assert dialog.cancel.isVisible()
    assert "filters.gif" in dialog.progress.message.whole_text()
    with Image.open(tmp_path / "filters.gif") as film:
        assert film.size == (960, 540)
        assert film.n_frames == 3  # steps 20, 60 and 100


@pytest.mark.skipif(not has_video(), reason="PyAV is not installed")
def test_an_mp4_is_written_too(dialog: RunFilmDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.format.button(".mp4").click()
    dialog.speed.setValue(30)
    with qtbot.waitSignal(dialog.work.finished, timeout=60_000):
        dialog.begin(tmp_path / "filters.mp4")
    assert (tmp_path / "filters.mp4").read_bytes()[4:8] == b"ftyp"


def test_escape_cancels_and_leaves_no_file(
    dialog: RunFilmDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.speed.setValue(0.5)
    with qtbot.waitSignal(dialog.work.cancelled, timeout=10_000):
        dialog.begin(tmp_path / "filters.gif")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert list(tmp_path.iterdir()) == []
    assert dialog.isVisible()
    assert "Cancelled" in dialog.progress.message.whole_text()


def test_moments_that_cannot_be_read_are_left_out_and_told(
    dialog: RunFilmDialog, folder: Path, qtbot: QtBot
) -> None:
    path = folder / "moments" / "20.safetensors"
    path.write_bytes(path.read_bytes()[:-3])
    dialog.show_subject("filters")
    qtbot.waitUntil(lambda: dialog.preview.reel is not None, timeout=5_000)
    assert dialog.remark.text() == "The moment of step 20 cannot be read and is left out."
    assert dialog.remark.isVisible()
    assert list(dialog.reel().steps) == [step for step in MOMENTS if step != 20]
    (folder / "moments" / "60.safetensors").unlink()
    dialog.show_subject("filters")
    qtbot.waitUntil(lambda: dialog.preview.reel is not None, timeout=5_000)
    assert dialog.remark.text().startswith("2 moments cannot be read and are left out")


def test_where_no_moment_can_be_read_that_is_said(
    dialog: RunFilmDialog, folder: Path, qtbot: QtBot
) -> None:
    for path in (folder / "moments").iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    dialog.show_subject("filters")
    message = dialog.progress.message
    qtbot.waitUntil(lambda: "damaged" in message.whole_text(), timeout=5_000)
    assert not dialog.save.isEnabled()


def test_choices_that_do_not_go_together_are_one_sentence(dialog: RunFilmDialog) -> None:
    dialog.first.setValue(101)
    dialog.last.setValue(149)
    assert "149" in dialog.figures.text()
    assert not dialog.save.isEnabled()


def test_a_run_without_moments_says_so(session: Session, qtbot: QtBot) -> None:
    with empty_folder():
        reopen(session, keep_run(moments=()))
        dialog = RunFilmDialog(session)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.progress.message.whole_text() == "No moments of this run are kept."
        assert not dialog.save.isEnabled()


@pytest.mark.parametrize("count", [1, 6, 32])
def test_filters_lie_in_the_room_and_apart(count: int) -> None:
    room = QRectF(10, 20, 900, 400)
    places = cells(room, count, 1.0)
    assert len(places) == count
    assert all(room.adjusted(-1, -1, 1, 1).contains(place) for place in places)
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])
    assert np.isclose(places[0].width(), places[0].height())


def test_the_feature_maps_of_the_current_digit_are_filmed_by_the_engine(
    live_session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session = live_session
    with empty_folder():
        reopen(session, keep_run())
        session.select(("relu1",))
        dialog = RunFilmDialog(session)
        qtbot.addWidget(dialog)
        dialog.size_field.presets.setCurrentIndex(3)
        dialog.show()
        dialog.what.button("maps").click()
        qtbot.waitUntil(
            lambda: dialog.preview.reel is not None and dialog.what.key() == "maps",
            timeout=30_000,
        )
        reel = dialog.reel()
        assert reel is not None
        assert reel.title == "Feature maps of ReLU"
        scenes = reel.scenes
        assert isinstance(scenes, MapScenes)
        assert scenes.colours is ColourMap.SEQUENTIAL
        assert [maps.shape for maps in scenes.maps] == [(6, 28, 28)] * len(MOMENTS)
        assert not np.array_equal(scenes.maps[0], scenes.maps[-1])
        dialog.speed.setValue(60)
        with qtbot.waitSignal(dialog.work.finished, timeout=30_000):
            dialog.begin(tmp_path / "maps.gif")
        dialog.close()


def test_the_map_of_digits_is_filmed_by_the_engine_and_can_be_cancelled(
    live_session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session = live_session
    with empty_folder():
        reopen(session, keep_run())
        dialog = RunFilmDialog(session)
        qtbot.addWidget(dialog)
        dialog.size_field.presets.setCurrentIndex(3)
        dialog.show()
        dialog.what.button("digits").click()
        assert dialog.cancel.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not dialog.cancel.isVisible(), timeout=30_000)
        assert dialog.isVisible()
        assert dialog.reel() is None
        session.select(("dense2",))
        dialog.show_subject("digits")
        qtbot.waitUntil(lambda: dialog.preview.reel is not None, timeout=60_000)
        reel = dialog.reel()
        assert reel is not None
        assert reel.title == "Test digits after Dense 84, by PCA"
        assert tuple(reel.steps) == MOMENTS
        scenes = reel.scenes
        assert isinstance(scenes, DigitScenes)
        assert [len(cloud) for cloud in scenes.clouds] == [DIGITS] * len(MOMENTS)
        labels = session.digit.test_set.labels[:DIGITS]
        assert all(np.array_equal(cloud.labels, labels) for cloud in scenes.clouds)
        dialog.speed.setValue(60)
        with qtbot.waitSignal(dialog.work.finished, timeout=60_000):
            dialog.begin(tmp_path / "digits.gif")
        with Image.open(tmp_path / "digits.gif") as film:
            assert film.size == (960, 540)
            assert film.n_frames > 1
        dialog.close()


def test_a_map_that_ends_before_the_run_says_why(dialog: RunFilmDialog) -> None:
    dialog.show_subject("digits")
    points = np.random.default_rng(0).normal(size=(20, 2)).astype(np.float32)
    cloud = Cloud(points, np.arange(20) % 10, np.full(20, -1))
    dialog._gathering.gathered.emit([(step, cloud) for step in MOMENTS[:4]])
    assert "After step 5 the layer" in dialog.remark.text()
    assert dialog.save.isEnabled()
    dialog._gathering.gathered.emit([(step, cloud) for step in MOMENTS])
    assert not dialog.remark.isVisible()


def test_without_an_engine_maps_are_not_promised(dialog: RunFilmDialog) -> None:
    dialog.show_subject("maps")
    assert dialog.progress.message.whole_text() == "The engine is starting."
    assert not dialog.save.isEnabled()
    dialog.show_subject("filters")
    assert dialog.cancel.isHidden()
