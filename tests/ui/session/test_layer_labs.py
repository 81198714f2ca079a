"""Labs on the layers of the open network: with the engine's own numbers, or a reason why not."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove, Replace, SetInput
from cnnstudio.core.labs.activation import ActivationLab
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.labs.pooling import PoolingLab
from cnnstudio.core.layers import Conv2d, Residual
from cnnstudio.core.messages import Probed
from cnnstudio.core.network import Input
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.layer_labs import LayerLabs
from cnnstudio.ui.session.live import Wants


@pytest.fixture
def labs(live_session: Session) -> LayerLabs:
    return LayerLabs(live_session, live_session)


def reports(session: Session) -> dict:
    return session.document.report.by_id


def probed(session: Session, qtbot: QtBot, *ids: str) -> Probed:
    """What the engine says of some layers."""
    panel = object()
    session.live.want(panel, Wants(maps=ids))
    qtbot.waitUntil(lambda: session.live.is_fresh, timeout=20_000)
    session.live.want(panel, Wants())
    found = session.live.latest
    assert found is not None
    return found


def opened(session: Session, labs: LayerLabs, qtbot: QtBot, id: str, spot: Spot | None = None):
    with qtbot.waitSignal(session.labs.opened, timeout=20_000):
        labs.open(id, spot)
    return session.labs.document(session.labs.current).lab


@pytest.mark.parametrize(
    ("id", "spot", "kind"),
    [
        ("conv1", Spot(4, 0, 27), ConvolutionLab),
        ("conv1", Spot(1, 13, 9), ConvolutionLab),
        ("relu1", Spot(2, 20, 5), ActivationLab),
        ("pool1", Spot(5, 7, 8), PoolingLab),
        ("conv2", Spot(15, 9, 0), ChannelsLab),
        ("relu3", Spot(77, 0, 0), ActivationLab),
    ],
)
def test_the_lab_comes_to_the_engines_own_number(
    live_session: Session, labs: LayerLabs, qtbot: QtBot, id: str, spot: Spot, kind: type
) -> None:
    lab = opened(live_session, labs, qtbot, id, spot)
    assert isinstance(lab, kind)
    output = probed(live_session, qtbot, id).maps[id]
    value = float(output[spot] if output.ndim == 3 else output[spot.map])
    if isinstance(lab, ActivationLab):
        found = lab.output[0][lab.place]
    else:
        found = lab.shown.result if isinstance(lab, PoolingLab) else lab.shown.sum
    assert found == pytest.approx(value, rel=1e-5, abs=1e-6)


def test_without_a_chosen_number_the_strongest_of_the_first_map_is_opened(
    live_session: Session, labs: LayerLabs, qtbot: QtBot
) -> None:
    lab = opened(live_session, labs, qtbot, "conv1")
    output = probed(live_session, qtbot, "conv1").maps["conv1"]
    assert isinstance(lab, ConvolutionLab)
    assert abs(lab.shown.sum) == pytest.approx(float(np.abs(output[0]).max()), rel=1e-5)


def test_of_a_list_the_strongest_number_is_opened(
    live_session: Session, labs: LayerLabs, qtbot: QtBot
) -> None:
    lab = opened(live_session, labs, qtbot, "relu3")
    assert isinstance(lab, ActivationLab)
    output = probed(live_session, qtbot, "relu3").maps["relu3"]
    assert lab.output[0][lab.place] == pytest.approx(float(output.max()), rel=1e-6)


def test_one_undo_brings_back_the_state_that_the_lab_was_left_in(
    live_session: Session, labs: LayerLabs, qtbot: QtBot
) -> None:
    document = live_session.labs.document("convolution")
    before = document.lab
    opened(live_session, labs, qtbot, "conv1", Spot(2, 3, 3))
    assert document.undo_stack.undoText() == "Open filter 3 of Conv 6 @ 5×5 in the lab"
    document.undo_stack.undo()
    assert np.array_equal(document.lab.weight, before.weight)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "layer",
    [
        Conv2d(4, (3, 3), (2, 2), (1, 1), (2, 2), id="new"),
        Conv2d(6, (3, 2), (1, 2), (2, 0), (1, 3), bias=False, id="new"),
        Conv2d(6, groups=3, id="new"),
    ],
    ids=["strided, padded, dilated", "unlike in rows and columns", "grouped"],
)
def test_any_convolution_that_is_put_in_comes_out(
    live_session: Session, labs: LayerLabs, qtbot: QtBot, layer: Conv2d
) -> None:
    live_session.edit(Insert((layer,), Place(1)))
    output = probed(live_session, qtbot, "new").maps["new"]
    for spot in (Spot(0, 0, 0), Spot(3, *(size - 1 for size in output.shape[1:]))):
        lab = opened(live_session, labs, qtbot, "new", spot)
        assert isinstance(lab, ChannelsLab)
        assert lab.stride == layer.stride
        assert lab.dilation == layer.dilation
        assert lab.shown.sum == pytest.approx(float(output[spot]), rel=1e-5, abs=1e-6)


def test_a_resized_and_repeated_digit_is_what_the_first_layer_reads(
    live_session: Session, labs: LayerLabs, qtbot: QtBot
) -> None:
    live_session.edit(SetInput(Input(3, 40, 50, "resize")), Replace(Conv2d(2, id="conv1")))
    output = probed(live_session, qtbot, "conv1").maps["conv1"]
    lab = opened(live_session, labs, qtbot, "conv1", Spot(1, 37, 20))
    assert isinstance(lab, ChannelsLab)
    assert lab.depth == 3
    assert lab.shown.sum == pytest.approx(float(output[1, 37, 20]), rel=1e-4, abs=1e-5)


def test_a_layer_within_a_block_reads_what_the_block_reads(
    live_session: Session, labs: LayerLabs, qtbot: QtBot
) -> None:
    block = Residual((Conv2d(6, padding=(1, 1), id="inner"),), id="block")
    live_session.edit(Insert((block,), Place(2)))
    output = probed(live_session, qtbot, "inner").maps["inner"]
    lab = opened(live_session, labs, qtbot, "inner", Spot(5, 6, 7))
    assert isinstance(lab, ChannelsLab)
    assert lab.shown.sum == pytest.approx(float(output[5, 6, 7]), rel=1e-5, abs=1e-6)


def test_a_convolution_of_the_digit_goes_on_with_the_next_digit(
    live_session: Session, labs: LayerLabs, qtbot: QtBot
) -> None:
    lab = opened(live_session, labs, qtbot, "conv1", Spot(0, 5, 5))
    assert isinstance(lab, ConvolutionLab)
    assert lab.source == "digit"
    assert lab.scale == "unit"


def test_of_a_layer_that_no_lab_shows_the_reason_is_told(
    live_session: Session, labs: LayerLabs
) -> None:
    assert labs.why_not(None) == "Select a layer first."
    assert labs.why_not(reports(live_session)["dense1"]) == (
        "No lab shows what this layer does (Dense)."
    )
    assert labs.why_not(reports(live_session)["conv2"]) == ""
    labs.open("dense1")
    labs.open("nobody")
    assert not live_session.labs.current


def test_behind_a_problem_nothing_can_be_opened(live_session: Session, labs: LayerLabs) -> None:
    live_session.edit(Remove(("flatten1",)))
    assert "mend the network first" in labs.why_not(reports(live_session)["relu4"])
    assert labs.why_not(reports(live_session)["conv2"]) == ""


def test_without_an_engine_the_reason_is_told(session: Session) -> None:
    labs = LayerLabs(session, session)
    assert "engine does not run" in labs.why_not(reports(session)["conv1"])
    labs.open("conv1")
    assert not session.labs.current


def test_a_wish_ends_with_an_edit(live_session: Session, labs: LayerLabs, qtbot: QtBot) -> None:
    labs.open("conv1")
    live_session.edit(Remove(("conv1",)))
    probed(live_session, qtbot, "conv2")
    assert not live_session.labs.current


def test_numbers_that_the_lab_cannot_hold_are_refused(
    live_session: Session, labs: LayerLabs, qtbot: QtBot
) -> None:
    weights = {"conv1.weight": np.full((6, 1, 5, 5), 1e9, np.float32)}
    live_session.take_weights(weights)
    with qtbot.waitSignal(labs.refused, timeout=20_000) as refused:
        labs.open("conv1", Spot(0, 14, 14))
    assert "every number must lie between" in str(refused.args[0])
    assert not live_session.labs.current
