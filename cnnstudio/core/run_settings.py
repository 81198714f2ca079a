"""How a network is trained: every choice, with its label, range and help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cnnstudio.core.settings import Checked, choice, real, switch, whole


@dataclass(frozen=True)
class RunSettings(Checked):
    """All that decides a run, the network and its first weights apart.

    0 means "not used" for `stop_accuracy`, `patience`, `evaluate_every` and `threads`.
    """

    optimizer: str = choice(
        "adam",
        "Optimizer",
        "The rule by which gradients change the weights.",
        {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"},
    )
    learning_rate: float = real(
        0.001, "Learning rate", "How far each step moves the weights.", 1e-7, 100
    )
    momentum: float = real(
        0.9, "Momentum", "How much of the last step is kept (Adam: its first beta).", 0, 0.999
    )
    nesterov: bool = switch(False, "Nesterov", "Look ahead along the momentum (SGD only).")
    weight_decay: float = real(
        0.0, "Weight decay", "How strongly weights are pulled towards 0.", 0, 10
    )
    schedule: str = choice(
        "constant",
        "Schedule",
        "How the learning rate changes along the run.",
        {"constant": "Constant", "cosine": "Cosine", "onecycle": "One-cycle"},
    )
    batch_size: int = whole(64, "Batch size", "Digits in one step.", 1, 10_000)
    epochs: int = whole(5, "Epochs", "How often all 60,000 digits are seen.", 1, 1_000)
    seed: int = whole(
        0, "Seed", "Where chance starts: first weights, order of the digits.", 0, 2**31 - 1
    )
    augment: bool = switch(
        False, "Augment", "Turn, shift and scale each training digit a little, anew each time."
    )
    rotate: float = real(10.0, "Turn by (°)", "Largest turn, in degrees.", 0, 180, advanced=True)
    shift: float = real(
        2.0, "Shift by (px)", "Largest shift, in pixels of a digit.", 0, 14, advanced=True
    )
    scale: float = real(
        0.1, "Scale by (share)", "Largest change of size, as a share.", 0, 0.9, advanced=True
    )
    stop_accuracy: float = real(
        0.0,
        "Stop at accuracy",
        "End once test accuracy reaches this share; 0: never.",
        0,
        1,
        zero="never",
    )
    patience: int = whole(
        0,
        "Patience",
        "End once test loss has not fallen for this many tests; 0: never.",
        0,
        1_000,
        zero="endless",
    )
    evaluate_every: int = whole(
        0,
        "Test every (steps)",
        "Steps between tests on the 10,000 test digits, besides each epoch's end; 0: none.",
        0,
        1_000_000,
        zero="epoch",
    )
    device: str = choice(
        "auto",
        "Device",
        "What computes.",
        {"auto": "Best", "cpu": "CPU", "cuda": "GPU (CUDA)", "mps": "GPU (Apple)"},
    )
    precision: str = choice(
        "auto",
        "Precision",
        "How numbers are kept while training; automatic takes the faster one.",
        {"auto": "Automatic", "float32": "float32", "bfloat16": "bfloat16"},
        advanced=True,
    )
    threads: int = whole(
        0,
        "Threads",
        "CPU threads for training; 0 chooses.",
        0,
        1_024,
        advanced=True,
        zero="auto",
    )

    #: The settings that may change while a run goes on.
    LIVE: ClassVar[tuple[str, ...]] = ("learning_rate", "momentum", "weight_decay")
