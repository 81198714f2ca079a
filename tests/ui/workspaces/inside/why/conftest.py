"""The view of “Why” with answers that are made up, and no engine."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.attribution import METHODS
from cnnstudio.core.messages import Attributed, Occluded, Probed
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.why.reasons import Reasons
from cnnstudio.ui.workspaces.inside.why.view import WhyView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.numbers import show

#: Says 9 of the digit 4, which is its second choice.
LOGITS = np.array([0, 0, 1, 0, 4, 0, 0, 2, 0, 5], np.float32)


@pytest.fixture
def why(session: Session, qtbot: QtBot) -> WhyView:
    session.digit.show_test(115)
    session.live.digit = session.digit.current
    view = shown(WhyView(session), qtbot, 1296, 720)
    show(session, Probed(0, "", 0, {}, {}, {}, LOGITS))
    return view


def tell(reasons: Reasons, method: str, target: int, values: np.ndarray, **more: object) -> None:
    """Hand in what the engine says of a class, with score 3."""
    told = (method, METHODS[method], target, values.astype(np.float32), 3.0)
    reasons._take(Attributed(1, "", 0, *told, **more))  # type: ignore[arg-type]


def tell_places(reasons: Reasons, count: int = 576, first: int = 0) -> np.ndarray:
    """Hand in what is left of the answer at places; the logit of 9 falls by k at place k."""
    logits = np.repeat(LOGITS[None], count, axis=0)
    logits[:, 9] -= np.arange(first, first + count)
    reasons._take(Occluded(1, "", 0, first, logits, LOGITS))
    return logits
