"""The application's style sheet, filled in from the tables of the theme."""

from dataclasses import fields
from pathlib import Path
from string import Template
from typing import Final

from cnnstudio.ui.look import Theme
from cnnstudio.ui.theme_tables import SIZES, TYPE

# Images that the sheet refers to: icon, "@state" where one icon comes in two colours, and colour.
ARROWS: Final = {
    "chevron_down": "muted",
    "chevron_down@disabled": "faint",
    "chevron_up": "muted",
    "chevron_up@disabled": "faint",
    "chevron_right": "muted",
    "check": "on_accent",
}

LABEL_TONES: Final = (
    "text",
    "muted",
    "faint",
    "accent",
    "warning",
    "correct",
    "advice_text",
    "on_accent",
)


def style_sheet(theme: Theme, images: Path) -> str:
    """The sheet for `theme`; `images` is the folder with the files named in `ARROWS`."""
    values = _values(theme) | {"images": images.as_posix()}
    return Template(_BASE + _BUTTONS + _FIELDS + _SMALL).substitute(values) + _label_rules(theme)


def _values(theme: Theme) -> dict[str, str]:
    palette = theme.palette
    colours = {row.name: getattr(palette, row.name) for row in fields(palette)}
    sizes = {name: f"{theme.px(name)}px" for name in SIZES}
    inner = {
        f"{name}_less_{border}": f"{theme.px(name) - border}px"
        for name in ("button_h", "field_h", "chip_h")
        for border in (2, 4)
    }
    knob = {
        "slider_inner": f"{theme.px('slider_knob') - 6}px",
        "slider_radius": f"{theme.px('slider_knob') // 2}px",
        "slider_quiet_radius": f"{theme.px('slider_knob') // 2 - 1}px",
        "slider_quiet_margin": f"{-(theme.px('slider_knob') - 6) // 2}px",
        "slider_margin": f"{-(theme.px('slider_knob') - 4) // 2}px",
        "indicator_inner": f"{theme.px('indicator') - 2}px",
        "indicator_radius": f"{theme.px('indicator') // 2}px",
        "radio_hole": f"{theme.px('indicator') - 10}px",
        "slider_h": f"{theme.px('slider_knob') + 7}px",
    }
    types = {f"{role}_px": f"{theme.font_px(role)}px" for role in TYPE}
    weights = {f"{role}_weight": str(theme.font_weight(role)) for role in TYPE}
    return {
        name: str(value)
        for name, value in (colours | sizes | inner | knob | types | weights).items()
    }


def _label_rules(theme: Theme) -> str:
    roles = (
        f'QLabel[role="{role}"] {{ font-size: {theme.font_px(role)}px;'
        f" font-weight: {theme.font_weight(role)}; }}"
        for role in TYPE
    )
    tones = (
        f'QLabel[tone="{tone}"] {{ color: {getattr(theme.palette, tone)}; }}'
        for tone in LABEL_TONES
    )
    return "\n".join((*roles, *tones))


_BASE: Final = """
QMainWindow, QDialog { background: $background; }
QLabel { color: $text; background: transparent; }
QLabel:disabled { color: $faint; }
QToolTip { color: $text; background: $surface; border: 1px solid $hairline_strong;
  padding: 5px 8px; font-size: ${label_px}; }
#banner { background: $accent_tint; border: none; border-bottom: 1px solid $hairline; }
#banner[fault="true"] { background: $warning_tint; }
QMenuBar { background: $surface; color: $text; border: none; padding: 0 8px; }
QMenuBar::item { background: transparent; padding: 3px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: $sunken; }
QMenu { background: $surface; color: $text; border: 1px solid $hairline_strong; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: $accent_tint; color: $text; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: 1px; background: $hairline; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::right-arrow { image: url($images/chevron_right.svg); width: 14px; height: 14px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $hairline_strong; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
"""

