"""Small turns, shifts and changes of size, each digit its own, a batch at once."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from cnnstudio.core.network import DIGIT_SIZE
from cnnstudio.core.run_settings import RunSettings


def augment(digits: Tensor, settings: RunSettings) -> Tensor:
    """The digits (N, 1, 28, 28), each turned, shifted and scaled anew at random.

    `transforms.v2` would give the whole batch one and the same change.
    """
    count = len(digits)
    chance = torch.rand(4, count, device=digits.device) * 2 - 1
    angle = chance[0] * math.radians(settings.rotate)
    size = 1 + chance[1] * settings.scale
    # affine_grid counts from −1 to 1 across the picture.
    shift = chance[2:] * (2 * settings.shift / DIGIT_SIZE)
    cosine, sine = angle.cos() / size, angle.sin() / size
    theta = torch.stack((cosine, -sine, shift[0], sine, cosine, shift[1]), 1).view(count, 2, 3)
    grid = F.affine_grid(theta, list(digits.shape), align_corners=False)
    return F.grid_sample(digits, grid, align_corners=False)
