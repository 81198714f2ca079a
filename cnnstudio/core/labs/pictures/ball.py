"""A beach ball on a checkered floor: a small ray tracer."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.pictures.canvas import Canvas, rgb

#: The ball rests on the floor, in front of an eye that looks straight ahead. The light is a
#: direction. x runs to the right, y up, z away from the eye.
_CENTRE = np.array([0.0, 0.0, 3.4])
_RADIUS = 1.0
_FLOOR = -1.0
_EYE = np.array([0.0, 0.45, 0.0])
_LIGHT = np.array([-0.5, 0.75, -0.65]) / np.linalg.norm([-0.5, 0.75, -0.65])
_OPENING = 0.84

#: Where the floor ends, from the top.
_HORIZON = 0.365

#: The axis around which the ball's stripes lie, and their colours.
_AXIS = np.array([0.30, 0.78, -0.62]) / np.linalg.norm([0.30, 0.78, -0.62])
_STRIPES = ("#e5322d", "#ffc21a", "#1f66e0", "#e5322d", "#ffc21a", "#1f66e0")


def ball(rows: int, columns: int) -> Floats:
    """(3, rows, columns), 0 to 1."""
    canvas = Canvas(rows, columns)
    rays = _rays(canvas)
    horizon = canvas.shade(canvas.y, (0.0, "#9cc9ee"), (_HORIZON, "#eef5fa"))
    colours = np.broadcast_to(horizon, canvas.colours.shape).copy()
    _lay_floor(colours, rays)
    _lay_ball(colours, rays)
    canvas.colours[:] = colours
    return canvas.pixels()


def _rays(canvas: Canvas) -> Floats:
    """Unit vectors from the eye through each sample."""
    across = np.broadcast_to(canvas.x - 0.5, canvas.colours.shape[:2]) * _OPENING
    up = np.broadcast_to(_HORIZON - canvas.y, canvas.colours.shape[:2]) * _OPENING
    rays = np.stack([across, up, np.ones_like(across)], axis=-1)
    return np.asarray(rays / np.linalg.norm(rays, axis=-1, keepdims=True))


def _lay_floor(colours: Floats, rays: Floats) -> None:
    below = rays[..., 1] < -1e-3
    way = (_FLOOR - _EYE[1]) / rays[below][:, 1]
    points = _EYE + way[:, None] * rays[below]
    cells = np.floor(points[:, 0] * 0.9 + 0.5) + np.floor(points[:, 2] * 0.9)
    floor = np.where((cells % 2 == 0)[:, None], rgb("#f4ead7"), rgb("#3f8f7f"))
    floor = floor * (1 - 0.62 * _shadow(points))[:, None]
    haze = np.clip((points[:, 2] - 4) / 22, 0, 1)[:, None]
    colours[below] = floor + haze * (rgb("#e6eff4") - floor)


def _shadow(points: Floats) -> Floats:
    """How much of the light the ball keeps from points of the floor, 0 to 1, with a soft rim."""
    towards = _CENTRE - points
    along = towards @ _LIGHT
    distance = np.linalg.norm(towards - along[:, None] * _LIGHT, axis=1)
    cast = np.clip((_RADIUS + 0.07 - distance) / 0.16, 0, 1)
    touching = np.clip(1 - np.linalg.norm((points - _CENTRE)[:, ::2], axis=1) / 0.9, 0, 1)
    return np.asarray(np.maximum(cast, 0.8 * touching))


def _lay_ball(colours: Floats, rays: Floats) -> None:
    towards = _CENTRE - _EYE
    along = rays @ towards
    under_root = along**2 - towards @ towards + _RADIUS**2
    hit = under_root > 0
    points = _EYE + (along[hit] - np.sqrt(under_root[hit]))[:, None] * rays[hit]
    normals = (points - _CENTRE) / _RADIUS
    facing = normals @ _LIGHT
    bounced = np.clip(-normals[:, 1], 0, 1)[:, None] * rgb("#f4ead7") * 0.2
    light = 0.52 + 0.56 * np.clip(facing, 0, 1)
    mirrored = 2 * facing[:, None] * normals - _LIGHT
    shine = 0.75 * np.clip(-(mirrored * rays[hit]).sum(axis=1), 0, 1) ** 40
    colours[hit] = np.clip(_stripes(normals) * (light[:, None] + bounced) + shine[:, None], 0, 1)


def _stripes(normals: Floats) -> Floats:
    """The ball's own colours: six stripes that meet in two white caps."""
    side = np.cross(_AXIS, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    angle = np.arctan2(normals @ np.cross(_AXIS, side), normals @ side)
    which = np.floor((angle / (2 * np.pi)) % 1 * len(_STRIPES)).astype(int) % len(_STRIPES)
    table = np.stack([rgb(colour) for colour in _STRIPES])
    return np.where((abs(normals @ _AXIS) > 0.972)[:, None], rgb("#ffffff"), table[which])
