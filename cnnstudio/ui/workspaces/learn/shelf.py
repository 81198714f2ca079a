"""Which labs there are to show."""

from __future__ import annotations

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.labs.catalogue import DRAWINGS


def labs_on_show() -> list[type[Lab]]:
    """The labs of the program that can be drawn, in the order in which they are taught."""
    drawn = {row.key for row in DRAWINGS}
    return [row.kind for row in LABS if row.key in drawn]


def neighbours(kinds: list[type[Lab]], key: str) -> tuple[type[Lab] | None, type[Lab] | None]:
    """The labs before and after the one with this key, where there are some."""
    keys = [kind.key for kind in kinds]
    if key not in keys:
        return None, None
    place = keys.index(key)
    before = kinds[place - 1] if place else None
    return before, kinds[place + 1] if place + 1 < len(kinds) else None
