"""The one table of every colour, size, type and duration of the program.

Sizes and type are pixels at a scale of 100 % and a window of 1600 × 900; durations are
milliseconds. Code elsewhere names a row of these tables and never a value of its own.
"""

from dataclasses import dataclass, field
from typing import Final

Stops = tuple[tuple[float, str], ...]

DIVERGING_POSITIONS: Final = (-1.0, -0.667, -0.333, 0.0, 0.333, 0.667, 1.0)
SEQUENTIAL_POSITIONS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
PIXEL_POSITIONS: Final = (0.0, 1.0)


def _stops(positions: tuple[float, ...], *colours: str) -> Stops:
    return tuple(zip(positions, colours, strict=True))


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, as ``#RRGGBB``. ``kind`` maps a family of layers to its hue.

    ``identity`` tells things apart that have no order, such as the weights of a filter, also for
    eyes that mix up hues; none of them is like what blue, orange, purple and crimson stand for.
    ``classes`` does so for the ten digits, where nothing else is coloured but what is selected.
    """

    background: str
    surface: str
    raised: str
    sunken: str
    hairline: str
    hairline_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_tint: str
    on_accent: str
    warning: str
    warning_hover: str
    warning_tint: str
    on_warning: str
    advice: str
    advice_text: str
    advice_tint: str
    correct: str
    selection_halo: str
    negative: str
    positive: str
    confusion_from: str
    confusion_to: str
    chart_train: str
    chart_test: str
    chart_raw: str
    chart_grid: str
    bar_true_class: str
    bar_wrong_top: str
    bar_other: str
    bar_track: str
    knob: str
    not_a_number: str
    cell_text_on_dark: str
    cell_text_on_light: str
    grid_line: str
    identity: tuple[str, ...]
    classes: tuple[str, ...]
    kind: dict[str, str] = field(hash=False)
    diverging: Stops
    sequential: Stops
    pixel: Stops


LIGHT: Final = Palette(
    background="#F3F4F7",
    surface="#FFFFFF",
    raised="#FAFBFC",
    sunken="#ECEEF2",
    hairline="#D9DDE4",
    hairline_strong="#B9C0CC",
    text="#171C26",
    muted="#566072",
    faint="#8A93A3",
    accent="#8A22A8",
    accent_hover="#77198F",
    accent_tint="#F7ECFA",
    on_accent="#FFFFFF",
    warning="#C22A3A",
    warning_hover="#A81F2E",
    warning_tint="#FDEDEE",
    on_warning="#FFFFFF",
    advice="#B98200",
    advice_text="#7A5600",
    advice_tint="#FDF5E0",
    correct="#0F7B83",
    selection_halo="#FFFFFF",
    negative="#1F62B8",
    positive="#C75B08",
    confusion_from="#FFFFFF",
    confusion_to="#D9566A",
    chart_train="#171C26",
    chart_test="#8A22A8",
    chart_raw="#8A93A3",
    chart_grid="#D9DDE4",
    bar_true_class="#0F7B83",
    bar_wrong_top="#566072",
    bar_other="#B9C0CC",
    bar_track="#ECEEF2",
    knob="#FFFFFF",
    not_a_number="#C22A3A",
    cell_text_on_dark="#FFFFFF",
    cell_text_on_light="#12161D",
    grid_line="#B9C0CC",
    identity=(
        *("#3E9DAF", "#CFB415", "#366919", "#450D28"),
        *("#888C29", "#A7B9B7", "#602B13", "#218371"),
    ),
    classes=(
        *("#978B15", "#FF80AA", "#4E0000", "#1C7BF4", "#240062"),
        *("#433E55", "#046C31", "#33C7FB", "#B0C32B", "#CD458B"),
    ),
    kind={
        "input": "#6B7280",
        "conv": "#0F7B83",
        "pool": "#6A7F1E",
        "act": "#B98200",
        "norm": "#3D68B0",
        "dense": "#B0446C",
        "reshape": "#806A50",
        "dropout": "#8C93A0",
        "residual": "#4A3F9E",
    },
    diverging=_stops(
        DIVERGING_POSITIONS,
        *("#0A3F86", "#2F77C6", "#8FB9E3", "#F5F4F1", "#F3B680", "#DE7A22", "#8F3D00"),
    ),
    sequential=_stops(SEQUENTIAL_POSITIONS, "#16222E", "#15545C", "#2B9485", "#9AD69B", "#FAFBD4"),
    pixel=_stops(PIXEL_POSITIONS, "#232A35", "#FFFFFF"),
)

DARK: Final = Palette(
    background="#12151B",
    surface="#1B2029",
    raised="#20262F",
    sunken="#0D1015",
    hairline="#303845",
    hairline_strong="#4A5464",
    text="#EEF1F6",
    muted="#A7B0C0",
    faint="#76808F",
    accent="#D88BF0",
    accent_hover="#E3A6F6",
    accent_tint="#33223B",
    on_accent="#1B0F20",
    warning="#FF7A85",
    warning_hover="#FF98A1",
    warning_tint="#3A2024",
    on_warning="#2A0D10",
    advice="#F0BE3C",
    advice_text="#F0BE3C",
    advice_tint="#352B14",
    correct="#3FC1C9",
    selection_halo="#000000",
    negative="#6FB2FF",
    positive="#FFA552",
    confusion_from="#1B2029",
    confusion_to="#C24455",
    chart_train="#EEF1F6",
    chart_test="#D88BF0",
    chart_raw="#76808F",
    chart_grid="#303845",
    bar_true_class="#3FC1C9",
    bar_wrong_top="#A7B0C0",
    bar_other="#4A5464",
    bar_track="#0D1015",
    knob="#1B2029",
    not_a_number="#FF7A85",
    cell_text_on_dark="#FFFFFF",
    cell_text_on_light="#12161D",
    grid_line="#39424F",
    identity=(
        *("#2A7F87", "#FEDF35", "#90C785", "#FCFCFC"),
        *("#80880D", "#9E9DAB", "#7B5C2E", "#6DDDE3"),
    ),
    classes=(
        *("#8DC32E", "#F05383", "#F4C9A6", "#B41A6A", "#744202"),
        *("#9B710C", "#3E42B6", "#64ECFF", "#D4FF54", "#836AE7"),
    ),
    kind={
        "input": "#9AA3B2",
        "conv": "#3FC1C9",
        "pool": "#B5CC5A",
        "act": "#F0BE3C",
        "norm": "#7FA8F0",
        "dense": "#F08CB0",
        "reshape": "#C4A982",
        "dropout": "#AEB6C4",
        "residual": "#9E92F5",
    },
    diverging=_stops(
        DIVERGING_POSITIONS,
        *("#8CC4FF", "#3F8DE6", "#1F5289", "#262C36", "#84491A", "#E07F28", "#FFC48C"),
    ),
    sequential=_stops(SEQUENTIAL_POSITIONS, "#0B1118", "#15545C", "#2B9485", "#9AD69B", "#FAFBD4"),
    pixel=_stops(PIXEL_POSITIONS, "#0E1218", "#FFFFFF"),
)

PALETTES: Final = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True)
class TypeStyle:
    """Size in pixels and weight (400 regular to 700 bold), on the desk and projected."""

    size: int
    weight: int
    projected_size: int
    projected_weight: int


FONT_FAMILIES: Final = (
    "Inter",
    "Noto Sans CJK SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "DejaVu Sans",
)

TYPE: Final = {
    "app_title": TypeStyle(17, 700, 24, 700),
    "page_title": TypeStyle(20, 700, 30, 700),
    "panel_title": TypeStyle(16, 600, 24, 600),
    "tab": TypeStyle(16, 500, 22, 500),
    "tab_active": TypeStyle(16, 600, 22, 600),
    "card_title": TypeStyle(15, 600, 22, 600),
    "body": TypeStyle(15, 400, 22, 500),
    "body_strong": TypeStyle(15, 600, 22, 600),
    "button": TypeStyle(15, 500, 22, 600),
    "label": TypeStyle(14, 400, 21, 500),
    "card_meta": TypeStyle(14, 400, 20, 500),
    "axis": TypeStyle(13, 400, 20, 500),
    "min": TypeStyle(13, 400, 20, 500),
    "formula": TypeStyle(20, 400, 26, 500),
    "formula_line": TypeStyle(18, 500, 24, 500),
    "big_number": TypeStyle(20, 700, 30, 700),
    "grid_number": TypeStyle(18, 500, 28, 600),
    "counter": TypeStyle(44, 700, 64, 700),
    "equation": TypeStyle(25, 400, 34, 500),
}


@dataclass(frozen=True)
class Size:
    """A length in pixels, on the desk and projected."""

    desk: float
    projected: float


SIZES: Final = {
    # spacing
    "unit": Size(4, 4),
    "gutter": Size(10, 14),
    "stage_margin_x": Size(20, 20),
    "stage_margin_y": Size(16, 16),
    "panel_padding": Size(18, 22),
    "card_gap": Size(5, 6),
    "control_gap": Size(10, 14),
    # radii
    "radius_panel": Size(10, 12),
    "radius_card": Size(7, 9),
    "radius_selected_card": Size(9, 11),
    "radius_button": Size(8, 11),
    "radius_field": Size(7, 10),
    "radius_bar": Size(4, 6),
    # strokes
    "hairline_w": Size(1, 1),
    "selection_stroke": Size(3, 4),
    "selection_halo_w": Size(1.5, 2),
    "hover_ring": Size(2.5, 4),
    "selected_card_stroke": Size(2.5, 4),
    "link_line": Size(1.8, 2.9),
    "map_point": Size(6, 10),
    "map_point_of_many": Size(4.5, 7),
    "map_ring": Size(1.4, 2.2),
    "window_link": Size(1.6, 2.6),
    "row_line": Size(4, 6),
    "identity_edge": Size(3, 4.5),
    "outline": Size(1.4, 2.2),
    "outline_halo": Size(3.4, 5.2),
    "chart_train_stroke": Size(2, 3.2),
    "chart_test_stroke": Size(2.8, 4.5),
    # parts of the window
    "topbar_h": Size(46, 76),
    "spine_w": Size(304, 84),
    "tray_image": Size(92, 60),
    "card_h": Size(68, 70),
    "card_h_selected": Size(86, 90),
    "card_compact_h": Size(24, 44),
    "kind_stripe_w": Size(7, 8),
    "spine_margin": Size(12, 12),
    "card_padding": Size(9, 10),
    "card_line_h": Size(21, 30),
    "block_indent": Size(28, 36),
    "block_sum_h": Size(24, 34),
    "fix_button_h": Size(30, 44),
    "insertion_dot": Size(10, 14),
    "transport_h": Size(68, 92),
    "palette_row_h": Size(38, 52),
    "palette_w": Size(240, 320),
    "inspector_w": Size(404, 500),
    # controls
    "field_h": Size(36, 54),
    "button_h": Size(36, 54),
    "chip_h": Size(32, 44),
    "icon": Size(20, 30),
    "icon_small": Size(16, 24),
    "arrow_w": Size(28, 40),
    "min_hit_target": Size(28, 40),
    "play_w": Size(52, 84),
    "play_h": Size(44, 60),
    "transport_step_w": Size(40, 64),
    "transport_step_h": Size(38, 60),
    "speed_w": Size(116, 156),
    "status_w": Size(224, 340),
    "knob_w": Size(20, 28),
    "slider_knob": Size(18, 28),
    "indicator": Size(18, 26),
    "arrow": Size(14, 20),
    "track_h": Size(8, 11),
    "toggle_w": Size(46, 66),
    "toggle_h": Size(26, 38),
    "legend_w": Size(64, 110),
    "legend_h": Size(12, 18),
    "bar_h": Size(17, 24),
    "bar_row_h": Size(31, 44),
    "progress_h": Size(11, 16),
    "strip_h": Size(18, 26),
    "strip_gap": Size(3, 4),
    # cells of grids
    "cell_lab_grid": Size(44, 64),
    "cell_lab_window": Size(42, 54),
    "cell_lab_products": Size(52, 62),
    "cell_problem_map": Size(50, 62),
    "cell_feature_map": Size(80, 120),
    "cell_confusion_w": Size(36, 54),
    "cell_confusion_h": Size(24, 38),
    "cell_number_from": Size(26, 26),
    "plate_margin": Size(6, 8),
    "map_gap": Size(12, 16),
    "map_gap_many": Size(5, 7),
}

DURATIONS: Final = {
    "hover_ring": 80,
    "card_select": 120,
    "insertion_gap_open": 140,
    "card_settle": 180,
    "toggle": 120,
}

#: How often live pictures may change (ms). No motion of their own, so they stay without motion.
REFRESH: Final = {
    "live_thumb_refresh": 100,
    "chart_refresh": 200,
}

ZERO_TEXT_OPACITY: Final = 0.62
GRID_LINE_OPACITY: Final = 0.55
#: How much of a cell's height its number is, on the desk and projected.
GRID_NUMBER_SHARE: Final = (0.41, 0.47)
DARK_CELL_LUMINANCE: Final = 0.28
SIGNED_PERCENTILE: Final = 98.5
SEQUENTIAL_PERCENTILE: Final = 97.0
LEGEND_PERCENTILE: Final = 99.5
