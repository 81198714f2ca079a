"""Made-up maps of digits, handed in as the engine's, and ways of the mouse over them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cnnstudio.core.messages import DigitMap, MapDigits
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.digit_map.view import DigitMapView
from cnnstudio.ui.workspaces.inside.survey_view import REST
from tests.ui.workspaces.inside.answering import Answering


def made_up(
    session: Session, look: MapDigits, turn: float = 0.0, misread_every: int = 100
) -> DigitMap:
    """Each class round a place of its own, all turned; every so manieth digit is misread."""
    labels = session.digit.test_set.labels[: look.count].astype(np.int64)
    angles = labels * 2 * np.pi / 10
    random = np.random.default_rng(0)
    points = np.stack((np.cos(angles), np.sin(angles)), 1) * 10
    points += random.normal(size=points.shape)
    points[labels == 0, 0] *= 1.7  # Not round, so that it can be told how it lies.
    ways = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    answers = labels.copy()
    answers[::misread_every] = (answers[::misread_every] + 1) % 10
    explained = (0.4, 0.2) if look.method == "pca" else ()
    points = (points @ ways).astype(np.float32)
    return DigitMap(0, "", 0, look.layer_id, look.method, points, answers, explained, 84, 84)


def answered(view: DigitMapView, session: Session, engine: Answering) -> DigitMap:
    for _ in range(20):  # A busy machine may be late.
        QTest.qWait(REST + 50)
        if view.survey.is_running:
            break
    look = engine.asked(MapDigits)[-1]
    found = made_up(session, look)
    engine.answer(look, found)
    return found


def drag(view: DigitMapView, corners: list[QPoint], shift: bool = False) -> None:
    viewport, button = view.map.scatter.viewport(), Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, button, keys, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(viewport, corner)
    QTest.mouseRelease(viewport, button, keys, corners[-1])


def around(view: DigitMapView, label: int) -> list[QPoint]:
    """A rectangle round all points of a class."""
    scatter = view.map.scatter
    places = scatter.places()[scatter.cloud.of_class(label)]
    (left, top), (right, bottom) = places.min(0) - 3, places.max(0) + 3
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [QPoint(round(float(x)), round(float(y))) for x, y in corners]
