"""What the lab `row` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
