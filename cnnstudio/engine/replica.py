"""A copy of a network that can be looked into while the original is being trained."""

from __future__ import annotations

import threading

import torch

from cnnstudio.core.infer import infer
from cnnstudio.core.interventions import Interventions, Patch
from cnnstudio.core.network import Network
from cnnstudio.engine.build import Model, build, named_tensors
from cnnstudio.engine.freezing import apply_patches


def copy_of(network: Network, model: Model) -> Model:
    """Another module of the network with the same weights and the same units off, in evaluation
    mode, on the CPU."""
    copy = build(network)
    with torch.no_grad():
        for (_, mine), (_, theirs) in zip(named_tensors(copy), named_tensors(model), strict=True):
            mine.copy_(theirs)
    copy.switch_off(model.off)
    return copy.eval()


class Replica:
    """A network's float32 copy on the CPU, owned by the thread that answers probes.

    That thread asks for `fresh` weights. The training thread leaves them between two steps, by
    `offer`, in tensors that only the lock's holder touches: a probe never sees weights in the
    middle of an update, and never waits for a long step.
    """

    def __init__(self, network: Network, run_id: str = "", model: Model | None = None) -> None:
        self.network = network
        self.run_id = run_id
        self.macs = infer(network).macs
        self.model = (build(network) if model is None else model).eval()
        self.step = 0
        self._tensors = [tensor.detach() for _, tensor in named_tensors(self.model)]
        self._left: list[torch.Tensor] = []
        self._left_step: int | None = None
        self._left_off = self.model.off
        self._lock = threading.Lock()
        self._wanted = False
        self._is_still = model is not None
        self._came = threading.Event()

    def offer(self, source: Model, step: int, wanted: bool = False) -> None:
        """Leave weights, if they are wanted. Called between two steps; costs next to nothing."""
        if wanted or self._wanted:
            with self._lock:
                tensors = [tensor.detach() for _, tensor in named_tensors(source)]
                self._left = self._left or [torch.empty_like(mine) for mine in self._tensors]
                torch._foreach_copy_(self._left, tensors)
                self._left_step, self._left_off = step, source.off
                self._wanted = False
                self._came.set()

    def rest(self, source: Model, step: int) -> None:
        """Leave weights that will stay for a while: nobody needs to wait for newer ones."""
        self.offer(source, step, wanted=True)
        self._is_still = True

    def wake(self) -> None:
        """The weights begin to change."""
        self._is_still = False

    def intervene(self, interventions: Interventions, patches: tuple[Patch, ...]) -> None:
        """Change weights that no run trains. For the thread that answers probes."""
        self.fresh(0)
        apply_patches(self.model, patches)
        self.model.switch_off(interventions.off)

    def fresh(self, timeout: float) -> None:
        """Take the newest weights; waits at most `timeout` seconds for the end of a step."""
        if not self._is_still:
            self._came.clear()
            self._wanted = True
            self._came.wait(timeout)
        with self._lock:
            if self._left_step is not None:
                torch._foreach_copy_(self._tensors, self._left)
                self.step, self._left_step = self._left_step, None
                if self.model.off != self._left_off:
                    self.model.switch_off(self._left_off)
