"""What is written on the map of digits has room, whatever the size of the window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.workspaces.inside.digit_map import marks
from cnnstudio.ui.workspaces.inside.digit_map.class_legend import ClassLegend
from cnnstudio.ui.workspaces.inside.digit_map.view import DigitMapView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.answering import Answering
from tests.ui.workspaces.inside.digit_map.maps import answered


@pytest.mark.parametrize(
    ("width", "said"),
    [(900, "1,776 misread, not ringed"), (612, "1,776 misread"), (540, "1,776")],
)
def test_the_legend_says_of_the_misread_as_much_as_there_is_room_for(
    qtbot: QtBot, width: int, said: str
) -> None:
    stage = shown(QWidget(), qtbot, 900, 40)
    legend = ClassLegend(stage)
    legend.show()
    legend._describe_rings("1,776", True)
    legend.resize(width, 40)
    assert legend.misread.text() == said
    qtbot.waitUntil(lambda: legend.misread.geometry().right() <= width, timeout=2_000)


def test_no_point_lies_below_the_notes_in_the_corner(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    session.select(("relu4",))
    answered(view, session, engine)
    scatter = view.map.scatter
    scatter.fit()
    assert scatter.places()[:, 1].min() >= marks.notes_height(current_theme())
