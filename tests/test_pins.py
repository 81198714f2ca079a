"""constraints.txt pins what pyproject.toml asks for, and both leave the choice of registry open."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


def pins(project_root: Path) -> dict[str, Version]:
    text = (project_root / "constraints.txt").read_text(encoding="utf-8")
    rows = [line.partition("==") for line in text.splitlines() if not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, _, version in rows}


def requirements(project_root: Path) -> list[Requirement]:
    project = tomllib.loads((project_root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for text in sum(extras, project["dependencies"])]


def test_every_dependency_is_pinned_within_its_range(project_root: Path) -> None:
    pinned = pins(project_root)
    assert [
        str(requirement)
        for requirement in requirements(project_root)
        if not requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])
    ] == []


def test_every_dependency_has_a_range(project_root: Path) -> None:
    assert [str(item) for item in requirements(project_root) if not item.specifier] == []


def test_neither_file_names_a_registry(project_root: Path) -> None:
    for name in ("pyproject.toml", "constraints.txt"):
        assert "://" not in (project_root / name).read_text(encoding="utf-8")
