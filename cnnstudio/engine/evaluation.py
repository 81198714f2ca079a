"""A test on the 10,000 test digits, in pieces, so that commands need not wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from cnnstudio.core.messages import Evaluated
from cnnstudio.core.network import Network
from cnnstudio.engine.build import Model
from cnnstudio.engine.datasets import DeviceDigits, adapt
from cnnstudio.engine.devices import memory_format
from cnnstudio.engine.precision import autocast

_CLASSES = 10
#: Multiply-adds of one piece: about a tenth of a second on one core, or on a small GPU.
_PIECE = 2_000_000_000
_PIECE_OF_GPU = 200_000_000_000
_LARGEST_PIECE = 1000


@dataclass
class Score:
    """What is known after the pieces so far."""

    loss_sum: float = 0.0
    probabilities: list[npt.NDArray[np.float16]] = field(default_factory=list)
    answers: list[npt.NDArray[np.int64]] = field(default_factory=list)


def piece_size(macs: int, kind: str = "cpu") -> int:
    """Digits in one piece for a network of this many multiply-adds, on a device of this kind: a
    power of 2, or 1,000."""
    fits = (_PIECE if kind == "cpu" else _PIECE_OF_GPU) // max(1, macs)
    return _LARGEST_PIECE if fits >= _LARGEST_PIECE else 1 << max(0, fits.bit_length() - 1)


def score_pieces(
    model: Model, network: Network, digits: DeviceDigits, macs: int, precision: str = "float32"
) -> Iterator[Score]:
    """Yields the growing score after each piece. The model is left in training mode or not as
    it was, between pieces too."""
    score = Score()
    size = piece_size(macs, digits.labels.device.type)
    for start in range(0, len(digits), size):
        x, labels = digits.slice(start, start + size)
        training = model.training
        model.eval()
        try:
            x = adapt(x, network.input).contiguous(memory_format=memory_format(x.device.type))
            _score_piece(model, x, labels, precision, score)
        finally:
            model.train(training)
        yield score


@torch.no_grad()
def _score_piece(model: Model, x: Tensor, labels: Tensor, precision: str, score: Score) -> None:
    with autocast(x.device.type, precision):
        logits = model(x)
    logits = logits.float()
    first = logits[:, :_CLASSES]
    score.loss_sum += F.cross_entropy(logits, labels, reduction="sum").item()
    answers = first.argmax(1).cpu().numpy()
    shares = first.softmax(1).to("cpu", torch.float16).numpy()
    score.probabilities.append(_with_answers_first(shares, answers))
    score.answers.append(answers)


def _with_answers_first(
    shares: npt.NDArray[np.float16], answers: npt.NDArray[np.int64]
) -> npt.NDArray[np.float16]:
    """The shares, an answer's one step larger where rounding has made another as large."""
    tied = np.flatnonzero(shares.argmax(1) != answers)
    shares[tied, answers[tied]] = np.nextafter(shares[tied].max(1), np.float16(2))
    return shares


def evaluated(
    score: Score,
    labels: Tensor,
    *,
    run_id: str = "",
    request: int = 0,
    step: int = 0,
    epoch: float = 0,
    seconds: float = 0,
) -> Evaluated:
    """The event that tells of a finished score."""
    truth = labels.cpu().numpy()
    answers = np.concatenate(score.answers)
    confusion = np.bincount(truth * _CLASSES + answers, minlength=_CLASSES**2)
    return Evaluated(
        run_id,
        request,
        step,
        epoch,
        loss=score.loss_sum / len(truth),
        accuracy=float(np.mean(answers == truth)),
        seconds=seconds,
        confusion=confusion.reshape(_CLASSES, _CLASSES).astype(np.int64),
        probabilities=np.concatenate(score.probabilities),
    )
