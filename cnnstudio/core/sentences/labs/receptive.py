"""What the lab `receptive` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
