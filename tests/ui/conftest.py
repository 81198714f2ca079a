"""What the window's tests share: a session, alone or with a real engine."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.bridge import process
from cnnstudio.core.resources import resource_path
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import load_weights
from cnnstudio.ui.focus_ring import follow_keyboard
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.digit import CurrentDigit
from cnnstudio.ui.theme import Theme, apply, theme_manager
from tests.ui.digits import all_test_digits
from tests.ui.leaks import Watch, empty_undo_stacks
from tests.ui.warm_engines import WarmEngines


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """The program's own look for each test, light and not projected, the keys not used yet."""
    follow_keyboard(qapp).is_shown = False
    if theme_manager().current != Theme() or not qapp.styleSheet():
        apply(qapp, Theme())
    yield
    if theme_manager().current != Theme():
        theme_manager().set_theme(Theme())


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication, dressed: None) -> Iterator[None]:
    """A test that leaves a widget, a ticking timer, a thread or a process behind fails."""
    watch = Watch()
    yield
    empty_undo_stacks()
    assert watch.left_behind() == []


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    """LeNet-5 with its trained weights; no engine runs."""
    network = starter("lenet5")
    session = Session(network, CurrentDigit(all_test_digits()))
    weights, _ = load_weights(resource_path("pretrained", "lenet5.safetensors"), network)
    session.bank.put(weights)
    yield session
    session.close()
    session.deleteLater()
    gc.collect()


@pytest.fixture(scope="session")
def warm_engines() -> WarmEngines:
    return WarmEngines()


@pytest.fixture
def live_session(
    session: Session, warm_engines: WarmEngines, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Session:
    """The same with a real engine, ready."""
    monkeypatch.setattr(process, "starting", warm_engines.starting)
    session.engine.start()
    qtbot.waitUntil(lambda: session.engine.state == "ready", timeout=60_000)
    return session
