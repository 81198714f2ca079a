"""Where things lie: what is shipped with the program, and what it keeps for its user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import cnnstudio

_PACKAGE = Path(cnnstudio.__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """The path of a shipped file: `resource_path("icons", "conv2d.svg")` is in `resources/`,
    `resource_path("pretrained", "lenet5.safetensors")` in `pretrained/`.

    Found in a checkout and in an installed wheel alike. Whether the file exists is not asked.
    """
    if parts and parts[0] == "pretrained":
        return _shipped_root() / Path(*parts)
    return _shipped_root() / Path("resources", *parts)


def _shipped_root() -> Path:
    """A wheel carries both folders inside the package, a checkout beside it."""
    return _PACKAGE if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent


def user_cache_dir() -> Path:
    """The folder for what can be made again; `CNNSTUDIO_CACHE` overrides it. May not exist yet."""
    if override := os.environ.get("CNNSTUDIO_CACHE"):
        return Path(override)
    if sys.platform == "win32":
        return _from_environment("LOCALAPPDATA", "AppData/Local") / "CNN Studio" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "CNN Studio"
    return _from_environment("XDG_CACHE_HOME", ".cache") / "cnnstudio"


def user_data_dir() -> Path:
    """The folder for what must last; `CNNSTUDIO_DATA` overrides it. May not exist yet."""
    if override := os.environ.get("CNNSTUDIO_DATA"):
        return Path(override)
    if sys.platform == "win32":
        return _from_environment("APPDATA", "AppData/Roaming") / "CNN Studio"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "CNN Studio"
    return _from_environment("XDG_DATA_HOME", ".local/share") / "cnnstudio"


def _from_environment(variable: str, below_home: str) -> Path:
    value = os.environ.get(variable, "")
    # The XDG specification: a relative path is invalid and to be ignored.
    return Path(value) if os.path.isabs(value) else Path.home() / below_home
