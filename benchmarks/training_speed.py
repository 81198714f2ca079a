"""The engine against the usual script (example_script.py), side by side in one run.

Prints images/s of both at one and at two threads, the median of the ratios of neighbouring
runs, and the wall-clock time to 99 % test accuracy. Absolute figures drift from hour to hour on
shared machines; ratios of runs that follow each other drift less.

    python benchmarks/training_speed.py [--rounds N] [--seeds N] [--threads N ...]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from cnnstudio.core.mnist import ensure_unpacked

HERE = Path(__file__).resolve().parent
DIGITS = 60_000
GOALS = {1: 1.9, 2: 2.3}
GOAL_TO_99 = 0.25
SAME = ("--optimizer", "adam", "--lr", "0.001", "--batch-size", "64", "--epochs", "1")
BEST = (
    *("--optimizer", "adamw", "--lr", "0.005", "--schedule", "onecycle"),
    *("--batch-size", "128", "--epochs", "4"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    args = parser.parse_args()
    root = str(ensure_unpacked())
    print(cpu_facts())
    for threads in args.threads:
        compare_speed(root, threads, args.rounds)
    if args.seeds:
        compare_time_to_99(root, max(args.threads), args.seeds)


def cpu_facts() -> str:
    """What the CPU has, said by a process of its own, so that this one stays small."""
    script = (
        "import torch; from cnnstudio.engine.devices import choose;"
        "from cnnstudio.engine.precision import has_bfloat16;"
        "print(choose('cpu').name, '/', choose('cpu').cores, 'cores /',"
        "'bfloat16 instructions' if has_bfloat16('cpu') else 'no bfloat16 instructions',"
        "'/ torch', torch.__version__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def compare_speed(root: str, threads: int, rounds: int) -> None:
    ratios = []
    for _ in range(rounds):
        example = DIGITS / next(run_example(root, threads, 1, "--epochs", "1"))["seconds"]
        engine = DIGITS / next(run_engine(threads, 1, *SAME))["seconds"]
        ratios.append(engine / example)
        print(
            f"{threads} threads, Adam 0.001, batch 64: example {example:,.0f} images/s, "
            f"engine {engine:,.0f} images/s, ratio {ratios[-1]:.2f}",
            flush=True,
        )
    print(f"{threads} threads: median ratio {median(ratios):.2f}, goal {GOALS.get(threads, '-')}")


def compare_time_to_99(root: str, threads: int, seeds: int) -> None:
    shares = []
    for seed in range(1, seeds + 1):
        example = time_to_99(run_example(root, threads, seed, "--until", "0.99"), "accuracy")
        engine = time_to_99(run_engine(threads, seed, *BEST), "test_accuracy")
        shares.append(engine / example)
        print(
            f"{threads} threads, seed {seed}: 99 % after {example:.1f} s (example), "
            f"{engine:.1f} s (engine): share {shares[-1]:.2f}",
            flush=True,
        )
    print(f"time to 99 %: median share {median(shares):.2f}, goal {GOAL_TO_99}")


def time_to_99(epochs: Iterator[dict[str, Any]], key: str) -> float:
    """Wall-clock seconds from the start of the process to the first such test."""
    for epoch in epochs:
        if epoch[key] >= 0.99:
            return float(epoch["wall"])
    return float("inf")


def run_example(root: str, threads: int, seed: int, *more: str) -> Iterator[dict[str, Any]]:
    script = str(HERE / "example_script.py")
    options = ("--threads", str(threads), "--seed", str(seed))
    return run([sys.executable, "-u", script, root, *options, *more])


def run_engine(threads: int, seed: int, *more: str) -> Iterator[dict[str, Any]]:
    options = ("--json", "--threads", str(threads), "--seed", str(seed))
    command = [sys.executable, "-m", "cnnstudio", "train", "lenet5", *options, *more]
    return (line for line in run(command) if line["event"] == "evaluated")


def run(command: list[str]) -> Iterator[dict[str, Any]]:
    """The JSON lines of a process as they come, each with the wall-clock time as `wall`. The
    process is ended when no more of them are wanted."""
    path = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                yield {**json.loads(line), "wall": time.perf_counter() - began}
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
