"""How long the top images of a layer take over all 10,000 test digits, beside a plain test pass.

    python benchmarks/top_images.py [network] [--rounds N]

Both run in this process on one thread, as the engine does it, in turns; printed are medians for
each layer of the network, in seconds, and the ratio. Wanted: at most twice the plain pass.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch

from cnnstudio.core.infer import infer
from cnnstudio.core.messages import FindTopImages
from cnnstudio.core.network import walk
from cnnstudio.core.starters import starter
from cnnstudio.engine.datasets import load
from cnnstudio.engine.evaluation import score_pieces
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.top_images import find_top_images
from cnnstudio.engine.weights import initialised

GOAL = 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("network", nargs="?", default="lenet5")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    torch.set_num_threads(1)
    network, digits = starter(args.network), load("test")
    model = initialised(network, {}, 0).eval()
    scene = Scene(model, network, "", 0, digits, digits)
    macs = infer(network).macs
    print(f"{network.name}: seconds for {len(digits):,} digits, top images and plain pass")
    worst = 0.0
    for layer in walk(network.layers):
        times = [
            (
                seconds(find_top_images(FindTopImages(1, layer.id), scene)),
                seconds(score_pieces(model, network, digits, macs)),
            )
            for _ in range(args.rounds)
        ]
        ratio = median(mine / plain for mine, plain in times)
        worst = max(worst, ratio)
        mine, plain = (median(column) for column in zip(*times, strict=True))
        print(f"  {layer.id:12} {mine:6.2f} s  {plain:6.2f} s  ratio {ratio:.2f}")
    print(f"largest ratio {worst:.2f} (wanted: at most {GOAL})")


def seconds(work: Iterable[object]) -> float:
    start = time.perf_counter()
    for _ in work:
        pass
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
