"""The small parts of the engine: digits, chance, schedules, devices, tests, probes."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio.core.layers import Conv2d, Flatten, Linear, Residual
from cnnstudio.core.messages import Device, Estimate, Probe
from cnnstudio.core.network import Input, Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.engine.augment import augment
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.devices import DeviceMissingError, available, choose
from cnnstudio.engine.estimate import estimate
from cnnstudio.engine.evaluation import evaluated, piece_size, score_pieces
from cnnstudio.engine.failures import sentence_of
from cnnstudio.engine.optimizer import make_optimizer, set_live
from cnnstudio.engine.probing import probe, thumbnail
from cnnstudio.engine.replica import Replica
from cnnstudio.engine.schedule import factor
from cnnstudio.engine.weights import as_arrays, initialised

LENET = starter("lenet5")


def test_all_digits_are_there_as_numbers_from_0_to_1(all_digits) -> None:
    train, test = all_digits
    assert (len(train), len(test)) == (60_000, 10_000)
    x, labels = train.batch(torch.tensor([0, 7]))
    assert x.shape == (2, 1, 28, 28)
    assert (x.min(), x.max()) == (0, 1)
    assert labels.tolist() == [5, 3]


def test_padding_puts_the_digit_in_the_middle_of_black() -> None:
    digit = torch.ones(1, 1, 28, 28)
    x = adapt(digit, Input(2, 33, 30))
    assert x.shape == (1, 2, 33, 30)
    assert torch.equal(x[:, :, 2:30, 1:29], digit.expand(1, 2, 28, 28))
    assert x.sum() == 2 * 28 * 28


def test_resizing_keeps_the_range_and_repeats_the_channel(all_digits) -> None:
    x = adapt(all_digits[0].slice(0, 4)[0], Input(3, 224, 224, fit="resize"))
    assert x.shape == (4, 3, 224, 224)
    assert torch.equal(x[:, 0], x[:, 2])
    assert x.min() >= 0
    assert x.max() <= 1


def test_each_digit_is_changed_in_its_own_way(all_digits) -> None:
    digit = all_digits[0].slice(0, 1)[0].expand(3, 1, 28, 28)
    first, second, third = augment(digit, RunSettings())
    assert not torch.equal(first, second)
    assert not torch.equal(second, third)


def test_no_turn_no_shift_and_no_scale_change_nothing(all_digits) -> None:
    digits = all_digits[0].slice(0, 5)[0]
    same = augment(digits, RunSettings(rotate=0, shift=0, scale=0))
    torch.testing.assert_close(same, digits, atol=1e-4, rtol=0)


def test_a_shift_is_at_most_as_many_pixels_as_set() -> None:
    dot = torch.zeros(200, 1, 28, 28)
    dot[:, :, 14, 14] = 1
    moved = augment(dot, RunSettings(rotate=0, shift=3, scale=0)).nonzero()[:, 2:]
    assert (moved - 14).abs().max() in (3, 4)  # between two pixels it is on both


def test_one_cycle_is_that_of_torch() -> None:
    total = 50
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1)
    theirs = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1.0, total, cycle_momentum=False)
    for step in range(total):
        assert factor("onecycle", step, total) == pytest.approx(theirs.get_last_lr()[0])
        optimizer.step()
        if step < total - 1:
            theirs.step()


def test_cosine_is_that_of_torch() -> None:
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1)
    theirs = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 50)
    for step in range(50):
        assert factor("cosine", step, 50) == pytest.approx(theirs.get_last_lr()[0])
        optimizer.step()
        theirs.step()


def test_a_constant_rate_stays() -> None:
    assert {factor("constant", step, 10) for step in range(10)} == {1}


def test_adams_momentum_is_its_first_beta() -> None:
    settings = RunSettings(momentum=0.7)
    optimizer = make_optimizer(nn.Linear(2, 2), settings)
    assert optimizer.param_groups[0]["betas"] == (0.7, 0.999)
    set_live(optimizer, RunSettings(momentum=0.2, weight_decay=0.1), 0.5)
    group = optimizer.param_groups[0]
    assert (group["betas"][0], group["weight_decay"], group["lr"]) == (0.2, 0.1, 0.5)


def test_the_cpu_is_always_there_and_says_why_nothing_better_is() -> None:
    cpu = available()[-1]
    assert cpu.kind == "cpu"
    assert cpu.cores >= 1
    assert choose("auto") == available()[0]
    if len(available()) == 1:
        assert cpu.why is not None


def test_a_device_that_is_not_there_is_named() -> None:
    present = {device.kind for device in available()}
    missing = next(kind for kind in ("mps", "cuda") if kind not in present)
    with pytest.raises(DeviceMissingError, match=missing):
        choose(missing)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"),
        MemoryError(),
    ],
)
def test_out_of_memory_is_told_apart(error: Exception) -> None:
    sentence = sentence_of(error, Device("cuda", "GPU X", 2), RunSettings(batch_size=512))
    assert str(sentence).startswith("GPU X has not enough memory")
    assert "512" in str(sentence)


def test_any_other_error_keeps_its_first_line() -> None:
    sentence = sentence_of(RuntimeError("first\nsecond"), choose("cpu"), RunSettings())
    assert str(sentence) == "The engine could not go on: first"


@pytest.mark.parametrize(
    ("macs", "size"), [(0, 1000), (416_520, 1000), (4_000_000, 256), (10**12, 1)]
)
def test_pieces_of_a_test_are_smaller_for_larger_networks(macs: int, size: int) -> None:
    assert piece_size(macs) == size


def test_a_test_counts_each_digit_once(all_digits) -> None:
    model = initialised(LENET, {}, 0)
    *_, score = score_pieces(model, LENET, all_digits[1], 416_520)
    result = evaluated(score, all_digits[1].labels)
    assert result.confusion.sum() == 10_000
    assert np.trace(result.confusion) == round(result.accuracy * 10_000)
    assert result.probabilities.shape == (10_000, 10)
    np.testing.assert_allclose(result.probabilities.sum(1, dtype=np.float32), 1, atol=5e-3)
    assert model.training


def test_a_probe_is_what_the_network_computes(all_digits) -> None:
    replica = Replica(LENET, model=initialised(LENET, {}, 3))
    digit = all_digits[0].slice(0, 1)[0]
    answer = probe(replica, Probe(5, digit[0, 0].numpy(), ("conv1", "nobody"), (), ("conv1",)))
    model = initialised(LENET, {}, 3).eval()
    torch.testing.assert_close(torch.from_numpy(answer.logits), model(digit)[0].detach())
    assert (answer.request, answer.run_id, answer.step) == (5, "", 0)
    assert list(answer.maps) == ["conv1"]
    torch.testing.assert_close(
        torch.from_numpy(answer.maps["conv1"]), model.stack.steps[0](digit)[0].detach()
    )
    assert {name: a.shape for name, a in answer.filters["conv1"].items()} == {
        "weight": (6, 1, 5, 5),
        "bias": (6,),
    }


def test_a_block_is_probed_with_its_shortcut_and_its_projections_filters() -> None:
    block = Residual((Conv2d(4, 3, padding=1, id="c"),), "projection", id="b")
    network = Network("n", (block, Flatten(), Linear(10)))
    replica = Replica(network, model=initialised(network, {}, 0))
    answer = probe(replica, Probe(1, np.ones((28, 28), np.float32), ("b",), ("b",), ("b",)))
    assert set(answer.maps) == set(answer.thumbnails) == {"b", "b.shortcut"}
    assert answer.filters["b"]["shortcut.0.weight"].shape == (4, 1, 1, 1)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((6, 28, 28), (6, 28, 28)),
        ((64, 55, 55), (16, 55, 55)),
        ((3, 224, 130), (3, 56, 33)),
        ((120,), (120,)),
    ],
)
def test_thumbnails_are_small(shape: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert thumbnail(torch.zeros(shape)).shape == expected


def test_a_replica_takes_weights_only_when_they_are_asked_for() -> None:
    old, new = initialised(LENET, {}, 1), initialised(LENET, {}, 2)
    replica = Replica(LENET, "run")
    replica.rest(old, 4)
    replica.fresh(0)
    replica.wake()
    replica.offer(new, 5)
    replica.fresh(0)
    assert replica.step == 4
    replica.offer(new, 6)  # `fresh` has waited in vain, and what it asked for comes now
    replica.fresh(0)
    assert replica.step == 6
    assert all(np.array_equal(a, as_arrays(new)[k]) for k, a in as_arrays(replica.model).items())


def test_an_estimate_grows_with_the_batch() -> None:
    small = estimate(Estimate(1, LENET, RunSettings(batch_size=16)), choose("cpu"), 1)
    large = estimate(Estimate(2, LENET, RunSettings(batch_size=1024)), choose("cpu"), 1)
    assert large.seconds_per_step > small.seconds_per_step > 0
    assert large.seconds_per_epoch == pytest.approx(large.seconds_per_step * 59)


def test_digits_are_read_without_torchs_compiler_and_torchvision_stays_whole() -> None:
    script = (
        "import sys; from cnnstudio.engine import datasets; digits = datasets.load('test');"
        "assert 'torch._dynamo' not in sys.modules;"
        "from torchvision.models import resnet18; from torchvision import ops;"
        "assert ops.nms and len(digits) == 10_000"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
