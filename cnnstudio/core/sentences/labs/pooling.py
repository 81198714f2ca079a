"""What the lab `pooling` says."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {}
