"""JSON as its standard has it: no NaN, no name twice in an object, no nesting without end."""

from __future__ import annotations

import json
from typing import Any, NoReturn


def parse(data: bytes) -> Any:
    """The value of a JSON text in UTF-8; raises ValueError for anything else."""
    try:
        return json.loads(
            data.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_without_doubles
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object names something twice")
    return found
