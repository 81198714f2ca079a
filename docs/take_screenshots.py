"""Takes the pictures in docs/images/ anew, from the running program, at 1600×900.

`make screenshots` runs it. LeNet-5 is really trained for the pictures of Train, which takes about
a minute; no screen is needed. `python docs/take_screenshots.py labs` takes those of the labs alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "images"

#: The step of each lab that tells most, as a share of its steps.
LAB_STEPS = {
    "images": 1.0,
    "row": 0.67,
    "wiring": 0.7,
    "convolution": 0.55,
    "channels": 0.56,
    "filters": 0.45,
    "padding": 0.5,
    "stride": 0.75,
    "pooling": 0.45,
    "activation": 0.5,
    "receptive": 1.0,
    "forward": 0.6,
}

#: Animations: the lab, its steps from and to, and how long they take (s).
FILMS = (("convolution", 14, 28, 14.0), ("padding", 0, 14, 12.0), ("wiring", 0, 10, 10.0))
#: Corners of a 7 at the upper left, as shares of the drawing pad.
DRAWN_SEVEN = ((0.15, 0.1), (0.45, 0.1), (0.3, 0.5))

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
    photographer = Photographer(program)
    try:
        if sys.argv[1:] == ["labs"]:
            photographer.labs()
        else:
            photographer.take_all()
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
        self.labs()
        self.inside()
        self.train()
        self.train_doctor()

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

    def labs(self) -> None:
        """The catalogue, every lab where it tells most, and three of them moving."""
        self.until(lambda: self.session.engine.state == "ready", "the engine is ready")
        self.window.show_workspace("learn")
        self.rest(2_000)
        self.take("labs")
        for key, share in LAB_STEPS.items():
            self.session.labs.open(key)
            driver = self.window.stage.workspace("learn").driver
            self.rest(300)
            driver.seek(round(share * driver.state().maximum))
            self.take(f"lab_{key}")
        for key, first, last, seconds in FILMS:
            self.film(key, first, last, seconds)
        self.session.labs.show_catalogue()

    def film(self, key: str, first: int, last: int, seconds: float) -> None:
        """An animation of a lab, as the program saves it."""
        from PySide6.QtCore import QSize

        from cnnstudio.core.labs.catalogue import LABS
        from cnnstudio.ui.labs.export.files import images_for, write_film
        from cnnstudio.ui.labs.export.film import Film
        from cnnstudio.ui.theme import Theme

        lab = next(row for row in LABS if row.key == key).first()
        path = FOLDER / f"lab_{key}.gif"
        more = {"size": QSize(960, 540), "theme": Theme(), "fps": 12}
        film = Film.lasting(seconds, lab, first, last, **more)
        write_film(path, film, images_for(path, film))
        print(path.name, flush=True)

    def inside(self) -> None:
        self.window.show_workspace("inside")
        self.session.digit.show_test(115)
        self.xray()
        self.inside_over_the_test_set()
        self.backward()
        self.why()
        self.dream()
        self.edit()
        self.drawing()
        self.session.digit.show_test(35)

    def xray(self) -> None:
        """The largest number of the second convolution, what it reads, and an answer's number."""
        import numpy as np

        from cnnstudio.core.labs.pass_links import Spot

        view = self.window.stage.workspace("inside").show_view("xray")
        self.session.select(("conv2",))
        self.until(lambda: view.maps.grid.maps().shape == (16, 10, 10), "the maps are there")
        values = view.maps.grid.maps()
        map, row, column = (int(at) for at in np.unravel_index(values.argmax(), values.shape))
        self.session.trail.look_at("conv2", Spot(map, row, column))
        self.take("inside")
        self.session.trail.go_down("pool1", Spot(3, row + 2, column + 2))
        self.take("inside_pool", looks=("",))
        self.session.trail.look_at("dense3", Spot(9, 0, 0))
        self.take("inside_logit", looks=("",))
        self.session.select(("conv2",))

    def inside_over_the_test_set(self) -> None:
        """The filters of the second convolution, what excites its maps, and the map of digits."""
        from cnnstudio.core.labs.pass_links import Spot

        workspace = self.window.stage.workspace("inside")
        self.session.spots.choose("conv2", Spot(10, 6, 4))
        workspace.show_view("filters")
        self.take("inside_filters")
        top = workspace.show_view("top")
        self.until(lambda: bool(top.unit.cards.picks()), "the top images are found")
        self.take("inside_top")
        self.session.select(("relu4",))
        digits = workspace.show_view("digits")
        self.until(lambda: len(digits.map.scatter.cloud) > 0, "the digits are laid out")
        digits.selection.select_misread()
        self.take("inside_digits")
        self.session.select(("conv2",))
        workspace.show_view("xray")

    def why(self) -> None:
        """A square half way over the digit, and what each pixel's share of the score is."""
        workspace = self.window.stage.workspace("inside")
        view = workspace.show_view("why")
        reasons = view.reasons
        self.until(lambda: reasons.swept is not None and len(reasons.maps) == 8, "all is explained")
        view.driver.seek(300)
        self.take("inside_why")
        view.cards.cards["integrated"].click()
        self.take("inside_why_integrated", looks=("",))
        workspace.show_view("xray")

    def dream(self) -> None:
        """The best picture of all for each class."""
        workspace = self.window.stage.workspace("inside")
        view = workspace.show_view("dream")
        dreams = view.dreams
        self.until(lambda: dreams.film is not None and dreams.film.known == 160, "it has dreamed")
        view.driver.play(False)
        view.driver.seek(160)
        self.take("inside_dream")
        workspace.show_view("xray")

    def backward(self) -> None:
        """The backward step, where its gradient is at the second convolution."""
        view = self.window.stage.workspace("inside").show_view("backward")
        self.until(lambda: view.answer is not None, "the engine has taken the step")
        places = [i for i, one in enumerate(view.moments) if one.chapter == "back"]
        view.driver.seek(next(i for i in places if view.moments[i].layer_id == "conv2"))
        self.take("inside_backward")
        self.window.stage.workspace("inside").show_view("xray")

    def edit(self) -> None:
        """A Sobel kernel in the first convolution, frozen, beside a map that is off."""
        workspace, surgery = self.window.stage.workspace("inside"), self.session.surgery
        self.session.select(("conv1",))
        view = workspace.show_view("edit")
        self.until(lambda: view.effect.before is not None, "the network is tested as it is")
        view.kernel.tools.presets.chosen.emit("sobel_x")
        surgery.set_frozen("conv1", (0,), True)
        surgery.set_off("conv1", (4,), True)
        changed = view.effect.before
        self.until(lambda: view.effect.now is not changed, "it is tested again")
        self.until(lambda: not view.effect.is_measuring, "it is tested on all digits")
        self.take("inside_edit")
        for _ in range(3):
            self.session.document.undo_stack.undo()
        self.session.select(("conv2",))
        workspace.show_view("xray")

    def drawing(self) -> None:
        """A 7 in a corner, and where LeNet-5 and a dense network would understand it."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        from cnnstudio.ui.tray import InputTray
        from cnnstudio.ui.tray.drawing_flyout import DrawingFlyout

        self.window.findChild(InputTray).draw()
        panel = self.window.findChild(DrawingFlyout)
        side, left = panel.pad.width(), Qt.MouseButton.LeftButton
        corners = [QPoint(int(x * side), int(y * side)) for x, y in DRAWN_SEVEN]
        QTest.mousePress(panel.pad, left, pos=corners[0])
        for corner in corners[1:]:
            QTest.mouseMove(panel.pad, corner)
        QTest.mouseRelease(panel.pad, left, pos=corners[-1])
        panel.centred.click()
        self.until(lambda: "a 7 in" in panel.shifts.counts()[0], "all places are asked about")
        self.take("inside_drawing")
        panel.centred.click()
        panel.pad.clear()
        panel.hide()

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
        self.past()

    def past(self) -> None:
        """The same run at a moment of its past, what changed since another, and the runs."""
        past = self.window.stage.workspace("train").past
        self.session.history.seek(412)
        self.rest(1_000)
        self.take("train_past")
        past.show_changes()
        changes = self.window.stage.workspace("train").drawer.page("changes")
        changes.start_from(100)
        self.rest(1_000)
        changes.answers.line.test_button.click()
        self.until(lambda: not changes.answers.tests.is_running, "the tests of two moments")
        self.rest(1_000)
        self.take("train_changes")
        past.toggle_runs()
        self.session.history.seek(None)
        self.rest(1_000)
        self.take("train_runs")
        past.toggle_runs()

    def train_doctor(self) -> None:
        """A learning rate that is far too large, and what the doctor says of it."""
        from cnnstudio.core.run_settings import RunSettings

        self.session.run.stop()
        self.session.settings = RunSettings(learning_rate=0.5, evaluate_every=100)
        self.session.reset_weights()
        self.session.start_run()
        self.until(lambda: self.session.run.step > 250, "step 250")
        self.session.run.pause()
        self.until(lambda: self.session.run.state == "paused", "the run is paused")
        self.take("train_doctor")

    def take(self, name: str, looks: tuple[str, ...] = tuple(LOOKS)) -> None:
        from cnnstudio.ui.theme import Theme, theme_manager

        for suffix in looks:
            theme_manager().set_theme(Theme(*LOOKS[suffix]))
            self.window.setFocus()
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
