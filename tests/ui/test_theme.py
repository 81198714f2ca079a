from __future__ import annotations

import gc
import weakref
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.look import Theme, contrast, mix, projected_scale
from cnnstudio.ui.style_sheet import LABEL_TONES
from cnnstudio.ui.theme import follow_theme, theme_manager
from cnnstudio.ui.theme_tables import SIZES, TYPE
from cnnstudio.ui.widgets.painting import stroke_selection
from cnnstudio.ui.widgets.panel import Panel

MODES = ("light", "dark")
TEXTS = ("text", "muted", "accent", "warning", "correct", "advice_text")
GROUNDS = ("background", "surface", "raised")
PAIRS = [
    *product(TEXTS, GROUNDS),
    *(("text", ground) for ground in ("sunken", "accent_tint", "warning_tint", "advice_tint")),
    ("muted", "sunken"),
    ("muted", "accent_tint"),
    ("accent", "accent_tint"),
    ("muted", "warning_tint"),
    ("muted", "advice_tint"),
    ("advice_text", "advice_tint"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_warning", "warning"),
    ("on_warning", "warning_hover"),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground_by_4_5_to_1(mode, text, ground) -> None:
    colour = Theme(mode).colour
    assert contrast(getattr(colour, text), getattr(colour, ground)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_numbers_stand_out_from_a_cell_of_any_grey(mode) -> None:
    theme = Theme(mode)
    for level in range(256):
        cell = QColor(level, level, level)
        assert contrast(theme.text_on(cell), cell) >= 3.0


@pytest.mark.parametrize("mode", MODES)
def test_the_hue_of_every_family_shows_on_a_card(mode) -> None:
    theme = Theme(mode)
    for family in theme.palette.kind:
        assert contrast(theme.kind_colour(family), theme.colour.surface) >= 3.0


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21.0)


def test_half_way_from_black_to_white_is_grey() -> None:
    assert mix(QColor("black"), QColor("white"), 0.5).name() == "#808080"


def test_projected_type_is_at_least_20_pixels_high() -> None:
    projected = Theme("light", projector=True)
    assert min(projected.font_px(role) for role in TYPE) >= 20


@pytest.mark.parametrize(
    ("size", "scale"),
    [
        ((1600, 900), 1.0),
        ((1920, 1080), 1.0),
        ((1280, 720), 0.8),
        ((1366, 768), 0.85),
        ((1920, 720), 0.8),
        ((1180, 680), 0.7),
    ],
)
def test_projected_type_is_as_much_of_a_smaller_window(size, scale) -> None:
    assert projected_scale(*size) == pytest.approx(scale)
    whole, small = Theme(projector=True), Theme(projector=True, scale=scale)
    desk = Theme()
    for role in TYPE:
        wanted = max(desk.font_px(role), scale * whole.font_px(role))
        assert small.font_px(role) == round(wanted)
    for name in SIZES:
        least = min(desk.px_f(name), whole.px_f(name))
        assert small.px_f(name) == max(least, scale * whole.px_f(name))


def test_type_is_at_least_13_pixels_high() -> None:
    assert min(Theme().font_px(role) for role in TYPE) >= 13


def test_projected_controls_are_no_smaller_than_those_on_the_desk() -> None:
    rail = {"spine_w", "tray_image"}  # a rail takes the place of the spine
    for name, size in SIZES.items():
        assert name in rail or size.projected >= size.desk, name


def test_no_row_of_one_table_hides_a_row_of_another() -> None:
    from dataclasses import fields

    colours = {row.name for row in fields(Theme().palette)}
    assert not colours & set(SIZES)


def test_the_shipped_typeface_is_the_one_in_use(qapp: QApplication) -> None:
    assert QFontInfo(Theme().font("body")).family() == "Inter"


def test_figures_are_equally_wide(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(Theme().font("body"))
    assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("8888"))


def test_an_unknown_colour_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="mauve"):
        _ = Theme().colour.mauve


def test_a_change_of_theme_reaches_widgets_and_the_application(qapp, qtbot: QtBot) -> None:
    seen: list[Theme] = []

    class Watcher(QWidget):
        def look_again(self, theme: Theme) -> None:
            seen.append(theme)

    watcher = Watcher()
    qtbot.addWidget(watcher)
    follow_theme(watcher.look_again)
    theme_manager().set_theme(Theme("dark"))
    assert seen == [Theme(), Theme("dark")]
    assert qapp.palette().window().color() == Theme("dark").colour.background


def test_the_theme_keeps_no_widget_alive(qtbot: QtBot) -> None:
    panel = Panel("Gone soon")
    gone = weakref.ref(panel)
    panel.deleteLater()
    del panel
    qtbot.wait(1)
    gc.collect()
    assert gone() is None
    theme_manager().set_theme(Theme("dark"))


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("make", [QPushButton, QComboBox, QLineEdit])
def test_controls_have_the_height_of_the_table(qtbot: QtBot, make, projector) -> None:
    theme_manager().set_theme(Theme("light", projector))
    control = make()
    qtbot.addWidget(control)
    control.show()
    assert control.sizeHint().height() == Theme("light", projector).px("button_h")


def test_a_focused_button_keeps_its_size(qtbot: QtBot) -> None:
    button = QPushButton("Train")
    qtbot.addWidget(button)
    button.show()
    before = button.sizeHint()
    button.setFocus()
    assert button.sizeHint() == before


@pytest.mark.parametrize("mode", MODES)
def test_the_focused_button_has_a_purple_edge(qtbot: QtBot, mode) -> None:
    theme_manager().set_theme(Theme(mode))
    button = QPushButton("Train")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    qtbot.waitUntil(button.isActiveWindow)
    QTest.keyClick(button.windowHandle(), Qt.Key.Key_Tab)
    qtbot.waitUntil(button.hasFocus)
    shown = button.grab().toImage()
    assert shown.pixelColor(1, button.height() // 2) == Theme(mode).colour.accent


@pytest.mark.parametrize("mode", MODES)
def test_the_primary_button_is_filled_with_the_accent(qtbot: QtBot, mode) -> None:
    theme_manager().set_theme(Theme(mode))
    button = QPushButton()
    button.setProperty("primary", True)
    qtbot.addWidget(button)
    button.show()
    middle = button.rect().center()
    assert button.grab().toImage().pixelColor(middle) == Theme(mode).colour.accent


def test_every_tone_of_a_label_is_a_colour_of_the_palette() -> None:
    for tone in LABEL_TONES:
        assert getattr(Theme().colour, tone).isValid()


def test_the_selection_shows_on_every_colour(qapp: QApplication) -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    theme = Theme()
    for ground in ("#8A22A8", "#000000", "#FFFFFF", "#DE7A22"):
        picture = QImage(40, 40, QImage.Format.Format_RGB32)
        picture.fill(QColor(ground))
        painter = QPainter(picture)
        stroke_selection(painter, QRectF(10, 10, 20, 20), theme)
        painter.end()
        row = {picture.pixelColor(x, 20).name().upper() for x in range(40)}
        assert {"#8A22A8", "#FFFFFF"} <= row
