"""A session that is given up leaves no steps of undo to Python's collector."""

from __future__ import annotations

from PySide6.QtGui import QUndoStack

from cnnstudio.core.edits import Remove
from cnnstudio.ui.session import Session


def test_a_closed_session_has_no_steps_and_nobody_is_told(session: Session) -> None:
    session.edit(Remove(("pool2",)))
    session.document.undo_stack.undo()
    lab = session.labs.document("padding")
    lab.change("kernel_size", (5, 5))
    network, state = session.document.network, lab.lab
    told: list[object] = []
    session.document.network_changed.connect(lambda *_: told.append("network"))
    lab.changed.connect(lambda: told.append("lab"))
    session.document.undo_stack.indexChanged.connect(told.append)
    session.close()
    assert [stack.count() for stack in session.findChildren(QUndoStack)] == [0, 0]
    assert told == []
    assert (session.document.network, lab.lab) == (network, state)
