from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.ui.look import Theme
from cnnstudio.ui.theme import theme_manager
from cnnstudio.ui.widgets.bar_list import BarList
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel
from cnnstudio.ui.widgets.legend import ColourLegend
from cnnstudio.ui.widgets.number_field import NumberField
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.pixel_image import PixelImage
from cnnstudio.ui.widgets.progress import EpochProgress
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.widgets.stat import Stat
from cnnstudio.ui.widgets.thumbnail_strip import ThumbnailStrip, paint_classes, paint_strip
from cnnstudio.ui.widgets.toggle import Toggle

LEFT = Qt.MouseButton.LeftButton
PROBABILITIES = np.array([0, 0, 0, 0, 0.09, 0, 0, 0, 0.024, 0.886])


def test_a_segment_that_is_clicked_is_chosen_and_told(qtbot: QtBot) -> None:
    choice = Segmented([("watch", "Watch"), ("predict", "Predict")], "Mode")
    qtbot.addWidget(choice)
    assert choice.key() == "watch"
    with qtbot.waitSignal(choice.chosen) as chosen:
        QTest.mouseClick(choice.button("predict"), LEFT)
    assert chosen.args == ["predict"]
    assert choice.key() == "predict"


def test_a_choice_made_by_code_is_not_told(qtbot: QtBot) -> None:
    choice = Segmented([("watch", "Watch"), ("predict", "Predict")])
    qtbot.addWidget(choice)
    with qtbot.assertNotEmitted(choice.chosen):
        choice.set_key("predict")
    assert choice.key() == "predict"


def test_a_switch_turns_at_a_click_anywhere_and_at_the_space_bar(qtbot: QtBot) -> None:
    switch = Toggle("Bias")
    qtbot.addWidget(switch)
    switch.show()
    QTest.mouseClick(switch, LEFT, pos=switch.rect().center())
    assert switch.isChecked()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()


def test_a_switch_that_is_on_is_purple(qtbot: QtBot) -> None:
    switch = Toggle("Bias")
    qtbot.addWidget(switch)
    switch.setChecked(True)
    assert switch.grab().toImage().pixelColor(12, switch.height() // 2) == Theme().colour.accent


def test_a_typed_number_counts_when_it_is_whole(qtbot: QtBot) -> None:
    field = NumberField("Filters", 1, 512, 6)
    qtbot.addWidget(field)
    field.show()
    seen: list[float] = []
    field.value_changed.connect(seen.append)
    field.box.selectAll()
    QTest.keyClicks(field.box, "16")
    QTest.keyClick(field.box, Qt.Key.Key_Return)
    assert seen == [16]
    assert isinstance(field.value(), int)


def test_the_arrow_up_adds_one_step(qtbot: QtBot) -> None:
    field = NumberField("Learning rate", 0, 1, 0.005, 0.001, 3)
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.value_changed):
        QTest.keyClick(field.box, Qt.Key.Key_Up)
    assert field.value() == pytest.approx(0.006)


def test_a_value_set_by_code_is_not_reported(qtbot: QtBot) -> None:
    field = NumberField("Filters", 1, 512, 6)
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value(12)
    assert field.value() == 12


