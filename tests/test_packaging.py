"""A wheel built from the tree, installed in an empty folder, finds everything that it ships."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

SHIPPED_FOLDERS = ("resources", "pretrained")
#: What setuptools makes a wheel from.
SOURCES = ("cnnstudio", *SHIPPED_FOLDERS, "pyproject.toml", "setup.py", "README.md", "LICENSE")

LIST_SHIPPED_FILES = """
import sys
from cnnstudio.core.resources import resource_path
for folder, top in (("resources", resource_path()), ("pretrained", resource_path("pretrained"))):
    for path in sorted(top.rglob("*")):
        if path.is_file():
            print(folder, path.relative_to(top).as_posix(), path.stat().st_size, sep="\\t")
"""


@pytest.fixture(scope="module")
def installed(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds nothing but the installed wheel."""
    base = tmp_path_factory.mktemp("wheel")
    tree = _copy_of_the_sources(project_root, base / "tree")
    wheels = base / "dist"
    options = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index")
    _python("-m", "pip", "wheel", *options, "--no-build-isolation", "-w", str(wheels), str(tree))
    (wheel,) = wheels.glob("cnnstudio-*.whl")
    _python("-m", "pip", "install", *options, "--target", str(base / "site"), str(wheel))
    return base / "site"


def _copy_of_the_sources(project_root: Path, tree: Path) -> Path:
    """Setuptools leaves a `build` folder where it works: not in the checkout."""
    for name in SOURCES:
        source = project_root / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            tree.mkdir(exist_ok=True)
            shutil.copy2(source, tree / name)
    return tree


def _python(*arguments: str, path: Path | None = None, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _files_below(folder: Path) -> set[tuple[str, str, int]]:
    return {
        (folder.name, path.relative_to(folder).as_posix(), path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_installed_wheel_is_what_the_checks_import(installed: Path, tmp_path: Path) -> None:
    where = _python(
        "-c", "import cnnstudio; print(cnnstudio.__file__)", path=installed, cwd=tmp_path
    )
    assert Path(where.strip()) == installed / "cnnstudio" / "__init__.py"


def test_every_shipped_file_is_found_from_the_wheel(
    installed: Path, project_root: Path, tmp_path: Path
) -> None:
    listed = _python("-c", LIST_SHIPPED_FILES, path=installed, cwd=tmp_path)
    rows = [line.split("\t") for line in listed.splitlines()]
    found = {(folder, name, int(size)) for folder, name, size in rows}
    shipped = set.union(*(_files_below(project_root / folder) for folder in SHIPPED_FOLDERS))
    assert found == shipped


def test_every_module_is_in_the_wheel(installed: Path, project_root: Path) -> None:
    def modules(root: Path) -> Sequence[str]:
        package = root / "cnnstudio"
        return sorted(path.relative_to(package).as_posix() for path in package.rglob("*.py"))

    assert modules(installed) == modules(project_root)


def test_the_wheel_loads_its_own_digits(installed: Path, tmp_path: Path) -> None:
    load = "from cnnstudio.core.mnist import load_digits; print(len(load_digits('train')))"
    assert _python("-c", load, path=installed, cwd=tmp_path).strip() == "60000"


def test_the_wheel_carries_the_licences(installed: Path) -> None:
    (information,) = installed.glob("cnnstudio-*.dist-info")
    names = {path.name for path in information.rglob("*") if path.is_file()}
    assert {"LICENSE", "LICENSE.md", "OFL.txt"} <= names
