"""What the lab of images says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "images_title": "Images are numbers",
    "images_summary": (
        "Come close enough and every picture turns into numbers. Move it a little, and nearly all "
        "of them change."
    ),
    "images_planes": "Picture: one plane of grey or three of colour, not {found}.",
    "images_range": "Picture: every number must lie between 0 and 255.",
    "images_red": "red",
    "images_green": "green",
    "images_blue": "blue",
    "images_across": "across",
    "images_down": "down",
    "images_turn": "turn",
    "images_zoom": "scale",
    "images_bend": "deform",
    "images_light": "light",
    "images_covered": "cover",
    "images_clutter": "clutter",
    "images_in_sight": "{rows} × {columns} pixels",
    "images_of": "of {rows} × {columns}",
    "images_planes_shown": "{shown} of {planes} planes",
    "images_numbers": "{count:,} numbers in all",
    "images_wall_step": "{shown} digits",
    "images_wall_step/one": "1 digit",
    "images_wall": "all of them a {digit}",
    "images_changed": "{part:,} of {whole:,} changed",
    "images_same": "and still the same thing",
    "images_show": "Show",
    "images_show_zoom": "Pixels",
    "images_show_planes": "Planes",
    "images_show_changes": "Changes",
    "images_show_wall": "One class",
    "images_try": "Try",
    "images_case_move": "Move a little",
    "images_case_turn": "Turn",
    "images_case_dark": "Darker",
    "images_case_cover": "Cover",
    "images_case_bend": "Deform",
    "images_case_clutter": "Clutter",
    "images_case_none": "As it was",
}
