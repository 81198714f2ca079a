"""Project files: what is saved is opened again, and what is not sound gets one sentence."""

from __future__ import annotations

import json
import math
import os
import stat
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.core.interventions import Interventions, Unit
from cnnstudio.core.layers import Linear, Residual
from cnnstudio.core.network import Network
from cnnstudio.core.project import Project, ProjectError, load_project, save_project
from cnnstudio.core.project_archive import NETWORK, WEIGHTS
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import STARTERS, starter
from cnnstudio.core.tensors import Floats, weights_of_network
from tests.strategies import extreme_networks, networks

quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def weights_for(network: Network) -> dict[str, Floats]:
    chance = np.random.default_rng(0)
    shapes = weights_of_network(network)
    return {name: chance.random(shape, dtype=np.float32) for name, shape in shapes.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "network.cnnstudio"


def run_settings() -> st.SearchStrategy[RunSettings | None]:
    made = st.builds(
        RunSettings,
        optimizer=st.sampled_from(["sgd", "adam", "adamw"]),
        learning_rate=st.floats(1e-7, 100),
        nesterov=st.booleans(),
        batch_size=st.integers(1, 10_000),
        seed=st.integers(0, 2**31 - 1),
    )
    return st.none() | made


@quick
@given(networks() | extreme_networks(), run_settings())
def test_whatever_can_be_built_is_the_same_after_saving_and_opening(
    network: Network, training: RunSettings | None
) -> None:
    shapes = weights_of_network(network).values()
    small = sum(math.prod(shape) for shape in shapes) < 1_000_000
    project = Project(network, weights_for(network) if small else {}, training)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.cnnstudio")
        save_project(path, project)
        assert load_project(path) == project
        assert os.listdir(folder) == [path.name]


@pytest.mark.parametrize("name", ["lenet5", "local", "resnet56", "simple-cnn"])
def test_a_starter_with_all_its_weights_is_the_same_after_saving_and_opening(
    name: str, path: Path
) -> None:
    project = Project(starter(name), weights_for(starter(name)), RunSettings())
    save_project(path, project)
    assert load_project(path) == project


def units(layer_id: str, *indices: int) -> frozenset[Unit]:
    return frozenset(Unit(layer_id, index) for index in indices)


def test_what_is_frozen_and_off_is_the_same_after_saving_and_opening(path: Path) -> None:
    network = starter("resnet20")
    block = next(layer for layer in network.layers if isinstance(layer, Residual))
    frozen = units(network.layers[0].id, 0, 3, 15) | units(block.body[0].id, 1)
    off = units(f"{block.id}.shortcut", *range(16)) | units(block.id, 2)
    project = Project(network, {}, None, Interventions(frozen, off))
    save_project(path, project)
    assert load_project(path) == project
    assert load_project(path).interventions == Interventions(frozen, off)


def test_units_of_layers_that_are_gone_or_smaller_are_left_out(path: Path) -> None:
    held = Interventions(units("conv1", 0, 5, 6) | units("gone", 0), units("gone", 1))
    save_project(path, Project(starter("lenet5"), {}, None, held))
    assert load_project(path).interventions == Interventions(units("conv1", 0, 5))


def test_behind_a_problem_units_are_kept_as_they_are(path: Path) -> None:
    broken = Network("broken", (Linear(10, id="a"), Linear(10, id="b")))
    project = Project(broken, {}, None, Interventions(units("b", 9, 400)))
    save_project(path, project)
    assert load_project(path) == project


def test_a_file_in_which_nothing_is_done_by_hand_is_of_the_first_format(path: Path) -> None:
    for held, format in ((Interventions(), 1), (Interventions(units("conv1", 2)), 2)):
        save_project(path, Project(starter("lenet5"), {}, None, held))
        with zipfile.ZipFile(path) as archive:
            assert json.loads(archive.read("network.json"))["format"] == format


@pytest.mark.parametrize("name", STARTERS)
def test_every_starter_can_be_saved_without_weights(name: str, path: Path) -> None:
    save_project(path, Project(starter(name)))
    assert load_project(path).network == starter(name)


@pytest.mark.parametrize("name", ["", "数字", "a\nb\0c", "\ud800", "“" * 200])
def test_any_text_can_be_a_name(name: str, path: Path) -> None:
    save_project(path, Project(Network(name)))
    assert load_project(path).network.name == name


def test_projects_with_other_weights_are_not_equal() -> None:
    network = starter("linear")
    weights = weights_for(network)
    changed = {**weights, "dense1.bias": weights["dense1.bias"] + 1}
    assert Project(network, weights) != Project(network, changed)
    assert Project(network, weights) == Project(network, dict(weights))


def test_weights_of_layers_that_are_gone_or_changed_are_left_out(path: Path) -> None:
    network = starter("linear")
    good = weights_for(network)
    bad = {"gone.weight": np.ones(3, np.float32), "dense1.extra": np.ones(1, np.float32)}
    save_project(path, Project(network, {**good, **bad}))
    assert load_project(path) == Project(network, good)


def test_layers_behind_a_problem_keep_their_weights(path: Path) -> None:
    broken = Network("broken", (Linear(5, id="a"), Linear(10, id="b")))
    project = Project(broken, {"b.weight": np.ones((10, 5), np.float32)})
    save_project(path, project)
    assert load_project(path) == project


def test_not_a_number_and_infinity_are_kept_in_weights(path: Path) -> None:
    network = starter("linear")
    weights = weights_for(network)
    weights["dense1.bias"][:2] = (np.nan, np.inf)
    save_project(path, Project(network, weights))
    assert load_project(path) == Project(network, weights)


def test_the_archive_can_be_read_with_ordinary_tools(path: Path) -> None:
    from safetensors.numpy import load

    weights = weights_for(starter("lenet5"))
    save_project(path, Project(starter("lenet5"), weights))
    with zipfile.ZipFile(path) as archive:
        described = json.loads(archive.read(NETWORK))
        tensors = load(archive.read(WEIGHTS))
    assert described["layers"][0]["kernel_size"] == [5, 5]
    assert {name: t.shape for name, t in tensors.items()} == weights_of_network(starter("lenet5"))


# --- what goes wrong while saving ------------------------------------------------------------


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_project(path, Project(starter("linear")))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProjectError, match="No space left on device"):
        save_project(path, Project(starter("lenet5")))
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_saving_into_a_folder_that_is_not_there_says_so(path: Path) -> None:
    with pytest.raises(ProjectError, match=r"“x\.cnnstudio” cannot be written \(No such file"):
        save_project(path.parent / "gone" / "x.cnnstudio", Project(starter("linear")))


def test_saving_through_a_link_keeps_the_link_and_the_permissions(path: Path) -> None:
    target = path.with_name("real.cnnstudio")
    save_project(target, Project(starter("linear")))
    target.chmod(0o640)
    path.symlink_to(target)
    save_project(path, Project(starter("mlp")))
    assert path.is_symlink()
    assert load_project(target).network == starter("mlp")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
