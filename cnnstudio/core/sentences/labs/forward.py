"""What the lab `forward` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
