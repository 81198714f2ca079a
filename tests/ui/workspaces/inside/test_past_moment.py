"""A drag into the past of a real run on MNIST takes every view of Inside along, and back to now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.attribution import BY_GRADIENT
from cnnstudio.core.messages import Answer, TopImages
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside import InsideWorkspace
from cnnstudio.ui.workspaces.inside.views import VIEWS
from tests.ui.kept_runs import empty_folder
from tests.ui.showing import shown

SLOW = 60_000

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def session(live_session: Session, qtbot: QtBot) -> Iterator[Session]:
    """A run of its own, paused after some steps; it has not been tested yet."""
    session = live_session
    with empty_folder():
        session.settings = RunSettings(epochs=1, batch_size=32, threads=1, evaluate_every=1000)
        session.reset_weights()
        session.start_run()
        qtbot.waitUntil(lambda: session.run.step > 40, timeout=SLOW)
        session.run.pause()
        qtbot.waitUntil(lambda: session.run.state == "paused", timeout=SLOW)
        qtbot.waitUntil(lambda: len(session.history.moments) > 10, timeout=SLOW)
        yield session
        session.run.stop()
        session.close()


def test_every_view_shows_the_moment_that_the_slider_was_dragged_to(
    session: Session, qtbot: QtBot
) -> None:
    workspace = shown(InsideWorkspace(session), qtbot, 1296, 780)
    views = _Views(session, workspace, lambda true: qtbot.waitUntil(true, timeout=SLOW))
    assert set(views.checks) == {view.key for view in VIEWS}
    for key, check in views.checks.items():
        workspace.show_view(key)
        check(session.run.step, "now")
        for step in session.history.moments[7:2:-1]:
            session.history.seek(step)
        check(session.history.moments[3], "past")
        session.history.seek(None)
        check(session.run.step, "now again")


class _Views:
    """What each view must come to show once a step is shown."""

    def __init__(self, session: Session, workspace: InsideWorkspace, until: Until) -> None:
        self._session, self._workspace, self._until = session, workspace, until
        self.checks: dict[str, Callable[[int, str], None]] = {
            "xray": self._xray,
            "filters": self._filters,
            "top": self._top,
            "why": self._why,
            "dream": self._dream,
            "digits": self._digits,
            "edit": self._edit,
            "backward": self._backward,
        }

    def _is_of(self, answer: Answer | None, step: int) -> bool:
        run = self._session.run.id
        return answer is not None and (answer.run_id, answer.step) == (run, step)

    def _xray(self, step: int, _when: str) -> None:
        view = self._workspace.view("xray")
        self._until(lambda: self._is_of(view.xray.explained, step))
        # The maps may come later than what is explained.
        self._until(lambda: self._session.live.latest.step == step)
        explained, probed = view.xray.explained, self._session.live.latest
        assert np.isclose(explained.value, probed.maps["conv1"][explained.spot], atol=1e-5)

    def _filters(self, step: int, when: str) -> None:
        view = self._workspace.view("filters")
        self._until(lambda: self._session.live.latest.step == step)
        drawn = view.wall.wall._stack.kernels
        if when == "past":
            kept = self._session.history.weights(step)["conv1.weight"]
            assert np.array_equal(drawn, kept)
        else:
            oldest = self._session.history.weights(self._session.history.moments[0])
            assert not np.array_equal(drawn, oldest["conv1.weight"])

    def _top(self, step: int, when: str) -> None:
        """What takes long says of which step it is, and offers to look again."""
        view, run = self._workspace.view("top"), self._session.run
        line = view.wall.line
        if when == "past":
            self._until(lambda: line.words() == f"step {run.step}; step {step} is shown")
            line.update_button.click()
        self._until(lambda: line.words() == f"step {step}")
        assert isinstance(view.survey.answer, TopImages)
        assert view._ranked.found is view.survey.answer
        assert self._is_of(view.survey.answer, step)

    def _why(self, step: int, _when: str) -> None:
        reasons = self._workspace.view("why").reasons
        self._until(
            lambda: (
                {method for method, _ in reasons.maps} == set(BY_GRADIENT)
                and all(
                    self._is_of(known, step)
                    for (_, target), known in reasons.maps.items()
                    if target in reasons.classes
                )
            )
        )

    def _dream(self, step: int, when: str) -> None:
        view, run = self._workspace.view("dream"), self._session.run
        self._until(lambda: view.dreams.film is not None and self._session.live.latest.step == step)
        if when == "past":
            words = f"This dream is of step {run.step}; step {step} is shown: dream again."
            self._until(lambda: view.panel.note.isVisible() and view.panel.note.text() == words)
        else:
            self._until(lambda: not view.panel.note.isVisible())

    def _digits(self, step: int, _when: str) -> None:
        view = self._workspace.view("digits")
        self._until(lambda: view.map.line.words() == f"step {step}")
        assert self._is_of(view._shown, step)
        assert view.survey.answer is view._shown

    def _edit(self, step: int, when: str) -> None:
        view = self._workspace.view("edit")
        effect = view.effect
        self._until(lambda: effect.now is not None and effect.now.is_whole)
        self._until(lambda: effect.now.step == step and not effect.is_measuring)
        past = when == "past"
        says = view.accuracy.before.text() == f"At step {step} of the run"
        assert says == past
        assert (effect.before is None) == past
        assert not (past and view.accuracy.rebase.isEnabled())

    def _backward(self, step: int, _when: str) -> None:
        view = self._workspace.view("backward")
        self._until(lambda: self._is_of(view.answer, step))
        assert view.explain.subtitle() == f"weights of step {step}"
