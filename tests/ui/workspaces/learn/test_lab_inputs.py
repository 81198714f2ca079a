"""What a lab's page does with inputs, settings and questions, on real widgets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.workspaces.learn.figures_line import FiguresLine
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.showing import shown
from tests.ui.workspaces.learn.labs import lab


def test_a_digit_is_shrunk_anew_for_another_size(
    learn: LearnWorkspace, document: LabDocument
) -> None:
    learn.page.controls.fields["size"].edited.emit((12, 12))
    assert lab(document).size == (12, 12)
    assert lab(document).input[0, :, 9:].any()  # no border of zeros was added
    assert lab(document).source == "digit"


def test_a_part_of_the_digit_has_its_own_pixels(
    learn: LearnWorkspace, document: LabDocument, session: Session
) -> None:
    learn.page.inputs.take("part")
    pixels = session.digit.current.pixels
    windows = np.lib.stride_tricks.sliding_window_view(np.rint(pixels * 9), (9, 9))
    same = (windows == np.rint(lab(document).input[0])).all(axis=(2, 3))
    assert same.any()


def test_pixels_in_another_range_are_the_digits_own(
    learn: LearnWorkspace, document: LabDocument, session: Session
) -> None:
    learn.page.controls.fields["size"].edited.emit((28, 28))
    learn.page.controls.fields["scale"].edited.emit("bytes")
    bytes_of_digit = np.rint(session.digit.current.pixels * 255)
    assert np.array_equal(lab(document).input[0], bytes_of_digit)


def test_a_picture_from_a_file_is_taken_large_and_anew_for_another_size(
    learn: LearnWorkspace, document: LabDocument, tmp_path: Path
) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    path = tmp_path / "white.png"
    assert image.save(str(path))
    learn.page.inputs.take_file(path)
    assert lab(document).size == (24, 24)
    learn.page.controls.fields["size"].edited.emit((32, 32))
    assert lab(document).input.min() == 9  # no border of zeros was added
    assert lab(document).source == "image"


def test_the_figures_count_what_the_picture_shows(learn: LearnWorkspace, session: Session) -> None:
    session.labs.open("wiring")
    document = session.labs.document("wiring")
    assert learn.page.controls.figures.formulas() == ["35 + 5 = 40"]
    learn.driver.seek(document.lab.count)
    assert learn.page.controls.figures.formulas() == ["3 + 1 = 4"]


def test_the_input_button_says_what_the_input_is(
    learn: LearnWorkspace, document: LabDocument
) -> None:
    assert learn.page.choices.input.text() == "Input: Current digit"
    learn.page.inputs.take("cross")
    assert learn.page.choices.input.text() == "Input: Cross"


@pytest.mark.parametrize("key", ["row", "channels", "convolution"])
def test_a_lab_asks_some_numbers_of_its_own_accord(
    learn: LearnWorkspace, session: Session, key: str
) -> None:
    session.labs.open(key)
    prediction = learn.driver.prediction
    prediction.on = True
    count = session.labs.document(key).lab.count
    asked = sum(step % prediction.every == 0 for step in range(1, count + 1))
    assert 3 <= asked <= count


def test_a_hidden_unit_is_asked_for_by_its_name(learn: LearnWorkspace, session: Session) -> None:
    session.labs.open("row")
    learn.driver.prediction.on = True
    learn.driver.seek(1)
    learn.driver.play(True)
    learn.driver.clock.advance(60)
    assert learn.page.stage.card.words.text() == "h₂"


def test_what_is_answered_with_is_never_cut_off(
    learn: LearnWorkspace, document: LabDocument
) -> None:
    learn.driver.prediction.on = True
    card = learn.page.stage.card
    for stride, padding in ((1, 0), (2, 1), (3, 2)):
        document.change("stride", stride)
        document.change("padding", padding)
        assert card.width() >= card.least_width()


def test_a_number_out_of_range_is_refused_in_words_and_the_lab_stays(
    learn: LearnWorkspace, document: LabDocument
) -> None:
    before = lab(document)
    box = learn.page.controls.fields["stride"].findChildren(QAbstractSpinBox)[0]
    box.selectAll()
    QTest.keyClicks(box, "0")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert lab(document) is before
    assert learn.page.complaint() == "Stride: from 1 to 16, not 0."


def test_settings_that_change_nothing_cannot_be_set(
    learn: LearnWorkspace, session: Session
) -> None:
    session.labs.open("padding")
    fields = learn.page.controls.fields
    assert fields["padding"].isEnabled()
    fields["fit"].edited.emit("same")
    assert not fields["padding"].isEnabled()


def test_softmax_offers_no_input_that_it_does_not_read(
    learn: LearnWorkspace, session: Session
) -> None:
    session.labs.open("activation")
    assert learn.page.choices.input.isVisible()
    learn.page.controls.fields["function"].edited.emit("softmax")
    assert not learn.page.choices.input.isVisible()
    assert not learn.page.controls.fields["size"].isEnabled()


def test_figures_that_only_just_have_no_room_beside_the_settings_stand_below_them(
    learn: LearnWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.labs.open("channels")
    figures = learn.page.controls.figures
    row = learn.page.controls.row
    for width in range(1_180, 1_300, 4):
        learn.resize(width, 780)
        qtbot.waitUntil(lambda: row.height() == row.heightForWidth(row.width()))
        assert len(figures.formulas()) == 2
        assert figures.geometry().right() <= row.width()


def test_figures_on_a_narrow_line_give_up_how_they_come_about_before_they_go(
    qtbot: QtBot,
) -> None:
    around = shown(QWidget(), qtbot, 900, 40)
    line = FiguresLine(around)
    line.set_inline(True)
    line.resize(900, 40)
    line.show()
    figures = ChannelsLab().figures()
    line.show_figures(figures)
    results = [figure.result for figure in figures]
    whole = line.formulas()
    assert [text.split()[-1] for text in whole] == results
    seen = []
    for width in range(900, 200, -20):
        line.resize(width, 40)
        seen.append(line.formulas())
    assert [whole[0], results[1]] in seen
    assert results in seen
    line.resize(900, 40)
    assert line.formulas() == whole
