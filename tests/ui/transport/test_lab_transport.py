"""A lab on the transport bar: playing, stepping, and edits on the way."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.catalogue import LABS, kind_of
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.transport.driver import TransportState
from cnnstudio.ui.transport.lab_transport import LabTransport
from cnnstudio.ui.widgets.speed_slider import LAB_SPEEDS
from tests.core.labs.small_lab import SmallLab, named


@pytest.fixture
def document() -> LabDocument:
    return LabDocument(SmallLab())


@pytest.fixture
def transport(document: LabDocument) -> Iterator[LabTransport]:
    transport = LabTransport()
    transport.show(document)
    yield transport
    transport.leave()


def advance(transport: LabTransport, seconds: float) -> None:
    for _ in range(round(seconds / 0.02)):
        transport.clock.advance(0.02)


def test_without_a_lab_nothing_can_be_done() -> None:
    transport = LabTransport()
    transport.play(True)
    transport.step_forward()
    transport.set_speed(4)
    state = transport.state()
    assert state == TransportState()


def test_the_bar_is_told_all_that_the_lab_says_of_its_steps(
    transport: LabTransport, document: LabDocument
) -> None:
    document.go_to(3)
    state = transport.state()
    assert (state.position, state.maximum) == (3, 10)
    assert state.chapters == ((0, "Change “first”"), (5, "Change “second”"))
    assert state.ticks == tuple(range(11))
    assert (state.title, state.subtitle) == ("Change “Step 3”", "Change “of 10”")
    assert (state.speed, state.speeds) == (2, LAB_SPEEDS)
    assert state.can_loop
    assert not state.loops


@pytest.mark.parametrize("speed", [0.25, 2.0, 60.0, 200.0])
def test_playing_goes_to_the_end_and_stops_there(
    transport: LabTransport, document: LabDocument, speed: float
) -> None:
    transport.set_speed(speed)
    assert document.lab.speed == speed
    transport.play(True)
    assert transport.state().playing
    advance(transport, 12 / speed + 1)
    assert document.lab.step == 10
    assert not transport.state().playing


@pytest.mark.parametrize("key", [row.key for row in LABS])
@pytest.mark.parametrize("speed", [3.0, 50.0, 200.0])
def test_every_lab_can_be_played_from_its_start_to_its_end(
    transport: LabTransport, key: str, speed: float
) -> None:
    document = LabDocument(kind_of(key)().at(0))
    transport.show(document)
    transport.set_speed(speed)
    transport.play(True)
    for _ in range(document.lab.count + 5):
        transport.clock.advance(1 / speed)
        assert transport.state().title
    assert document.lab.step == document.lab.count == transport.state().position
    assert not transport.state().playing


def test_each_step_of_a_slow_play_is_shown(transport: LabTransport, document: LabDocument) -> None:
    seen = []
    document.changed.connect(lambda: seen.append(document.lab.step))
    transport.play(True)
    advance(transport, 6)
    assert seen == list(range(1, 11))


def test_a_step_is_animated_from_the_first_phase_to_the_last(
    transport: LabTransport, document: LabDocument
) -> None:
    phases: list[float] = []
    transport.frame.connect(lambda: phases.append(transport.phase))
    transport.step_forward()
    advance(transport, 2)
    assert document.lab.step == 1
    assert phases[0] == 0
    assert phases[-1] == 1
    assert len(phases) > 5
    assert phases == sorted(phases)


def test_steps_seeks_start_and_end_move_the_lab(
    transport: LabTransport, document: LabDocument
) -> None:
    transport.to_end()
    assert document.lab.step == 10
    assert not transport.state().can_step_forward
    transport.step_back()
    assert document.lab.step == 9
    transport.to_start()
    assert document.lab.step == 0
    assert not transport.state().can_step_back
    transport.seek(6)
    assert document.lab.step == 6
    assert document.undo_stack.count() == 0


def test_a_loop_begins_anew(transport: LabTransport, document: LabDocument) -> None:
    transport.set_loop(True)
    assert transport.state().loops
    transport.set_speed(10)
    transport.play(True)
    advance(transport, 3)
    assert transport.state().playing
    transport.play(False)
    assert not transport.state().playing


def test_an_edit_while_playing_keeps_playing(
    transport: LabTransport, document: LabDocument
) -> None:
    transport.play(True)
    advance(transport, 1.3)
    step = document.lab.step
    document.edit_cell(Cell("input", 0, 0), 7)
    document.change("factor", 5)
    document.undo_stack.undo()
    assert document.lab.step == step
    assert transport.state().playing
    advance(transport, 1)
    assert document.lab.step > step


def test_an_edit_in_the_middle_of_a_move_lets_it_go_on(
    transport: LabTransport, document: LabDocument
) -> None:
    transport.step_forward()
    advance(transport, 0.2)
    phase = transport.phase
    assert 0 < phase < 1
    document.change("factor", 5)
    assert transport.phase == phase


def test_fewer_steps_bring_a_playing_clock_to_their_end(
    transport: LabTransport, document: LabDocument
) -> None:
    transport.seek(8)
    transport.play(True)
    document.take(SmallLab(values=np.ones(4)), named("short"))
    assert document.lab.step == transport.state().position == transport.state().maximum == 4
    advance(transport, 1)
    assert not transport.state().playing


def test_a_whole_state_brings_the_clock_along(
    transport: LabTransport, document: LabDocument
) -> None:
    transport.seek(8)
    taken = SmallLab(values=np.ones(6), step=2, speed=50)
    seen = []
    document.changed.connect(lambda: seen.append(document.lab.step))
    document.take(taken, named("state"), whole=True)
    state = transport.state()
    assert (state.position, state.maximum, state.speed) == (2, 6, 50)
    assert set(seen) == {2}
    document.take(SmallLab(values=np.ones(30), step=25), named("longer"), whole=True)
    assert (transport.state().position, document.lab.step) == (25, 25)


def test_every_change_is_told(transport: LabTransport, document: LabDocument, qtbot: QtBot) -> None:
    for act in (
        transport.step_forward,
        lambda: transport.play(True),
        lambda: transport.play(False),
        lambda: document.change("factor", 4),
        lambda: transport.set_speed(8),
        lambda: transport.set_loop(True),
        lambda: transport.show(None),
    ):
        with qtbot.waitSignal(transport.changed):
            act()


def test_another_lab_is_driven_from_where_it_is_and_the_first_one_stays(
    transport: LabTransport, document: LabDocument
) -> None:
    transport.play(True)
    advance(transport, 1.3)
    left_at = document.lab.step
    other = LabDocument(SmallLab(values=np.ones(20), step=15, speed=5))
    transport.show(other)
    state = transport.state()
    assert (state.position, state.maximum, state.speed, state.playing) == (15, 20, 5, False)
    transport.step_forward()
    document.change("factor", 5)
    assert (other.lab.step, document.lab.step) == (16, left_at)
    assert transport.state().maximum == 20


def test_leaving_stops(transport: LabTransport, document: LabDocument) -> None:
    transport.play(True)
    advance(transport, 0.2)
    transport.leave()
    assert not transport.state().playing
    assert transport.phase == 1
