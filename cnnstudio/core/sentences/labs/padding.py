"""What the lab `padding` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
