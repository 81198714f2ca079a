"""What the lab `activation` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
