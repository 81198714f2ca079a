"""What a look is about."""

from __future__ import annotations

from typing import NamedTuple

from cnnstudio.core.network import Network
from cnnstudio.engine.build import Model
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.replica import copy_of


class Scene(NamedTuple):
    """What a look is about: a network's float32 copy on the CPU, in evaluation mode, and MNIST.

    The copy is the one that all looks share, and gets newer weights between two pieces of an
    answer. An answer in several pieces goes by a copy of its own: `kept()`.
    """

    model: Model
    network: Network
    run_id: str
    step: int
    train_digits: DeviceDigits
    test_digits: DeviceDigits

    def kept(self) -> Scene:
        """The same with a copy of the weights that stays as it is."""
        return self._replace(model=copy_of(self.network, self.model))
