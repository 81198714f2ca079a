"""Drags made by real mouse events on a real display: QDrag from its start to its drop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 10.0


class Desk:
    """The window that drag_app.py shows, and the mouse before it."""

    def __init__(self, process: subprocess.Popen[str], xdotool: str, display: str) -> None:
        self._process, self._xdotool = process, xdotool
        self._environment = {**os.environ, "DISPLAY": display}

    def ask(self, line: str = "state") -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def until(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The state as soon as it meets the condition; an AssertionError if it never does."""
        end = time.monotonic() + PATIENCE
        while not condition(state := self.ask()):
            assert time.monotonic() < end, (state["told"], state["selection"], state["cards"])
            time.sleep(0.02)
        return state

    def mouse(self, *words: object) -> None:
        command = [self._xdotool, *map(str, words)]
        subprocess.run(command, env=self._environment, check=True, timeout=30)

    def settled(self) -> dict[str, Any]:
        """The state once no card is on its way any more."""
        last = self.ask()
        while True:
            time.sleep(0.06)
            state = self.ask()
            if state["cards"] == last["cards"]:
                return state
            last = state

    def take(self, x: float, y: float) -> None:
        """Press, and move far enough for a drag to begin."""
        self.mouse("mousemove", round(x), round(y), "mousedown", 1)
        for by in (4, 8, 14, 20):
            self.mouse("mousemove", round(x) + by, round(y) + by // 2, "sleep", 0.02)

    def carry(self, x: float, y: float) -> None:
        self.mouse("mousemove", round(x), round(y) - 3, "sleep", 0.03)
        self.mouse("mousemove", round(x), round(y))

    def hover_below(self, key: str, gap: tuple[int, str | None]) -> dict[str, Any]:
        """Carry what is dragged below a card, where this gap then opens."""
        self.carry(*below(self.settled(), key))
        return self.until(lambda state: state["gap"] == list(gap))

    def release(self) -> None:
        self.mouse("mouseup", 1)


@pytest.fixture(scope="module")
def process(xvfb_display: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "DISPLAY": xvfb_display, "QT_QPA_PLATFORM": "xcb"}
    root = Path(__file__).parent.parent.parent
    environment["PYTHONPATH"] = os.pathsep.join([str(root), environment.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("drag_app.py"))],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


@pytest.fixture
def desk(process: subprocess.Popen[str], xdotool: str, xvfb_display: str) -> Iterator[Desk]:
    desk = Desk(process, xdotool, xvfb_display)
    desk.mouse("mousemove", 1190, 790)
    desk.ask("restore")
    desk.settled()
    yield desk
    desk.release()


def ids(state: dict[str, Any]) -> list[str]:
    return [layer[1] for layer in state["layers"]]


def body(state: dict[str, Any], block: str) -> list[str]:
    (found,) = (layer for layer in state["layers"] if layer[1] == block)
    return [inner[1] for inner in found[2]]


def middle(state: dict[str, Any], key: str) -> tuple[float, float]:
    x, y, width, height = state["cards"][key]
    return x + width / 3, y + height / 2


def below(state: dict[str, Any], key: str) -> tuple[float, float]:
    x, y, width, height = state["cards"][key]
    return x + width / 2, y + height - 3


def test_a_layer_of_the_palette_goes_into_the_gap_that_opens(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*before["palette"]["Tanh"])
    during = desk.hover_below("pool", (4, None))
    assert during["told"] == "If you drop Tanh here"
    assert ids(during) == ids(before)
    during = desk.settled()
    assert during["cards"]["flatten"][1] > before["cards"]["flatten"][1] + 30
    assert during["cards"]["pool"] == before["cards"]["pool"]
    desk.release()
    after = desk.until(lambda state: len(state["layers"]) == 7)
    kinds = [layer[0] for layer in after["layers"]]
    assert kinds == ["Conv2d", "ReLU", "Residual", "MaxPool2d", "Tanh", "Flatten", "Linear"]
    assert after["selection"] == [after["layers"][4][1]]
    assert after["told"] == ""
    assert after["undo"] == "Insert Tanh"


def test_a_card_is_dragged_to_another_place(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*middle(before, "pool"))
    during = desk.hover_below("conv", (1, None))
    assert during["told"] == "If you move Max pool 2×2 here"
    desk.release()
    after = desk.until(lambda state: ids(state) != ids(before))
    assert ids(after) == ["conv", "pool", "relu", "block", "flatten", "dense"]


def test_all_selected_cards_are_dragged_together(desk: Desk) -> None:
    before = desk.ask("select conv relu")
    before = desk.settled()
    desk.take(*middle(before, "relu"))
    during = desk.hover_below("pool", (4, None))
    assert during["told"] == "If you move 2 layers here"
    desk.release()
    after = desk.until(lambda state: ids(state) != ids(before))
    assert ids(after) == ["block", "pool", "conv", "relu", "flatten", "dense"]
    assert after["undo"] == "Move 2 layers"


def test_a_card_is_dragged_into_a_residual_block(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*middle(before, "relu"))
    desk.hover_below("norm", (1, "block"))
    desk.release()
    after = desk.until(lambda state: "relu" not in ids(state))
    assert body(after, "block") == ["norm", "relu", "inner"]


def test_a_layer_of_the_palette_goes_into_a_residual_block(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*before["palette"]["Dropout"])
    desk.hover_below("inner", (2, "block"))
    desk.release()
    after = desk.until(lambda state: len(body(state, "block")) == 3)
    assert [layer[0] for layer in after["layers"][2][2]] == ["BatchNorm2d", "ReLU", "Dropout"]


def test_a_card_is_dragged_out_of_a_residual_block(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*middle(before, "norm"))
    desk.hover_below("conv", (1, None))
    desk.release()
    after = desk.until(lambda state: "norm" in ids(state))
    assert ids(after) == ["conv", "norm", "relu", "block", "pool", "flatten", "dense"]
    assert body(after, "block") == ["inner"]


def test_a_block_cannot_be_dragged_into_itself(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*middle(before, "block"))
    desk.hover_below("pool", (4, None))
    desk.carry(*below(desk.settled(), "norm"))
    desk.until(lambda state: state["gap"] is None)
    desk.release()
    after = desk.settled()
    assert after["layers"] == before["layers"]
    assert after["told"] == ""


def test_a_card_dropped_outside_of_the_spine_is_removed(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*middle(before, "pool"))
    desk.carry(*before["stage"])
    desk.until(lambda state: state["veiled"])
    desk.release()
    after = desk.until(lambda state: "pool" not in ids(state))
    assert ids(after) == ["conv", "relu", "block", "flatten", "dense"]
    assert not after["veiled"]
    assert after["undo"] == "Remove Max pool 2×2"


def test_escape_ends_a_drag_without_a_change(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*before["palette"]["ReLU"])
    desk.hover_below("conv", (1, None))
    desk.mouse("key", "Escape")
    desk.until(lambda state: state["told"] == "")
    desk.release()
    after = desk.settled()
    assert after["layers"] == before["layers"]
    assert after["cards"] == before["cards"]


def test_a_drag_that_leaves_the_spine_closes_its_gap(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*before["palette"]["ReLU"])
    desk.hover_below("conv", (1, None))
    desk.carry(*before["palette"]["Linear"])
    desk.until(lambda state: state["told"] == "")
    assert desk.settled()["cards"] == before["cards"]
    desk.release()
    assert desk.ask()["layers"] == before["layers"]


def test_with_control_a_copy_is_dropped_and_the_card_stays(desk: Desk) -> None:
    before = desk.ask()
    desk.take(*middle(before, "relu"))
    desk.mouse("keydown", "ctrl")
    during = desk.hover_below("pool", (4, None))
    assert during["told"] == "If you drop ReLU here"
    desk.release()
    desk.mouse("keyup", "ctrl")
    after = desk.until(lambda state: len(state["layers"]) == 7)
    kinds = [layer[0] for layer in after["layers"]]
    assert kinds == ["Conv2d", "ReLU", "Residual", "MaxPool2d", "ReLU", "Flatten", "Linear"]
    assert "relu" in ids(after)
    assert after["undo"] == "Insert ReLU"


def test_a_drag_at_the_lower_edge_scrolls_a_long_stack(desk: Desk) -> None:
    desk.ask("long")
    before = desk.settled()
    assert before["scrolled"] == 0
    desk.take(*before["palette"]["Dropout"])
    desk.carry(*before["foot"])
    desk.until(lambda state: state["scrolled"] > 300)
    desk.mouse("key", "Escape")
    desk.release()
    assert ids(desk.settled()) == ids(before)
