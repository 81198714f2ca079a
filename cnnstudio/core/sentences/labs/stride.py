"""What the lab `stride` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
