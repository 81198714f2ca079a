"""How long `infer` takes on ResNet-152: with nothing remembered, and after one edit.

python benchmarks/infer.py
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cnnstudio.core.edits import Replace
from cnnstudio.core.infer import infer
from cnnstudio.core.layer_facts import layer_facts
from cnnstudio.core.layers import Conv2d, Residual
from cnnstudio.core.network import Network, apply, walk
from cnnstudio.core.starters import starter

GOAL_MS = 5.0
REPEATS = 101


def median_ms(prepare: Callable[[], Network]) -> float:
    """The median time of `infer` on what `prepare` gives, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        network = prepare()
        start = perf_counter()
        infer(network)
        times.append(1000 * (perf_counter() - start))
    return median(times)


def main() -> None:
    network = starter("resnet152")
    blocks = [x for x in network.layers if isinstance(x, Residual)]
    middle = blocks[len(blocks) // 2].body[0]
    assert isinstance(middle, Conv2d)
    sizes = iter(range(10**6))

    def forgotten() -> Network:
        layer_facts.cache_clear()
        return network

    def edited() -> Network:
        filters = 64 + next(sizes) % 1000
        return apply(network, Replace(replace(middle, out_channels=filters)))

    print(f"infer on ResNet-152 ({sum(1 for _ in walk(network.layers))} layers), median of 101:")
    for name, prepare in (
        ("nothing remembered", forgotten),
        ("unchanged", lambda: network),
        ("after one edit", edited),
    ):
        took = median_ms(prepare)
        print(f"  {name:20} {took:6.2f} ms   {took / GOAL_MS:.2f} of the goal of {GOAL_MS:g} ms")


if __name__ == "__main__":
    main()
