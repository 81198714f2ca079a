"""Pictures that the program paints itself, at any size: something to look at for every lab."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.pictures.ball import ball
from cnnstudio.core.labs.pictures.face import face
from cnnstudio.core.labs.pictures.flower import flower, lights
from cnnstudio.core.labs.pictures.house import house

PICTURES: dict[str, Callable[[int, int], Floats]] = {
    "house": house,
    "ball": ball,
    "flower": flower,
    "face": face,
    "lights": lights,
}


@lru_cache(maxsize=32)
def picture(name: str, rows: int, columns: int) -> Floats:
    """The picture `name`: (3, rows, columns), red, green and blue from 0 to 1, read-only.

    It is painted anew for its size, with smooth edges, and always comes out the same.
    """
    made = PICTURES[name](rows, columns)
    made.setflags(write=False)
    return made
