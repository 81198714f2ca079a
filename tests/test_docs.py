"""The walks in docs/ are true: they are carried out on a copy of the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

#: Run in the copy: the new layer is inferred, saved, opened, built and computed.
USE_THE_NEW_LAYER = """
import torch
from cnnstudio.core.infer import infer
from cnnstudio.core.layers import ELU, KINDS, Flatten, Linear
from cnnstudio.core.network import Network
from cnnstudio.core.project import Project, load_project, save_project
from cnnstudio.engine.build import BUILDERS, build

assert KINDS["ELU"] is ELU
network = Network("new", (Flatten(), ELU(2.0), Linear(10)))
assert infer(network).runs
assert [str(part) for part in network.layers[1].title()] == ["ELU 2"]
save_project("new.cnnstudio", Project(network))
assert load_project("new.cnnstudio").network == network
build(network)
x = torch.tensor([-1.0, 1.0])
assert torch.equal(BUILDERS["ELU"](network.layers[1], (2,))(x), torch.nn.functional.elu(x, 2.0))
"""

#: Run in the copy: the new lab is written down, read, drawn and asked.
USE_THE_NEW_LAB = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QGuiApplication
from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.core.labs.written import as_text, from_text, same
from cnnstudio.ui.labs.catalogue import compose
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.look import Theme

application = QGuiApplication([])
lab = LABS[0].first().edited(Cell("input", 0, 1), 5.0).at(3)
assert same(from_text(as_text(lab)), lab)
assert lab.question(3).answer == 9
plate = compose(lab, Moment(), QSizeF(800, 400), Theme())
assert [grid.value(Cell(grid.key, 0, 2)) for grid in plate.grids] == [3, 9]
assert plate.sentence == "3 numbers are added up."
"""


def carry_out(page: Path, root: Path) -> list[str]:
    """Make the changes that a page shows as diffs; the files that were changed."""
    changed = []
    for block in re.findall(r"```diff\n--- (.+?)```", page.read_text("utf-8"), re.DOTALL):
        name, _, lines = block.partition("\n")
        before = [line[1:] for line in lines.splitlines() if line[:1] in " -"]
        after = [line[1:] for line in lines.splitlines() if line[:1] in " +"]
        _replace(root / name, before, after)
        changed.append(name)
    return changed


def _replace(path: Path, before: list[str], after: list[str]) -> None:
    if not before:
        path.write_text("\n".join(after) + "\n", "utf-8")
        return
    text = path.read_text("utf-8")
    old, new = ("\n".join(lines) + "\n" for lines in (before, after))
    assert text.count(old) == 1, f"{path.name} does not hold these lines once:\n{old}"
    path.write_text(text.replace(old, new), "utf-8")


def test_adding_a_layer_as_the_page_says_makes_one_that_can_be_used(
    project_root: Path, tmp_path: Path
) -> None:
    shutil.copytree(
        project_root / "cnnstudio",
        tmp_path / "cnnstudio",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copytree(project_root / "resources" / "icons", tmp_path / "resources" / "icons")
    changed = carry_out(project_root / "docs" / "adding-a-layer.md", tmp_path)
    assert len(changed) == 7
    assert (tmp_path / "resources" / "icons" / "elu.svg").read_text("utf-8").startswith("<svg")
    run(USE_THE_NEW_LAYER, tmp_path)


def test_adding_a_lab_as_the_page_says_makes_one_that_can_be_drawn(
    project_root: Path, tmp_path: Path
) -> None:
    for folder in ("cnnstudio", "resources"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(project_root / folder, tmp_path / folder, ignore=ignored)
    changed = carry_out(project_root / "docs" / "adding-a-lab.md", tmp_path)
    assert len(changed) == 7
    run(USE_THE_NEW_LAB, tmp_path)


def run(script: str, folder: Path) -> None:
    """Run a script on the copy; it says nothing if all is well."""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