def test_a_field_at_fault_has_a_crimson_edge(qtbot: QtBot) -> None:
    field = NumberField("Stride", 1, 9, 3)
    qtbot.addWidget(field)
    field.show()
    field.set_fault(True)
    shown = field.box.grab().toImage()
    assert shown.pixelColor(1, field.box.height() // 2) == Theme().colour.warning


def test_a_field_is_called_what_stands_above_it(qtbot: QtBot) -> None:
    field = NumberField("Padding", 0, 9, 0)
    qtbot.addWidget(field)
    assert field.box.accessibleName() == "Padding"


def test_a_figure_is_read_with_its_name(qtbot: QtBot) -> None:
    figure = Stat("Test accuracy")
    qtbot.addWidget(figure)
    figure.set_text("98.85 %")
    assert figure.accessibleName() == "Test accuracy: 98.85 %"


def test_the_true_class_is_teal_and_the_wrong_answer_slate(qtbot: QtBot) -> None:
    bars = BarList([str(digit) for digit in range(10)])
    qtbot.addWidget(bars)
    bars.resize(300, 310)
    bars.set_values(PROBABILITIES, true_class=4)
    shown = bars.grab().toImage()
    in_row = [
        {shown.pixelColor(x, round((row + 0.5) * 31)).name() for x in range(24, 200)}
        for row in range(10)
    ]
    assert Theme().colour.bar_true_class.name() in in_row[4]
    assert Theme().colour.bar_wrong_top.name() in in_row[9]
    assert Theme().colour.bar_true_class.name() not in in_row[9]


def test_the_largest_bars_come_first_where_only_some_are_shown(qtbot: QtBot) -> None:
    bars = BarList([str(digit) for digit in range(10)])
    qtbot.addWidget(bars)
    bars.set_values(PROBABILITIES, true_class=4, top=3)
    assert bars.rows() == [9, 4, 8]
    assert bars.accessibleName() == "9, with 88.6\u00a0%"


@pytest.mark.parametrize(("done", "colour"), [(1, "bar_track"), (100, "accent")])
def test_the_progress_bar_is_filled_as_far_as_it_has_come(qtbot: QtBot, done, colour) -> None:
    bar = EpochProgress()
    qtbot.addWidget(bar)
    bar.resize(200, bar.height())
    bar.set_progress(done, 100, 5)
    shown = bar.grab().toImage()
    assert shown.pixelColor(150, 5) == getattr(Theme().colour, colour)


def test_progress_has_a_tick_between_epochs(qtbot: QtBot) -> None:
    bar = EpochProgress()
    qtbot.addWidget(bar)
    bar.resize(200, bar.height())
    bar.set_progress(0, 100, 2)
    shown = bar.grab().toImage()
    bottom = bar.height() - 3
    assert shown.pixelColor(100, bottom) != shown.pixelColor(60, bottom)


def test_values_in_a_formula_are_bold_and_signs_are_not_markup(qtbot: QtBot) -> None:
    line = FormulaLine()
    qtbot.addWidget(line)
    line.set_formula("a < b, (28 + 4 − 5) / 1 + 1 = {}", "28")
    assert line.plain_text() == "a < b, (28 + 4 − 5) / 1 + 1 = 28"
    assert "&lt;" in line.text()
    assert Theme().colour.accent.name() in line.text()
    theme_manager().set_theme(Theme("dark"))
    assert Theme("dark").colour.accent.name() in line.text()


def test_the_legend_prints_both_ends_with_true_signs(qtbot: QtBot) -> None:
    legend = ColourLegend()
    qtbot.addWidget(legend)
    legend.set_scale(ColourMap.SIGNED, 10.5, 1)
    assert legend.ends() == ("−10.5", "+10.5")
    assert legend.toolTip() == "Colours from −10.5 to +10.5"
    legend.set_scale(ColourMap.SEQUENTIAL, 3.25, 2)
    assert legend.ends() == ("0", "3.25")


def test_the_legend_marks_the_end_beyond_which_there_are_numbers(qtbot: QtBot) -> None:
    legend = ColourLegend()
    qtbot.addWidget(legend)
    legend.set_scale(ColourMap.SIGNED, 2.11, 2, np.array([-2.88, 2.0]))
    assert legend.ends() == ("≤−2.11", "+2.11")
    legend.set_scale(ColourMap.SEQUENTIAL, 2.11, 2, np.array([0.0, 4.0]))
    assert legend.ends() == ("0", "≥2.11")
    legend.set_scale(ColourMap.SIGNED, 2.11, 2, np.zeros((0, 1)))
    assert legend.ends() == ("−2.11", "+2.11")


def test_text_that_does_not_fit_ends_in_dots_and_is_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("The output of the second convolution")
    qtbot.addWidget(label)
    label.show()
    label.resize(90, 20)
    assert label.text().endswith("…")
    assert label.toolTip() == "The output of the second convolution"
    label.resize(label.sizeHint())
    assert label.text() == label.whole_text()
    assert label.toolTip() == ""


def test_a_label_shows_markup_as_it_is_written(qtbot: QtBot) -> None:
    label = TextLabel("<b>5</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_the_tone_of_a_label_is_its_colour(qtbot: QtBot) -> None:
    label = TextLabel("█", "big_number", "text")
    qtbot.addWidget(label)
    label.show()
    label.set_tone("accent")
    shown = label.grab().toImage()
    middle = shown.pixelColor(shown.width() // 2, shown.height() // 2)
    assert middle == Theme().colour.accent


def test_a_panel_is_called_by_its_title_and_keeps_one_corner_widget(qtbot: QtBot) -> None:
    panel = Panel("Loss", "per step")
    qtbot.addWidget(panel)
    first, second = QPushButton("log"), QPushButton("linear")
    panel.set_corner(first)
    panel.set_corner(second)
    panel.show()
    assert panel.accessibleName() == "Loss"
    assert second.isVisible()
    assert panel.header_layout.indexOf(first) == -1


def test_a_digit_can_be_pressed_like_a_button_once_it_has_a_name(qtbot: QtBot) -> None:
    digit = PixelImage(56)
    qtbot.addWidget(digit)
    digit.set_values(np.eye(28))
    digit.set_clickable("Test digit 35")
    digit.show()
    with qtbot.waitSignal(digit.clicked):
        QTest.mouseClick(digit, LEFT)
    with qtbot.waitSignal(digit.clicked):
        QTest.keyClick(digit, Qt.Key.Key_Return)


def test_a_digits_pixels_are_sharp(qtbot: QtBot) -> None:
    digit = PixelImage(56)
    qtbot.addWidget(digit)
    digit.resize(56, 56)
    digit.set_values(np.eye(28))
    shown = digit.grab().toImage()
    assert shown.pixelColor(20, 20) == shown.pixelColor(21, 21)
    assert shown.pixelColor(20, 20).name() == "#ffffff"
    assert shown.pixelColor(22, 20).name().upper() == Theme().palette.pixel[0][1]


def _canvas(width: int, height: int) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_ARGB32)
    picture.fill(0)
    return picture


@pytest.mark.parametrize("shape", [(6, 28, 28), (512, 7, 7), (120,), (4096,), (1, 1, 1)])
def test_a_strip_stays_within_its_place(qapp, shape) -> None:
    picture = _canvas(300, 40)
    painter = QPainter(picture)
    paint_strip(
        painter, QRectF(20, 10, 260, 18), np.ones(shape), ColourMap.SEQUENTIAL, 1.0, Theme()
    )
    painter.end()
    drawn = [
        (x, y) for x in range(300) for y in range(40) if picture.pixelColor(x, y).alpha() == 255
    ]
    assert drawn
    assert all(20 <= x < 280 and 10 <= y < 28 for x, y in drawn)


def test_one_strong_activation_of_thousands_is_seen_in_the_bar_code(qapp) -> None:
    values = np.zeros(4096)
    values[2777] = 1.0
    picture = _canvas(200, 10)
    painter = QPainter(picture)
    paint_strip(painter, QRectF(0, 0, 200, 10), values, ColourMap.SEQUENTIAL, 1.0, Theme())
    painter.end()
    brightest = Theme().palette.sequential[-1][1].lower()
    assert brightest in {picture.pixelColor(x, 5).name() for x in range(200)}


def test_the_likeliest_class_is_outlined(qapp) -> None:
    picture = _canvas(260, 40)
    painter = QPainter(picture)
    paint_classes(painter, QRectF(10, 10, 240, 20), PROBABILITIES, Theme())
    painter.end()
    purple = Theme().colour.accent.name()
    columns = [x for x in range(260) if picture.pixelColor(x, 20).name() == purple]
    assert min(columns) > 10 + 240 * 0.85


def test_a_strip_tells_a_screen_reader_what_it_shows(qtbot: QtBot) -> None:
    strip = ThumbnailStrip()
    qtbot.addWidget(strip)
    strip.set_values(np.zeros((6, 4, 4)), ColourMap.SIGNED, 1.0)
    assert strip.accessibleName() == "6 maps"
