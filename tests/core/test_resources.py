"""Where shipped files and the user's folders are looked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cnnstudio.core.resources import resource_path, user_cache_dir, user_data_dir

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the XDG rules are Linux's")


def test_a_checkout_finds_both_of_its_folders(project_root: Path) -> None:
    assert resource_path("mnist") == project_root / "resources" / "mnist"
    assert resource_path("pretrained", "lenet5.json") == project_root / "pretrained/lenet5.json"


def test_the_environment_overrides_both_user_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNNSTUDIO_CACHE", "/elsewhere/cache")
    monkeypatch.setenv("CNNSTUDIO_DATA", "/elsewhere/data")
    assert user_cache_dir() == Path("/elsewhere/cache")
    assert user_data_dir() == Path("/elsewhere/data")


@linux_only
def test_the_xdg_folders_are_used_where_they_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CNNSTUDIO_CACHE")
    monkeypatch.delenv("CNNSTUDIO_DATA")
    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg/cache")
    monkeypatch.setenv("XDG_DATA_HOME", "/xdg/data")
    assert user_cache_dir() == Path("/xdg/cache/cnnstudio")
    assert user_data_dir() == Path("/xdg/data/cnnstudio")


@linux_only
@pytest.mark.parametrize("value", ["", "relative/folder"])
def test_an_empty_or_relative_xdg_folder_is_ignored(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.delenv("CNNSTUDIO_CACHE")
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    assert user_cache_dir() == Path("/home/somebody/.cache/cnnstudio")