_BUTTONS: Final = """
QPushButton, QToolButton { background: $surface; color: $text; border: 1px solid $hairline_strong;
  border-radius: ${radius_button}; min-height: ${button_h_less_2}; padding: 0 14px;
  font-size: ${button_px}; font-weight: ${button_weight}; }
QToolButton { padding: 0 8px; min-width: ${min_hit_target}; }
QPushButton:hover, QToolButton:hover { background: $raised; border-color: $faint; }
QPushButton:pressed, QToolButton:pressed { background: $sunken; }
QPushButton:checked, QToolButton:checked { background: $accent_tint; border-color: $accent; }
QPushButton[ring="true"]:focus, QToolButton[ring="true"]:focus { border: 2px solid $accent;
  padding: 0 13px; min-height: ${button_h_less_4}; }
QToolButton[ring="true"]:focus { padding: 0 7px; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $raised;
  border-color: $hairline; }
QToolButton[compact="true"] { min-height: ${chip_h_less_4}; padding: 0 9px; color: $muted;
  font-size: ${label_px}; }
QToolButton[compact="true"]:checked { color: $text; }
QToolButton::menu-indicator { image: none; }
QPushButton::menu-indicator { image: url($images/chevron_down.svg); width: 14px; height: 14px;
  subcontrol-position: right center; right: 8px; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:pressed { background: $accent; }
QPushButton[primary="true"][ring="true"]:focus { border: 2px solid $text; }
QPushButton[primary="true"]:disabled { background: $sunken; color: $faint;
  border-color: $hairline; }
QPushButton[danger="true"] { background: $warning; color: $on_warning; border-color: $warning;
  font-weight: 600; }
QPushButton[danger="true"]:hover { background: $warning_hover; }
QPushButton[danger="true"][ring="true"]:focus { border: 2px solid $text; }
QPushButton[link="true"], QToolButton[link="true"] { background: transparent; border: none;
  color: $accent; padding: 0 4px; font-weight: 600; min-height: ${min_hit_target}; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"][ring="true"]:focus { border: 2px solid $accent; border-radius: 6px; }
QPushButton[link="true"]:disabled { color: $faint; }
QPushButton[segment="true"] { background: transparent; border: 1px solid transparent;
  color: $muted; padding: 0 14px; min-height: ${chip_h_less_4}; }
QPushButton[segment="true"]:hover { color: $text; }
QPushButton[segment="true"]:checked { background: $surface; color: $text;
  border: 1px solid $hairline_strong; font-weight: 600; }
QPushButton[segment="true"][ring="true"]:focus { border: 2px solid $accent; padding: 0 13px; }
QPushButton[segment="true"][tight="true"] { padding: 0 8px; }
QPushButton[segment="true"][tight="true"][ring="true"]:focus { padding: 0 7px; }
QPushButton[quiet="true"] { color: $muted; font-weight: 400; }
QPushButton[chip="true"] { min-height: ${chip_h_less_2}; padding: 0 10px; }
QPushButton[chip="true"][ring="true"]:focus { min-height: ${chip_h_less_4}; padding: 0 9px; }
QPushButton[flat="true"], QToolButton[flat="true"] { background: transparent;
  border-color: transparent; }
QPushButton[flat="true"]:hover, QToolButton[flat="true"]:hover { background: $sunken; }
QPushButton[flat="true"][ring="true"]:focus, QToolButton[flat="true"][ring="true"]:focus {
  border-color: $accent; }
"""

