"""Takes the pictures in docs/images/ anew, from the running program, at 1600×900.

`make screenshots` runs it. LeNet-5 is really trained for the pictures of Train, which takes about
a minute; no screen is needed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "images"
LOOKS = {"": ("light", False), "_dark": ("dark", False), "_projector": ("light", True)}


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        # Nothing of the user's is read or written.
        os.environ["CNNSTUDIO_DATA"] = os.environ["XDG_CONFIG_HOME"] = home
        _take_all()
    return 0


def _take_all() -> None:
    from cnnstudio.ui.app import Program, make_application

    make_application()
    program = Program()
    program.show()
    try:
        Photographer(program).take_all()
    finally:
        program.session.document.forget_unsaved()
        program.window.close()
        program.close()


class Photographer:
    """Drives the program as a user would, and photographs the window."""

    def __init__(self, program: object) -> None:
        self.window = program.window  # type: ignore[attr-defined]
        self.session = program.session  # type: ignore[attr-defined]
        self.window.resize(1600, 900)
        FOLDER.mkdir(exist_ok=True)

    def take_all(self) -> None:
        self.until(lambda: self.session.engine.state == "ready", "the engine is ready")
        self.until(lambda: self.session.evaluation is not None, "the network is tested")
        self.build()
        self.build_advice()
        self.inside()
        self.train()

    def build(self) -> None:
        self.window.show_workspace("build")
        self.session.select(("conv1",))
        self.take("build")

    def build_advice(self) -> None:
        """A window that does not come out even, as in the lecture: 3×3, stride 3, on 7×7."""
        from cnnstudio.core.edits import Replace
        from cnnstudio.core.layers import Conv2d, MaxPool2d

        self.session.edit(
            Replace(MaxPool2d((4, 4), (4, 4), id="pool1")),
            Replace(Conv2d(16, (3, 3), stride=(3, 3), id="conv2")),
        )
        self.session.select(("conv2",))
        self.take("build_advice", looks=("",))
        self.session.document.undo_stack.undo()

    def inside(self) -> None:
        self.window.show_workspace("inside")
        self.session.select(("conv2",))
        self.session.digit.show_test(115)
        self.take("inside")
        self.session.digit.show_test(35)

    def train(self) -> None:
        from cnnstudio.core.run_settings import RunSettings

        self.window.show_workspace("train")
        self.session.select(("conv1",))
        self.session.settings = RunSettings(
            optimizer="sgd", learning_rate=0.02, epochs=5, seed=3, evaluate_every=100
        )
        self.session.reset_weights()
        self.session.start_run()
        self.until(lambda: self.session.run.step > 1_400, "step 1,400")
        self.session.settings = replace(self.session.settings, learning_rate=0.005)
        self.session.run.change("learning_rate", 0.005)
        self.until(lambda: self.session.run.step > 2_288, "step 2,288")
        self.session.run.pause()
        self.until(lambda: self.session.run.state == "paused", "the run is paused")
        self.take("train")

    def take(self, name: str, looks: tuple[str, ...] = tuple(LOOKS)) -> None:
        from cnnstudio.ui.theme import Theme, theme_manager

        for suffix in looks:
            theme_manager().set_theme(Theme(*LOOKS[suffix]))
            self.window.spine.setFocus()
            self.rest(600)
            self.until(lambda: self.session.live.is_fresh, "the engine has answered")
            self.rest(600)
            path = FOLDER / f"{name}{suffix}.png"
            self.window.grab().save(str(path))
            print(path.name, flush=True)
        theme_manager().set_theme(Theme())

    def rest(self, milliseconds: int) -> None:
        """Let the window paint and probes come in."""
        from PySide6.QtTest import QTest

        QTest.qWait(milliseconds)

    def until(self, holds: Callable[[], bool], what: str) -> None:
        from PySide6.QtTest import QTest

        for _ in range(1_800):
            if holds():
                return
            QTest.qWait(100)
        raise SystemExit(f"Waited in vain: {what}")


if __name__ == "__main__":
    sys.exit(main())
