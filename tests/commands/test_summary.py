"""`cnnstudio summary`, as the shell sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cnnstudio.__main__ import main
from cnnstudio.core.interventions import Interventions, Unit
from cnnstudio.core.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnstudio.core.network import Input, Network
from cnnstudio.core.project import Project, save_project
from cnnstudio.core.starters import STARTERS, starter


def summary(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What `cnnstudio summary` prints."""
    assert main(["summary", *arguments]) == 0
    output, errors = capsys.readouterr()
    assert errors == ""
    return output


def as_json(capsys: pytest.CaptureFixture[str], network: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(summary(capsys, str(network), "--json"))
    return found


def test_lenet5_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "lenet5")
    assert list(found) == [
        *("name", "input", "layers", "parameters", "macs", "problems", "advice", "frozen", "off"),
    ]
    assert found["input"] == {"channels": 1, "height": 28, "width": 28}
    assert (found["parameters"], found["macs"]) == (61_706, 416_520)
    assert (found["problems"], found["advice"]) == ([], [])
    assert found["layers"][0] == {
        "kind": "Conv2d",
        "output": [6, 28, 28],
        "parameters": 156,
        "macs": 117_600,
        "receptive_field": {"size": [5, 5], "step": [1, 1], "offset": [-2, -2]},
    }
    assert [layer["kind"] for layer in found["layers"]] == [
        x.kind for x in starter("lenet5").layers
    ]


def test_a_block_shows_its_layers_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "resnet18")
    block = next(layer for layer in found["layers"] if layer["kind"] == "Residual")
    assert [layer["kind"] for layer in block["layers"]] == [
        *("Conv2d", "BatchNorm2d", "ReLU", "Conv2d", "BatchNorm2d")
    ]
    assert block["parameters"] == sum(layer["parameters"] for layer in block["layers"])
    assert found["parameters"] == sum(layer["parameters"] for layer in found["layers"])


@pytest.mark.parametrize("name", STARTERS)
def test_every_starter_has_a_table(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = summary(capsys, name).splitlines()
    assert lines[0].startswith(starter(name).name)
    heading = next(line for line in lines if line.startswith("layer"))
    total = next(line for line in lines if line.startswith("total"))
    assert heading.index("parameters") + len("parameters") == _end_of_number(total, 1)
    assert heading.index("multiply-adds") + len("multiply-adds") == _end_of_number(total, 2)


def _end_of_number(line: str, which: int) -> int:
    word = line.split()[which]
    return line.rindex(word) + len(word)


def test_problems_name_their_layer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.cnnstudio"
    save_project(path, Project(Network("broken", (Conv2d(4, (30, 30)), ReLU()))))
    text = summary(capsys, str(path))
    assert "Conv 4 @ 30×30: A 30×30 window does not fit into a 28×28 map." in text
    found = as_json(capsys, path)
    assert found["problems"] == ["A 30×30 window does not fit into a 28×28 map."]
    assert [layer["output"] for layer in found["layers"]] == [None, None]
    assert found["layers"][1]["receptive_field"] is None


def test_what_is_frozen_and_off_is_listed_by_layer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "held.cnnstudio"
    held = Interventions(
        frozenset({Unit("conv1", 0), Unit("conv1", 4)}), frozenset({Unit("relu2", 3)})
    )
    save_project(path, Project(starter("lenet5"), interventions=held))
    text = summary(capsys, str(path))
    assert text.splitlines()[-3:] == [
        *("By hand:", "  Conv 6 @ 5×5, pad 2: 2 frozen, 0 off", "  ReLU: 0 frozen, 1 off"),
    ]
    found = as_json(capsys, path)
    assert (found["frozen"], found["off"]) == ({"conv1": [0, 4]}, {"relu2": [3]})
    assert "By hand" not in summary(capsys, "lenet5")


def test_advice_says_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.cnnstudio"
    layers = (MaxPool2d((3, 3), (3, 3)), Flatten(), Linear(10))
    save_project(path, Project(Network("odd", layers, Input())))
    assert "Advice:\n  Max pool 3×3: A 3×3 window moving by 3" in summary(capsys, str(path))
    assert as_json(capsys, path)["problems"] == []
    assert "the last row and the last column" in as_json(capsys, path)["advice"][0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["summary", "lenet6"], "“lenet6” is neither a project file nor one of the starter"),
        (["summary", "gone.cnnstudio"], "“gone.cnnstudio” cannot be read (No such file"),
        (["summary", "a\0b"], "“a\0b” is neither"),
        (["summary", "x" * 5000], "is neither a project file nor"),
        (["summary", "/"], "is not a file that can be opened."),
        (["summary"], "the following arguments are required: NETWORK"),
        (["summary", "lenet5", "--nonsense"], "unrecognized arguments: --nonsense"),
    ],
)
def test_bad_arguments_get_one_sentence_and_status_2(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    output, errors = capsys.readouterr()
    assert (status, output) == (2, "")
    assert expected in errors
    assert len(errors.splitlines()) == 1


def test_the_shell_gets_the_summary_without_torch_or_qt(project_root: Path) -> None:
    script = (
        "import sys; from cnnstudio.__main__ import main; main(['summary', 'lenet5', '--json']);"
        "sys.exit(bool({'torch', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project_root, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["parameters"] == 61_706


def test_a_reader_that_has_read_enough_is_no_error(project_root: Path) -> None:
    command = f"{sys.executable} -m cnnstudio summary resnet152 --json | head -c 1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=project_root, capture_output=True, timeout=60, check=True
    )
    assert (done.stdout, done.stderr) == (b"{", b"")


def test_a_terminal_that_does_not_know_the_signs_gets_a_summary(project_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cnnstudio", "summary", "lenet5"],
        cwd=project_root,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Conv 6 @ 5?5" in done.stdout
