"""What the lab `images` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
