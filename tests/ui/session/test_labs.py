"""The open labs: their edits and undo, what is refused, the clipboard, and whose turn undo is."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QUndoStack
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Rename
from cnnstudio.core.labs.base import FASTEST, SLOWEST, Cell
from cnnstudio.core.labs.written import as_text, same
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument, Labs
from tests.core.labs.small_lab import SmallLab, named, put_into_catalogue


@pytest.fixture
def document() -> LabDocument:
    return LabDocument(SmallLab())


@pytest.fixture
def labs(monkeypatch: pytest.MonkeyPatch, session: Session) -> Labs:
    put_into_catalogue(monkeypatch)
    return session.labs


def first_number(document: LabDocument) -> float:
    return float(document.lab.values[0])


def test_a_setting_is_changed_and_undo_gives_it_back(document: LabDocument, qtbot: QtBot) -> None:
    with qtbot.waitSignal(document.changed):
        assert document.change("factor", 5)
    assert document.lab.factor == 5
    document.undo_stack.undo()
    assert document.lab.factor == 3
    document.undo_stack.redo()
    assert document.lab.factor == 5


def test_what_follows_something_is_no_edit(document: LabDocument, qtbot: QtBot) -> None:
    document.change("factor", 5)
    document.go_to(4)
    with qtbot.waitSignal(document.changed):
        document.follow(SmallLab(factor=7, values=[1.0, 2.0, 3.0, 4.0, 5.0]))
    assert (document.lab.factor, document.lab.step) == (7, 4)
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.lab.factor == 3


def test_undo_says_what_it_takes_back(document: LabDocument) -> None:
    document.change("factor", 5)
    assert document.undo_stack.undoText() == "Change “Factor”"
    document.edit_cell(Cell("input", 0, 0), 7)
    assert document.undo_stack.undoText() == "Change a number"
    document.take(SmallLab(factor=2), named("preset"))
    assert document.undo_stack.undoText() == "Change “preset”"


def test_a_spin_box_held_down_is_one_undo(document: LabDocument) -> None:
    for factor in (4, 5, 6):
        document.change("factor", factor)
    document.change("shift", 1)
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.lab.factor == 3


def test_a_setting_that_comes_back_to_where_it_was_leaves_nothing_to_undo(
    document: LabDocument,
) -> None:
    document.change("factor", 4)
    document.change("factor", 3)
    assert document.undo_stack.count() == 0
    assert not document.undo_stack.canUndo()
    document.change("shift", 2)
    document.undo_stack.undo()
    assert same(document.lab, SmallLab())


def test_each_number_that_is_typed_is_an_undo_of_its_own(document: LabDocument) -> None:
    document.edit_cell(Cell("input", 0, 0), 7)
    document.edit_cell(Cell("input", 0, 0), 8)
    document.undo_stack.undo()
    assert first_number(document) == 7
    document.undo_stack.undo()
    assert first_number(document) == 1


@pytest.mark.parametrize(
    "wrong", [("factor", 10), ("factor", 0), ("factor", "letters"), ("factor", 8), ("shift", None)]
)
def test_a_setting_that_makes_no_sense_is_refused_with_a_sentence(
    document: LabDocument, qtbot: QtBot, wrong: tuple[str, object]
) -> None:
    before = document.lab
    with qtbot.waitSignal(document.refused) as told, qtbot.assertNotEmitted(document.changed):
        assert not document.change(*wrong)
    assert str(told.args[0])
    assert document.lab is before
    assert document.undo_stack.count() == 0


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1e7])
def test_a_number_that_is_none_is_refused(
    document: LabDocument, qtbot: QtBot, wrong: float
) -> None:
    with qtbot.waitSignal(document.refused):
        assert not document.edit_cell(Cell("input", 0, 0), wrong)
    assert first_number(document) == 1


def test_undo_keeps_the_step_and_the_speed(document: LabDocument) -> None:
    document.change("factor", 5)
    document.go_to(6)
    document.set_speed(10)
    document.undo_stack.undo()
    assert (document.lab.factor, document.lab.step, document.lab.speed) == (3, 6, 10)
    document.go_to(2)
    document.undo_stack.redo()
    assert (document.lab.factor, document.lab.step, document.lab.speed) == (5, 2, 10)


def test_undo_to_a_lab_with_fewer_steps_stays_at_its_end(document: LabDocument) -> None:
    document.take(SmallLab(values=np.ones(20)), named("long"))
    document.go_to(18)
    document.undo_stack.undo()
    assert document.lab.step == document.lab.count == 10


def test_a_preset_keeps_the_step_and_a_whole_state_brings_its_own(document: LabDocument) -> None:
    document.go_to(4)
    preset = SmallLab(factor=2, step=9, speed=50)
    document.take(preset, named("preset"))
    assert (document.lab.factor, document.lab.step, document.lab.speed) == (2, 4, 2)
    document.take(preset, named("state"), whole=True)
    assert (document.lab.factor, document.lab.step, document.lab.speed) == (2, 9, 50)
    assert document.undo_stack.count() == 1


def test_a_state_of_another_lab_is_not_taken(document: LabDocument) -> None:
    other = type("OtherLab", (SmallLab,), {"key": "other"})()
    with pytest.raises(ValueError, match="other"):
        document.take(other, named("other"))


def test_steps_and_speeds_are_kept_in_their_range_and_are_no_undo(document: LabDocument) -> None:
    document.go_to(99)
    assert document.lab.step == 10
    document.go_to(-1)
    assert document.lab.step == 0
    document.set_speed(1e9)
    assert document.lab.speed == FASTEST
    document.set_speed(0)
    assert document.lab.speed == SLOWEST
    assert document.undo_stack.count() == 0


def test_nothing_is_told_where_nothing_changes(document: LabDocument, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(document.changed):
        document.go_to(0)
        document.go_to(-5)
        document.set_speed(2)
        assert document.change("factor", 3)
        assert document.edit_cell(Cell("input", 0, 0), 1.0)
    assert document.undo_stack.count() == 0


# Several labs


def test_a_lab_is_made_once_and_kept(labs: Labs) -> None:
    document = labs.document("small")
    assert labs.document("small") is document
    with pytest.raises(InvalidValue):
        labs.document("no such lab")


def test_opening_a_lab_tells_which_one(labs: Labs, qtbot: QtBot) -> None:
    with qtbot.waitSignals([labs.opened, labs.current_changed]):
        labs.open("small")
    assert labs.current == "small"
    with qtbot.waitSignal(labs.opened), qtbot.assertNotEmitted(labs.current_changed):
        labs.open("small")
    with qtbot.waitSignal(labs.current_changed), qtbot.assertNotEmitted(labs.opened):
        labs.show_catalogue()
    assert labs.current == ""


def test_opening_a_lab_that_there_is_not_leaves_the_one_on_show(labs: Labs) -> None:
    labs.open("small")
    with pytest.raises(InvalidValue):
        labs.open("no such lab")
    assert labs.current == "small"


def test_a_lab_opened_with_a_state_gives_the_one_before_back(labs: Labs) -> None:
    document = labs.document("small")
    document.change("factor", 4)
    labs.open_with(SmallLab(factor=6, step=3, speed=8))
    assert (document.lab.factor, document.lab.step, document.lab.speed) == (6, 3, 8)
    assert document.undo_stack.undoText() == "Open another state of the lab"
    document.undo_stack.undo()
    assert document.lab.factor == 4


def test_a_lab_does_not_make_the_network_unsaved(labs: Labs, session: Session) -> None:
    labs.document("small").change("factor", 5)
    assert not session.document.is_unsaved


# The clipboard


def test_a_copied_state_is_json_and_comes_back_when_pasted(labs: Labs) -> None:
    document = labs.document("small")
    document.change("factor", 6)
    document.go_to(4)
    document.set_speed(16)
    labs.copy_state("small")
    copied = document.lab
    written = json.loads(QGuiApplication.clipboard().text())
    assert (written["lab"], written["factor"], written["step"]) == ("small", 6, 4)
    document.change("factor", 2)
    document.go_to(0)
    document.set_speed(1)
    labs.show_catalogue()
    assert labs.paste_state()
    assert labs.current == "small"
    assert same(document.lab, copied)
    assert (document.lab.step, document.lab.speed) == (4, 16)
    assert document.undo_stack.undoText() == "Paste the state of a lab"


HOSTILE = [
    "",
    "hello",
    "{}",
    "[1, 2",
    "[" * 100_000,
    "\ud800",
    "\x00",
    '{"cnnstudio_lab": 1, "lab": "none"}',
    '{"cnnstudio_lab": 1, "lab": ["small"]}',
    '{"cnnstudio_lab": 2, "lab": "small"}',
    '{"cnnstudio_lab": 1, "lab": "small", "factor": 99}',
    '{"cnnstudio_lab": 1, "lab": "small", "factor": NaN}',
    '{"cnnstudio_lab": 1, "lab": "small", "values": [[1]]}',
    '{"cnnstudio_lab": 1, "lab": "small", "values": "1, 2, 3"}',
    '{"cnnstudio_lab": 1, "lab": "small", "step": -1}',
    '{"cnnstudio_lab": 1, "lab": "small", "speed": 1e400}',
    '{"cnnstudio_lab": 1, "lab": "small", "surprise": 1}',
    '{"cnnstudio_lab": 1, "lab": "small", "values": [' + "1, " * 999_999 + "1]}",
    "x" * 5_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:60]))
def test_a_text_that_is_no_state_gets_one_sentence_and_changes_nothing(
    labs: Labs, qtbot: QtBot, text: str
) -> None:
    labs.open("small")
    before = labs.document("small").lab
    with qtbot.waitSignal(labs.refused) as told, qtbot.assertNotEmitted(labs.opened):
        assert not labs.paste_state(text)
    assert 0 < len(str(told.args[0])) < 250
    assert labs.document("small").lab is before
    assert labs.document("small").undo_stack.count() == 0


def test_a_state_whose_settings_do_not_fit_together_is_refused(labs: Labs, qtbot: QtBot) -> None:
    text = as_text(SmallLab()).replace('"factor": 3', '"factor": 8')
    with qtbot.waitSignal(labs.refused) as told:
        assert not labs.paste_state(text)
    assert told.args[0] == say("lab_not_pasted", why=named("too much"))


# Whose turn undo is


def active(labs: Labs) -> QUndoStack:
    return labs.undo_group.activeStack()


def test_undo_is_about_the_network_at_first(labs: Labs, session: Session) -> None:
    assert active(labs) is session.document.undo_stack
    labs.use_current()
    assert active(labs) is session.document.undo_stack


def test_undo_follows_what_is_used(labs: Labs, session: Session) -> None:
    labs.open("small")
    labs.use_current()
    stack = labs.document("small").undo_stack
    assert active(labs) is stack
    session.edit(Rename("Mine"))
    assert active(labs) is session.document.undo_stack
    labs.document("small").change("factor", 5)
    assert active(labs) is stack
    labs.undo_group.undo()
    assert labs.document("small").lab.factor == 3
    assert session.document.network.name == "Mine"


def test_another_network_takes_no_lab_its_turn(labs: Labs, session: Session) -> None:
    session.edit(Rename("Mine"))
    labs.open("small")
    labs.use_current()
    session.open(starter("mlp"), {})
    assert active(labs) is labs.document("small").undo_stack


def test_states_are_values_and_stay_what_they_were(document: LabDocument) -> None:
    first = document.lab
    document.edit_cell(Cell("input", 0, 0), 7)
    assert first.values[0] == 1
    assert same(replace(document.lab, values=first.values), first)
