"""The view of “Dream” with pictures that are made up, and no engine."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.messages import Dreamed, Probed
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.dream.dreams import Dreams, Film
from cnnstudio.ui.workspaces.inside.dream.view import DreamView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.numbers import show


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> DreamView:
    view = shown(DreamView(session), qtbot, 1296, 720)
    show(session, Probed(0, "", 0, {}, {}, {}, np.zeros(10, np.float32)))
    return view


def begin(dreams: Dreams) -> None:
    """As if the engine had been asked for the subject."""
    excited = dreams._excited(dreams.subject)
    dreams._coming = Film(excited, dreams.settings, dreams.report if excited.layer_id else None)


def tell(dreams: Dreams, count: int, first: int = 0, size: tuple[int, ...] = (1, 28, 28)) -> None:
    """Hand in pictures after steps: picture k is k bright, and excites dream i by k + i."""
    film = dreams._coming
    assert film is not None
    many = len(film.excited.channels)
    steps = np.arange(first, first + count)
    frames = np.broadcast_to(steps.reshape(-1, 1, 1, 1, 1), (count, many, *size)).astype(np.uint8)
    excitations = (steps[:, None] + np.arange(many)).astype(np.float32)
    dreams._take(Dreamed(1, "", 0, first, frames, excitations))
