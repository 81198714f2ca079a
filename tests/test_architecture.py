"""The rules of the house (docs/architecture.md), each held by a test whose name says it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QT = {"PySide6", "shiboken6", "pyqtgraph", "PyQt5", "PyQt6", "PySide2"}
TORCH = {"torch", "torchvision", "safetensors.torch"}
MAY_IMPORT = {
    "core": {"core"},
    "engine": {"engine", "core"},
    "bridge": {"bridge", "core"},
    "ui": {"ui", "bridge", "core"},
}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


@dataclass(frozen=True)
class Import:
    """One imported name, `torch.nn.functional` say, and where in the module it is asked for."""

    name: str
    line: int
    in_function: bool
    for_types_only: bool

    def is_of(self, packages: set[str]) -> bool:
        return any(self.name == name or self.name.startswith(f"{name}.") for name in packages)


def imports_in(source: str, package: str = "") -> list[Import]:
    """Every import of a module's source, wherever it stands; `package` resolves relative ones."""
    return list(_walk(ast.parse(source), package, in_function=False, for_types_only=False))


def _walk(
    node: ast.AST, package: str, *, in_function: bool, for_types_only: bool
) -> Iterator[Import]:
    for name in _names(node, package):
        yield Import(name, node.lineno, in_function, for_types_only)
    in_function |= isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    guarded = node.body if isinstance(node, ast.If) and _asks_type_checking(node.test) else []
    for child in ast.iter_child_nodes(node):
        yield from _walk(
            child,
            package,
            in_function=in_function,
            for_types_only=for_types_only or child in guarded,
        )


def _asks_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def _names(node: ast.AST, package: str) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            above = package.split(".")[: len(package.split(".")) - level + 1] if level else []
            origin = ".".join([*above, *([module] if module else [])])
            return [f"{origin}.{alias.name}" for alias in names]
        case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]):
            if ast.unparse(function) in {"import_module", "importlib.import_module", "__import__"}:
                return [name]
    return []


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file, of every module of the package."""
    found = {}
    for path in sorted((ROOT / "cnnstudio").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports_of(module: str) -> list[Import]:
    path = modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return imports_in(path.read_text(encoding="utf-8"), package)


def layer_of(name: str) -> str:
    """`core` for `cnnstudio.core.layers`; nothing for what belongs to no layer."""
    parts = name.split(".")
    return parts[1] if parts[0] == "cnnstudio" and len(parts) > 1 and parts[1] in MAY_IMPORT else ""


def offenders(layer: str, forbidden: set[str]) -> list[str]:
    return [
        f"{module}:{entry.line} imports {entry.name}"
        for module in modules()
        if layer_of(module) == layer
        for entry in imports_of(module)
        if entry.is_of(forbidden)
    ]


def test_core_imports_neither_qt_nor_torch() -> None:
    assert offenders("core", QT | TORCH) == []


def test_core_imports_only_the_standard_library_numpy_and_safetensors() -> None:
    allowed = {*sys.stdlib_module_names, "numpy", "safetensors", "cnnstudio"}
    assert [
        f"{module}:{entry.line} imports {entry.name}"
        for module in modules()
        if layer_of(module) == "core"
        for entry in imports_of(module)
        if not entry.is_of(allowed)
    ] == []


def test_engine_imports_no_qt() -> None:
    assert offenders("engine", QT) == []


def test_ui_imports_no_torch_not_inside_a_function_either() -> None:
    assert offenders("ui", TORCH) == []


def test_bridge_imports_neither_qt_nor_torch_not_inside_a_function_either() -> None:
    assert offenders("bridge", QT | TORCH) == []


def test_arrows_run_down_only() -> None:
    assert [
        f"{module}:{entry.line} imports {entry.name}"
        for module in modules()
        for entry in imports_of(module)
        if (layer := layer_of(module)) and (target := layer_of(entry.name))
        if target not in MAY_IMPORT[layer]
        if not (layer == "bridge" and target == "engine" and entry.in_function)
    ] == []


def test_bridge_names_only_the_first_function_of_the_engine() -> None:
    named = {
        entry.name
        for module in modules()
        if layer_of(module) == "bridge"
        for entry in imports_of(module)
        if layer_of(entry.name) == "engine"
    }
    assert len(named) <= 1, named


def test_the_command_line_imports_window_and_engine_only_inside_functions() -> None:
    heavy = QT | TORCH | {f"cnnstudio.{layer}" for layer in ("ui", "bridge", "engine")}
    assert [
        f"{module}:{entry.line} imports {entry.name}"
        for module in modules()
        if not layer_of(module)
        for entry in imports_of(module)
        if entry.is_of(heavy) and not (entry.in_function or entry.for_types_only)
    ] == []


def test_there_are_no_import_circles() -> None:
    graph = {
        module: {
            target
            for entry in imports_of(module)
            if not entry.for_types_only
            if (target := _module_meant(entry.name)) and target != module
        }
        for module in modules()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" <- ".join(error.args[1])) from None


def _module_meant(name: str) -> str:
    """`cnnstudio.core.layers` for itself and for the name `cnnstudio.core.layers.Conv2d`."""
    if name in modules():
        return name
    parent = name.rpartition(".")[0]
    return parent if parent in modules() else ""


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files()
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ] == []


def python_files() -> list[Path]:
    folders = ("cnnstudio", "tests", "benchmarks", "docs")
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_the_folders_of_the_tests_are_those_of_the_package() -> None:
    code = {path.parent.relative_to(ROOT / "cnnstudio") for path in modules().values()}
    tests = {
        path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")
    }
    assert tests <= code


def test_every_folder_of_the_package_has_tests() -> None:
    with_code = {
        path.parent.relative_to(ROOT / "cnnstudio")
        for path in modules().values()
        if path.stem not in {"__init__", "__main__"}
    }
    assert [folder for folder in sorted(with_code) if not _tests_of(folder)] == []


def _tests_of(folder: Path) -> list[Path]:
    """The test files of a folder of the package: in one of its name, or one named after it."""
    mirrored = ROOT / "tests" / folder
    return [*mirrored.glob("test_*.py"), *mirrored.parent.glob(f"test_{folder.name}*.py")]


def test_an_import_hidden_in_a_function_is_seen() -> None:
    hidden = "def late():\n    import torch.nn as nn\n    from importlib import import_module\n"
    (found, _) = imports_in(hidden)
    assert found == Import("torch.nn", 2, in_function=True, for_types_only=False)
    assert found.is_of(TORCH)


def test_an_import_by_name_and_a_relative_one_are_seen() -> None:
    source = "importlib.import_module('torch')\nfrom ..engine import worker\n"
    names = [entry.name for entry in imports_in(source, "cnnstudio.bridge")]
    assert names == ["torch", "cnnstudio.engine.worker"]


def test_an_import_for_types_alone_is_told_apart() -> None:
    source = "if TYPE_CHECKING:\n    import torch\nelse:\n    import json\n"
    assert [entry.for_types_only for entry in imports_in(source)] == [True, False]
