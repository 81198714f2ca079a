"""What the lab `filters` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
