"""What the lab `channels` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
