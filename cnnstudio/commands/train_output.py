"""What `cnnstudio train` prints: lines of JSON, or a progress bar and a line for each epoch."""

from __future__ import annotations

import json
import sys
from typing import Any, Protocol

from cnnstudio.core.messages import Evaluated, Metrics, RunStarted
from cnnstudio.core.sentences import Sentence

_BAR = 24  # characters


class Output(Protocol):
    def started(self, event: RunStarted) -> None: ...
    def metrics(self, event: Metrics) -> None: ...
    def evaluated(self, event: Evaluated) -> None: ...
    def finished(self, sentence: Sentence) -> None: ...
    def failed(self, sentence: Sentence) -> None: ...


class JsonOutput:
    """One object a line. Loss and accuracy of `metrics` are means over the steps since the last
    such line."""

    def started(self, event: RunStarted) -> None:
        """A line of its own would tell nothing that was not asked for."""

    def metrics(self, event: Metrics) -> None:
        self._print(
            event="metrics",
            step=int(event.steps[-1]),
            epoch=event.epoch,
            loss=float(event.losses.mean()),
            accuracy=float(event.accuracies.mean()),
            images_per_second=event.images_per_second,
        )

    def evaluated(self, event: Evaluated) -> None:
        self._print(
            event="evaluated",
            epoch=event.epoch,
            step=event.step,
            test_loss=event.loss,
            test_accuracy=event.accuracy,
            seconds=event.seconds,
        )

    def finished(self, sentence: Sentence) -> None:
        self._print(event="finished", message=str(sentence))

    def failed(self, sentence: Sentence) -> None:
        self._print(event="failed", message=str(sentence))

    def _print(self, **values: Any) -> None:
        print(json.dumps(values), flush=True)


class TextOutput:
    """A bar, where there is a terminal to redraw it on, and a line for each test."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._has_bar = sys.stderr.isatty()

    def started(self, event: RunStarted) -> None:
        threads = f", threads: {event.threads}" if event.device.kind == "cpu" else ""
        print(f"{event.device.name}, {event.precision}{threads}, seed {event.seed}", flush=True)

    def metrics(self, event: Metrics) -> None:
        if self._has_bar:
            done = round(_BAR * event.epoch / self._epochs)
            bar = "█" * done + "·" * (_BAR - done)
            left = f"{event.images_per_second:,.0f} images/s, {event.seconds_left:,.0f} s left"
            loss = f"loss {event.losses.mean():.4f}"
            self._line(f"{bar} epoch {event.epoch:.2f}/{self._epochs}  {loss}  {left}")

    def evaluated(self, event: Evaluated) -> None:
        self._line("")
        print(
            f"epoch {event.epoch:g}: test accuracy {event.accuracy:.2%}, "
            f"test loss {event.loss:.4f}, {event.seconds:.1f} s",
            flush=True,
        )

    def finished(self, sentence: Sentence) -> None:
        self._line("")
        print(sentence, flush=True)

    def failed(self, sentence: Sentence) -> None:
        self._line("")
        print(f"cnnstudio train: {sentence}", file=sys.stderr)

    def _line(self, text: str) -> None:
        """Write over the bar."""
        if self._has_bar:
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
