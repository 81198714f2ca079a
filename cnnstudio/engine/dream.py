"""Gradient ascent on a picture: what excites a part of the network most."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from cnnstudio.core.dreaming import DreamSettings, Excited
from cnnstudio.core.messages import Dream, Dreamed, Event, Progress
from cnnstudio.core.network import Input
from cnnstudio.engine.attribution import input_of
from cnnstudio.engine.build import Model
from cnnstudio.engine.scene import Scene

#: Frames are sent together that come within this time (s).
PIECE = 0.08
#: Noise is this bright at most: digits are white on black.
NOISE = 0.3


def dream(look: Dream, scene: Scene) -> Iterator[Event | None]:
    """Answer with the frames as they form, the one before the first step included.

    Activation maximisation (Erhan et al. 2009; Simonyan et al. 2014) with total variation
    (Mahendran and Vedaldi 2015), blur (Yosinski et al. 2015), and jitter and a gradient of length 1
    (Mordvintsev et al. 2015).
    """
    scene = scene.kept()
    settings, excited = look.settings, look.excited
    x = first_pictures(look, scene.network.input)
    shifts = _shifts(settings)
    frames, excitations, first = [_bytes(x)], [excitation(scene.model, x, excited)], 0
    began = time.monotonic()
    for step in range(1, settings.steps + 1):
        x = ascended(scene.model, x, excited, settings, next(shifts))
        frames.append(_bytes(x))
        excitations.append(excitation(scene.model, x, excited))
        if step == settings.steps or time.monotonic() - began > PIECE:
            yield _answer(look, scene, first, frames, excitations)
            yield Progress(look.request, step, settings.steps)
            frames, excitations, first = [], [], step + 1
            began = time.monotonic()


def first_pictures(look: Dream, input: Input) -> Tensor:
    """The pictures before the first step, (dreams, channels, rows, columns): the same for all."""
    if look.settings.start == "digit":
        first = input_of(look.digit, input)
    else:
        chance = torch.Generator().manual_seed(look.settings.seed)
        size = (1, input.channels, input.height, input.width)
        first = NOISE * torch.rand(size, generator=chance)
    return first.repeat(len(look.excited.channels), 1, 1, 1)


def ascended(
    model: Model, x: Tensor, excited: Excited, settings: DreamSettings, shift: tuple[int, int]
) -> Tensor:
    """The pictures after one step: x + rate · (g / ‖g‖ − λ₂ x − λₜ ∂TV/∂x), then blurred, then cut
    to 0 to 1. ‖g‖ is the root mean square of a picture's gradient; where that is 0, so is g / ‖g‖.

    Neighbours that differ by less than 2 rate · λₜ are pulled together the less, the less they do:
    a pull of full strength would carry them past each other, and speckle what it is to smooth.
    """
    moved = x.roll(shift, (2, 3)).requires_grad_()
    (slope,) = torch.autograd.grad(_excitation(model, moved, excited).sum(), moved)
    slope = slope.roll((-shift[0], -shift[1]), (2, 3))
    length = slope.square().mean((1, 2, 3), keepdim=True).sqrt()
    uphill = torch.where(length > 0, slope / length, 0.0)
    pull = settings.l2 * x
    if settings.total_variation:
        near = 2 * settings.rate * settings.total_variation
        pull = pull + settings.total_variation * variation_slope(x, near)
    x = x + settings.rate * (uphill - pull)
    if settings.blur:
        around = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
        x = x.lerp(around, settings.blur)
    return x.clamp(0, 1)


def variation_slope(x: Tensor, near: float) -> Tensor:
    """The gradient of the sum of |differences| of neighbouring pixels, a quarter of it: -1 to 1.
    Of differences d below `near` it is that of d² / (2 near)."""
    slope = torch.zeros_like(x)
    for axis in (2, 3):
        pulls = (x.diff(dim=axis) / near).clamp(-1, 1) / 4
        length = x.shape[axis]
        slope.narrow(axis, 1, length - 1).add_(pulls)
        slope.narrow(axis, 0, length - 1).sub_(pulls)
    return slope


@torch.no_grad()
def excitation(model: Model, x: Tensor, excited: Excited) -> Tensor:
    """How much each picture excites what it is to excite, (dreams,)."""
    return _excitation(model, x, excited)


def _excitation(model: Model, x: Tensor, excited: Excited) -> Tensor:
    output = _output(model, x, excited.layer_id)
    each = torch.arange(len(x))
    values = output[each, torch.tensor(excited.channels)]
    if values.dim() == 1:
        return values
    if excited.cell is not None:
        row, column = excited.cell
        return values[:, row, column]
    return values.mean((1, 2))


class _ReachedError(Exception):
    """The layer that is asked for has been computed; what comes after it does not matter."""


def _output(model: Model, x: Tensor, layer_id: str) -> Tensor:
    """What comes out of a layer, or the logits; KeyError for a layer that is not there."""
    if not layer_id:
        logits: Tensor = model(x)
        return logits
    found: list[Tensor] = []

    def watch(id: str, output: Tensor) -> None:
        if id == layer_id:
            found.append(output)
            raise _ReachedError

    try:
        model(x, watch)
    except _ReachedError:
        return found[0]
    raise KeyError(layer_id)


def _shifts(settings: DreamSettings) -> Iterator[tuple[int, int]]:
    """How far the picture is shifted before each step."""
    chance = torch.Generator().manual_seed(settings.seed)
    most = settings.jitter
    while True:
        down, right = torch.randint(-most, most + 1, (2,), generator=chance).tolist()
        yield int(down), int(right)


def _bytes(x: Tensor) -> npt.NDArray[np.uint8]:
    return np.asarray((x * 255).round().to(torch.uint8).numpy())


def _answer(
    look: Dream,
    scene: Scene,
    first: int,
    frames: list[npt.NDArray[np.uint8]],
    excitations: list[Tensor],
) -> Dreamed:
    values = torch.stack(excitations).numpy()
    return Dreamed(look.request, scene.run_id, scene.step, first, np.stack(frames), values)
