"""`cnnstudio train` and the command line around it, as a shell would call them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

import cnnstudio
from cnnstudio.core.interventions import Interventions, Unit
from cnnstudio.core.layers import Flatten, Linear
from cnnstudio.core.network import Network
from cnnstudio.core.project import Project, save_project
from cnnstudio.core.run_settings import RunSettings

QUICK = ("--batch-size", "1000", "--epochs", "1", "--threads", "1", "--precision", "float32")


def call(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cnnstudio", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        cwd=cwd,
        timeout=120,
        check=False,
    )


def environment() -> dict[str, str]:
    root = str(Path(cnnstudio.__file__).parent.parent)
    return {**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8"}


def lines(text: str, event: str) -> list[dict]:
    return [found for line in text.splitlines() if (found := json.loads(line))["event"] == event]


def test_json_has_one_object_a_line_with_the_fields_that_were_promised() -> None:
    done = call("train", "linear", "--json", *QUICK)
    assert (done.returncode, done.stderr) == (0, "")
    (evaluated,) = lines(done.stdout, "evaluated")
    assert set(evaluated) == {
        *("event", "epoch", "step", "test_loss", "test_accuracy", "seconds"),
    }
    assert (evaluated["epoch"], evaluated["step"]) == (1, 60)
    assert evaluated["test_accuracy"] > 0.5
    metrics = lines(done.stdout, "metrics")
    assert set(metrics[-1]) == {
        *("event", "step", "epoch", "loss", "accuracy", "images_per_second"),
    }
    assert metrics[-1]["step"] == 60
    assert len(lines(done.stdout, "finished")) == 1


def test_the_same_command_gives_the_same_test_loss() -> None:
    first, second, other = (
        lines(call("train", "linear", "--json", "--seed", seed, *QUICK).stdout, "evaluated")[0]
        for seed in ("3", "3", "4")
    )
    assert first["test_loss"] == second["test_loss"] != other["test_loss"]


def test_without_json_there_is_a_line_for_each_epoch() -> None:
    done = call("train", "linear", *QUICK, "--epochs", "2")
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()[1:3]] == ["epoch 1", "epoch 2"]


def test_weights_are_saved_with_a_record_of_how_they_were_made(tmp_path: Path) -> None:
    target = tmp_path / "mine.safetensors"
    assert call("train", "linear", "--seed", "9", "--save", str(target), *QUICK).returncode == 0
    assert {name: a.shape for name, a in load_file(target).items()} == {
        "dense1.weight": (10, 784),
        "dense1.bias": (10,),
    }
    record = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["command"].startswith("cnnstudio train linear --seed 9")
    assert (record["seed"], record["epochs"]) == (9, 1)
    assert set(record["versions"]) >= {"python", "torch"}
    assert 0.5 < record["test_accuracy"] < 1


def test_a_project_file_is_trained_with_its_own_settings(tmp_path: Path) -> None:
    network = Network("mine", (Flatten(), Linear(10)))
    settings = RunSettings(batch_size=2000, epochs=2, threads=1, precision="float32")
    save_project(tmp_path / "mine.cnnstudio", Project(network, {}, settings))
    done = call("train", "mine.cnnstudio", "--json", "--epochs", "1", cwd=tmp_path)
    (evaluated,) = lines(done.stdout, "evaluated")
    assert evaluated["step"] == 30


def test_what_is_done_by_hand_in_a_project_is_left_out_and_that_is_said(tmp_path: Path) -> None:
    network = Network("mine", (Flatten(id="f"), Linear(10, id="d")))
    held = Interventions(frozenset({Unit("d", 1)}), frozenset({Unit("d", 0), Unit("d", 2)}))
    settings = RunSettings(batch_size=2000, epochs=1, threads=1, precision="float32")
    save_project(tmp_path / "mine.cnnstudio", Project(network, {}, settings, held))
    done = call("train", "mine.cnnstudio", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert len(lines(done.stdout, "evaluated")) == 1
    (sentence,) = done.stderr.splitlines()
    assert "afresh" in sentence
    assert "filters frozen: 1, maps off: 2" in sentence


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train"], "NETWORK"),
        (["train", "lenet6"], "lenet6"),
        (["train", "missing.cnnstudio"], "missing.cnnstudio"),
        (["train", "lenet5", "--lr", "-1"], "Learning rate"),
        (["train", "lenet5", "--lr", "nan"], "Learning rate"),
        (["train", "lenet5", "--epochs", "0"], "Epochs"),
        (["train", "lenet5", "--epochs", "many"], "many"),
        (["train", "lenet5", "--optimizer", "lion"], "lion"),
        (["train", "lenet5", "--device", "mps"], "mps"),
        (["train", "lenet5", "--save", "weights.bin"], "weights.bin"),
        (["train", "lenet5", "--save", "no/such/folder/w.safetensors"], "folder"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_bad_arguments_and_bad_files_get_one_sentence_and_status_2(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    if "mps" in arguments and sys.platform == "darwin":
        pytest.skip("this computer may have an Apple GPU")
    done = call(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_a_network_with_a_problem_is_not_trained(tmp_path: Path) -> None:
    save_project(tmp_path / "bad.cnnstudio", Project(Network("bad", (Linear(10),))))
    done = call("train", "bad.cnnstudio", cwd=tmp_path)
    assert done.returncode == 2
    assert "flatten first" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent by a signal of POSIX")
def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    arguments = ("train", "lenet5", "--json", "--epochs", "50", "--threads", "1")
    with subprocess.Popen(
        [sys.executable, "-m", "cnnstudio", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        _, error = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in error
    assert time.monotonic() - started < 5


def test_the_version_is_the_packages() -> None:
    assert call("--version").stdout == f"cnnstudio {cnnstudio.__version__}\n"


@pytest.mark.parametrize("name", ["linear", "mlp", "lenet5"])
def test_shipped_weights_reach_the_accuracy_that_their_record_says(name: str) -> None:
    import torch

    from cnnstudio.core.resources import resource_path
    from cnnstudio.core.starters import starter
    from cnnstudio.engine.datasets import load
    from cnnstudio.engine.evaluation import evaluated, score_pieces
    from cnnstudio.engine.weights import initialised

    record = json.loads(resource_path("pretrained", f"{name}.json").read_text(encoding="utf-8"))
    weights = load_file(resource_path("pretrained", f"{name}.safetensors"))
    network = starter(name)
    digits = load("test")
    torch.set_num_threads(1)
    model = initialised(network, weights, seed=99)
    *_, score = score_pieces(model, network, digits, 400_000)
    result = evaluated(score, digits.labels)
    assert result.accuracy == pytest.approx(record["test_accuracy"], abs=0.0003)
    assert np.isfinite(result.loss)
    if name == "lenet5":
        assert result.accuracy >= 0.99
