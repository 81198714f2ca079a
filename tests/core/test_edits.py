"""Edits of a network, one by one and as a random user makes them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cnnstudio.core.edits import (
    Dissolve,
    Edit,
    Insert,
    Move,
    Place,
    Remove,
    Rename,
    Replace,
    SetInput,
)
from cnnstudio.core.infer import infer, walk_reports
from cnnstudio.core.layers import Flatten, Layer, Linear, ReLU, Residual, Tanh, fresh_copy
from cnnstudio.core.layers.residual import DEEPEST
from cnnstudio.core.network import MOST_LAYERS, Input, Network, apply, walk
from cnnstudio.core.project import Project, load_project, save_project
from cnnstudio.core.settings import InvalidValue
from cnnstudio.core.starters import STARTERS, starter
from tests.strategies import any_layers, inputs

A, B, C, D = (ReLU(id=letter) for letter in "abcd")
BLOCK = Residual((B, C), id="block")
NETWORK = Network("letters", (A, BLOCK, D))


def order(network: Network) -> str:
    """The ids in order, those in a block in brackets after it."""
    return " ".join(_words(network.layers))


def _words(layers: tuple[Layer, ...]) -> list[str]:
    return [
        f"({' '.join(_words(layer.body))})" if isinstance(layer, Residual) else layer.id
        for layer in layers
    ]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Insert((Tanh(id="t"),), Place(0)), "t a (b c) d"),
        (Insert((Tanh(id="t"),), Place(1, "block")), "a (b t c) d"),
        (Insert((Tanh(id="t"),), Place(99)), "a (b c) d t"),
        (Remove(("b",)), "a (c) d"),
        (Remove(("a", "block")), "d"),
        (Move(("a",), Place(3)), "(b c) d a"),
        (Move(("a",), Place(1)), "a (b c) d"),
        (Move(("d",), Place(0, "block")), "a (d b c)"),
        (Move(("b",), Place(2, "block")), "a (c b) d"),
        (Move(("c",), Place(0)), "c a (b) d"),
        (Move(("d", "a"), Place(1)), "d a (b c)"),
        (Replace(Tanh(id="b")), "a (b c) d"),
        (Dissolve("block"), "a b c d"),
    ],
)
def test_an_edit_puts_layers_where_it_says(edit: Edit, expected: str) -> None:
    assert order(apply(NETWORK, edit)) == expected


def test_replace_changes_the_layer_of_that_id_alone() -> None:
    changed = apply(NETWORK, Replace(Tanh(id="b")))
    assert changed.find("b") == Tanh(id="b")
    assert [changed.find(id) for id in "acd"] == [A, C, D]


def test_input_and_name_can_be_changed() -> None:
    changed = apply(NETWORK, SetInput(Input(channels=3)), Rename("new"))
    assert (changed.input.channels, changed.name, changed.layers) == (3, "new", NETWORK.layers)


@pytest.mark.parametrize(
    "edit",
    [
        Remove(("z",)),
        Move(("z",), Place(0)),
        Insert((Tanh(),), Place(0, "z")),
        Replace(Tanh(id="z")),
        Dissolve("z"),
    ],
)
def test_an_edit_of_a_layer_that_is_not_there_is_refused(edit: Edit) -> None:
    with pytest.raises(KeyError):
        apply(NETWORK, edit)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Move(("block",), Place(0, "block")), "block_into_itself"),
        (Insert((Tanh(id="b"),), Place(0)), "ids_must_differ"),
        (Rename("n" * 201), "must_be_name"),
    ],
)
def test_an_edit_that_would_break_the_network_is_refused(edit: Edit, code: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        apply(NETWORK, edit)
    assert caught.value.sentence.code == code


def test_blocks_go_only_so_deep() -> None:
    deep = Residual()
    for _ in range(DEEPEST - 1):
        deep = Residual((deep,))
    with pytest.raises(InvalidValue, match="at most 16 deep"):
        Residual((deep,))


def test_a_network_has_only_so_many_layers() -> None:
    with pytest.raises(InvalidValue, match="at most 5,000 layers"):
        Network("many", tuple(ReLU() for _ in range(MOST_LAYERS + 1)))


def test_a_place_names_the_gap_before_a_layer() -> None:
    assert NETWORK.place_of("c") == Place(1, "block")
    assert NETWORK.place_of("d") == Place(2)
    with pytest.raises(KeyError):
        NETWORK.place_of("z")


def test_a_copy_of_a_block_shares_no_id_with_it() -> None:
    copy = fresh_copy(BLOCK)
    assert not {x.id for x in walk((copy,))} & {x.id for x in walk((BLOCK,))}
    assert [x.kind for x in walk((copy,))] == ["Residual", "ReLU", "ReLU"]


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_has_the_same_ids_each_time(name: str) -> None:
    assert starter(name) == starter(name)


class RandomUser(RuleBasedStateMachine):
    """Inserts, removes, moves, changes, undoes, redoes, saves and loads."""

    def __init__(self) -> None:
        super().__init__()
        self.network = Network("start", (Flatten(), Linear(10)))
        self.undone: list[Network] = []
        self.done: list[Network] = []
        self.folder = tempfile.TemporaryDirectory()

    def teardown(self) -> None:
        self.folder.cleanup()

    def _edit(self, *edits: Edit) -> None:
        before = self.network
        try:
            self.network = apply(before, *edits)
        except InvalidValue as refused:
            if refused.sentence.code not in {"block_into_itself", "blocks_too_deep"}:
                raise
            return
        self.done.append(before)
        self.undone.clear()

    def _ids(self) -> list[str]:
        return [layer.id for layer in walk(self.network.layers)]

    def _place(self, data: st.DataObject) -> Place:
        blocks = [x.id for x in walk(self.network.layers) if isinstance(x, Residual)]
        parent = data.draw(st.sampled_from([None, *blocks]))
        return Place(data.draw(st.integers(0, 4)), parent)

    @rule(layer=any_layers(), data=st.data())
    def insert(self, layer: Layer, data: st.DataObject) -> None:
        self._edit(Insert((fresh_copy(layer),), self._place(data)))

    @precondition(lambda self: self.network.layers)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        removed = data.draw(st.sampled_from(self._ids()))
        self._edit(Remove((removed,)))
        assert removed not in self._ids()

    @precondition(lambda self: self.network.layers)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(self._ids()))
        before = sorted(self._ids())
        self._edit(Move((chosen,), self._place(data)))
        assert sorted(self._ids()) == before

    @precondition(lambda self: self.network.layers)
    @rule(layer=any_layers(0), data=st.data())
    def change(self, layer: Layer, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(self._ids()))
        values = {name: value for name, value in vars(layer).items() if name != "id"}
        self._edit(Replace(type(layer)(**values, id=id)))
        assert self.network.find(id).kind == layer.kind

    @precondition(lambda self: any(isinstance(x, Residual) for x in walk(self.network.layers)))
    @rule(data=st.data())
    def dissolve(self, data: st.DataObject) -> None:
        blocks = [x for x in walk(self.network.layers) if isinstance(x, Residual)]
        block = data.draw(st.sampled_from(blocks))
        self._edit(Dissolve(block.id))
        assert {x.id for x in block.body} <= set(self._ids())

    @rule(picture=inputs())
    def set_input(self, picture: Input) -> None:
        self._edit(SetInput(picture))

    @precondition(lambda self: infer(self.network).all_findings)
    @rule(data=st.data())
    def take_a_fix(self, data: st.DataObject) -> None:
        findings = [f for _, f in infer(self.network).all_findings if f.fixes]
        if findings:
            fix = data.draw(st.sampled_from(data.draw(st.sampled_from(findings)).fixes))
            self._edit(*fix.edits)

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.undone.append(self.network)
        self.network = self.done.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.done.append(self.network)
        self.network = self.undone.pop()

    @rule()
    def save_and_load(self) -> None:
        path = Path(self.folder.name, "network.cnnstudio")
        save_project(path, Project(self.network))
        loaded = load_project(path).network
        assert loaded == self.network
        self.network = loaded

    @invariant()
    def ids_are_all_different(self) -> None:
        assert len(set(self._ids())) == len(self._ids())

    @invariant()
    def every_layer_has_a_report(self) -> None:
        reports = walk_reports(infer(self.network).layers)
        assert [report.layer.id for report in reports] == self._ids()

    @invariant()
    def a_network_that_runs_has_ten_outputs_or_more(self) -> None:
        report = infer(self.network)
        if report.runs:
            assert report.output is not None
            assert len(report.output) == 1
            assert report.output[0] >= 10


RandomUser.TestCase.settings = settings(
    deadline=None,
    max_examples=80,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
)
TestARandomUser = RandomUser.TestCase
