"""The document: edits, undo, and what counts as unsaved."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Move, Place, Remove, Rename, Replace
from cnnstudio.core.layers import Conv2d, ReLU
from cnnstudio.core.starters import starter
from cnnstudio.ui.session.document import Document


@pytest.fixture
def document() -> Document:
    return Document(starter("lenet5"))


def test_an_edit_shows_the_new_network_with_its_report(document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(document.network_changed) as seen:
        document.edit(Remove(("pool2",)))
    network, report = seen.args
    assert network is document.network
    assert report.parameters == 205_706


def test_undo_and_redo_give_back_equal_networks(document: Document) -> None:
    first = document.network
    document.edit(Insert((ReLU(),), Place(0)))
    second = document.network
    document.undo_stack.undo()
    assert document.network == first
    document.undo_stack.redo()
    assert document.network == second


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (Insert((Conv2d(4, (3, 3)),), Place(0)), "Insert Conv 4 @ 3×3"),
        (Insert((ReLU(), ReLU()), Place(0)), "Insert 2 layers"),
        (Remove(("pool1",)), "Remove Max pool 2×2"),
        (Remove(("pool1", "pool2")), "Remove 2 layers"),
        (Move(("relu1",), Place(0)), "Move ReLU"),
        (Replace(Conv2d(7, (5, 5), padding=(2, 2), id="conv1")), "Change Conv 7 @ 5×5, pad 2"),
        (Rename("Mine"), "Rename the network"),
    ],
)
def test_each_step_of_undo_says_what_it_did(document: Document, edit: object, name: str) -> None:
    document.edit(edit)
    assert document.undo_stack.undoText() == name


def test_steps_of_the_same_field_in_a_row_are_one_undo(document: Document) -> None:
    first = document.network
    for filters in (7, 8, 9):
        layer = Conv2d(filters, (5, 5), padding=(2, 2), id="conv1")
        document.edit(Replace(layer), merge="conv1.out_channels")
    document.undo_stack.undo()
    assert document.network == first


def test_a_field_that_comes_back_to_its_value_is_no_step(document: Document) -> None:
    for filters in (7, 8, 7, 6):
        layer = Conv2d(filters, (5, 5), padding=(2, 2), id="conv1")
        document.edit(Replace(layer), merge="conv1.out_channels")
    assert document.undo_stack.count() == 0
    assert not document.is_unsaved
    document.edit(Remove(("pool2",)))
    assert document.undo_stack.count() == 1


def test_steps_of_different_fields_stay_apart(document: Document) -> None:
    document.edit(Replace(Conv2d(7, (5, 5), padding=(2, 2), id="conv1")), merge="conv1.filters")
    between = document.network
    document.edit(Replace(Conv2d(7, (5, 5), padding=(1, 1), id="conv1")), merge="conv1.padding")
    document.undo_stack.undo()
    assert document.network == between


def test_an_edit_that_changes_nothing_is_no_step(document: Document) -> None:
    document.edit(Rename(document.network.name))
    assert document.undo_stack.count() == 0


def test_a_preview_changes_nothing(document: Document) -> None:
    before = document.network
    assert document.preview(Remove(("pool2",))).parameters == 205_706
    assert document.network is before
    assert document.undo_stack.count() == 0


def test_work_is_unsaved_until_it_is_saved_or_undone(document: Document) -> None:
    assert not document.is_unsaved
    document.edit(Remove(("pool2",)))
    assert document.is_unsaved
    document.undo_stack.undo()
    assert not document.is_unsaved
    document.undo_stack.redo()
    document.saved(Path("x.cnnstudio"))
    assert not document.is_unsaved
    document.weights_changed()
    assert document.is_unsaved


def test_opening_another_network_forgets_the_history(document: Document) -> None:
    document.edit(Remove(("pool2",)))
    document.open(starter("mlp"), None)
    assert document.undo_stack.count() == 0
    assert not document.is_unsaved