_FIELDS: Final = """
QLineEdit, QComboBox, QAbstractSpinBox { background: $surface; color: $text;
  border: 1px solid $hairline_strong; border-radius: ${radius_field};
  min-height: ${field_h_less_2}; padding: 0 10px; font-size: ${body_px}; font-weight: 500;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $faint; }
QLineEdit:focus, QComboBox[ring="true"]:focus, QAbstractSpinBox:focus { border: 2px solid $accent;
  padding: 0 9px; min-height: ${field_h_less_4}; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $faint;
  background: $raised; border-color: $hairline; }
QLineEdit[fault="true"], QComboBox[fault="true"], QAbstractSpinBox[fault="true"] {
  border: 2px solid $warning; color: $warning; }
QAbstractSpinBox { max-height: ${field_h_less_2}; font-weight: 600; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; background: transparent;
  padding: 0; min-height: 0; font-weight: 600; }

QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: ${arrow_w};
  border: 0 solid $hairline; border-left-width: 1px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $sunken; }
QAbstractSpinBox::up-button:hover { border-top-right-radius: 6px; }
QAbstractSpinBox::down-button:hover { border-bottom-right-radius: 6px; }
QAbstractSpinBox::up-arrow { image: url($images/chevron_up.svg);
  width: ${arrow}; height: ${arrow}; }
QAbstractSpinBox::down-arrow { image: url($images/chevron_down.svg);
  width: ${arrow}; height: ${arrow}; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off {
  image: url($images/chevron_up@disabled.svg); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off {
  image: url($images/chevron_down@disabled.svg); }
QComboBox::drop-down { border: none; width: ${arrow_w}; }
QComboBox::down-arrow { image: url($images/chevron_down.svg);
  width: ${icon_small}; height: ${icon_small}; }
QComboBox::down-arrow:disabled { image: url($images/chevron_down@disabled.svg); }
QComboBox QAbstractItemView { background: $surface; color: $text; outline: none;
  border: 1px solid $hairline_strong; padding: 4px; selection-background-color: $accent_tint;
  selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${min_hit_target}; padding: 0 8px; }
QPlainTextEdit, QTextEdit, QListView, QTreeView, QTableView { background: $surface; color: $text;
  border: 1px solid $hairline; border-radius: ${radius_field}; padding: 1px;
  selection-background-color: $accent_tint; selection-color: $text; }
QPlainTextEdit:focus, QTextEdit:focus, QListView[ring="true"]:focus,
QTreeView[ring="true"]:focus, QTableView[ring="true"]:focus {
  border: 2px solid $accent; padding: 0; }
QTableView { outline: none; }
QTableView::item { padding: 0 8px; border: none; }
QHeaderView::section { background: $raised; color: $muted; border: none;
  border-bottom: 1px solid $hairline; padding: 5px 8px; }
"""

_SMALL: Final = """
QCheckBox, QRadioButton { color: $text; spacing: 8px; min-height: ${min_hit_target};
  border-radius: 6px; border: 2px solid transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox[ring="true"]:focus, QRadioButton[ring="true"]:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator { width: ${indicator_inner};
  height: ${indicator_inner}; background: $surface;
  border: 1px solid $hairline_strong; }
QCheckBox::indicator, QTableView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: ${indicator_radius}; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QTableView::indicator:checked { background: $accent;
  border-color: $accent;
  image: url($images/check.svg); }
QRadioButton::indicator:checked { background: $surface; border: 5px solid $accent;
  width: ${radio_hole}; height: ${radio_hole}; }
QCheckBox::indicator:disabled { background: $sunken; border-color: $hairline; }
QSlider { min-height: ${slider_h}; border: 2px solid transparent; border-radius: 6px; }
QSlider[ring="true"]:focus { border-color: $accent; }
QSlider::groove:horizontal { height: 4px; background: $hairline_strong; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: $hairline_strong; }
QSlider::handle:horizontal { background: $knob; border: 3px solid $accent;
  width: ${slider_inner}; height: ${slider_inner}; margin: ${slider_margin} 0;
  border-radius: ${slider_radius}; }
QSlider::handle:horizontal:hover { background: $accent_tint; }
QSlider::handle:horizontal:disabled { border-color: $hairline_strong; }
QSlider[quiet="true"]::sub-page:horizontal { background: $muted; }
QSlider[quiet="true"]::handle:horizontal { border: 2px solid $text;
  width: ${slider_inner}; height: ${slider_inner}; margin: ${slider_quiet_margin} 0;
  border-radius: ${slider_quiet_radius}; }
QProgressBar { background: $bar_track; border: 1px solid $hairline_strong; border-radius: 5px;
  height: 9px; text-align: center; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QTabWidget::pane { border: none; border-top: 1px solid $hairline; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 14px; border: none;
  border-bottom: 3px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; }
QGroupBox { border: 1px solid $hairline; border-radius: ${radius_panel}; margin-top: 10px;
  padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; color: $muted; }
QStatusBar { background: $surface; color: $muted; }
"""
