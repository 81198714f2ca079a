"""The window that is outlined is the one that the engine's numbers were made from."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.infer import infer
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    Conv2d,
    LocalResponseNorm,
    Residual,
    Window,
)
from cnnstudio.core.network import Network
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.build.reading import box_read, maps_read
from cnnstudio.ui.workspaces.build.receptive_strip import clipped, sights
from cnnstudio.ui.workspaces.build.views import reads_picture
from cnnstudio.ui.workspaces.build.window_picture import WindowPicture


def seen(picture: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    """The part of maps that lies in a box, with zeros where the box leaves them."""
    top, left, height, width = box
    around = np.pad(picture, ((0, 0), (height, height), (width, width)))
    return around[:, top + height : top + 2 * height, left + width : left + 2 * width]


def test_a_map_is_what_its_filter_makes_of_the_outlined_window(
    live_session: Session, qtbot: QtBot
) -> None:
    live = live_session.live
    live.want("test", Wants(maps=("conv1", "relu1", "pool1"), filters=("conv1",)))
    qtbot.waitUntil(lambda: live.latest is not None and "pool1" in live.latest.maps, timeout=20_000)
    live.want("test", Wants())
    probed = live.latest
    assert probed is not None
    reports = live_session.document.report.by_id
    digit = live_session.digit.current.pixels[None]
    weight, bias = probed.filters["conv1"]["weight"], probed.filters["conv1"]["bias"]
    for place in ((0, 0, 0), (3, 22, 17), (5, 27, 27)):
        window = seen(digit, box_read(reports["conv1"], *place[1:]))
        expected = (window * weight[place[0]]).sum() + bias[place[0]]
        assert probed.maps["conv1"][place] == pytest.approx(expected, abs=1e-4)
    for map, row, column in ((0, 0, 0), (2, 7, 9), (5, 13, 13)):
        read = list(maps_read(reports["pool1"], map))
        window = seen(probed.maps["relu1"][read], box_read(reports["pool1"], row, column))
        assert probed.maps["pool1"][map, row, column] == window.max()


def test_adaptive_pooling_outlines_its_uneven_windows() -> None:
    report = infer(Network("a", (AdaptiveAvgPool2d(output_size=5),))).layers[0]
    assert [box_read(report, 0, column)[1::2] for column in range(5)] == [
        (0, 6),
        (5, 7),
        (11, 6),
        (16, 7),
        (22, 6),
    ]


def test_a_group_reads_only_its_own_maps() -> None:
    layers = (Conv2d(out_channels=8), Conv2d(out_channels=4, groups=2))
    report = infer(Network("g", layers)).layers[1]
    assert list(maps_read(report, 1)) == [0, 1, 2, 3]
    assert list(maps_read(report, 2)) == [4, 5, 6, 7]


def test_local_response_norm_reads_its_neighbours() -> None:
    layers = (Conv2d(out_channels=8), LocalResponseNorm(size=5))
    report = infer(Network("n", layers)).layers[1]
    assert list(maps_read(report, 0)) == [0, 1, 2]
    assert list(maps_read(report, 4)) == [2, 3, 4, 5, 6]


def test_a_block_reads_through_all_that_it_holds() -> None:
    body = (Conv2d(out_channels=1, padding=1), Conv2d(out_channels=1, padding=1))
    report = infer(Network("b", (Residual(body=body),))).layers[0]
    assert box_read(report, 10, 12) == (8, 10, 5, 5)


def test_a_field_that_leaves_the_picture_is_cut_off_at_its_edges() -> None:
    assert clipped((-3, 20, 10, 15), 28, 28) == (0, 20, 7, 8)


def test_the_sights_are_around_the_layer_and_name_it(session: Session) -> None:
    shown = sights(session.document.report, "relu2")
    assert [one.size for one in shown] == [(6, 6), (14, 14), (16, 16), (28, 28)]
    assert [one.name for one in shown if one.is_current] == ["ReLU"]


def test_no_sight_is_larger_than_the_picture() -> None:
    report = infer(starter("lenet5-1998"))
    assert max(one.size for one in sights(report, "pool2")) <= (32, 32)
    deep = infer(starter("resnet20"))
    last = deep.network.layers[-1].id
    assert [one.size for one in sights(deep, last) if one.is_current] == [(28, 28)]


def test_the_marked_sight_is_the_selected_layers_own() -> None:
    report = infer(starter("lenet5"))
    (current,) = (one for one in sights(report, "dense3") if one.is_current)
    assert (current.name, current.size) == ("Dense 10", (28, 28))


def test_a_block_is_marked_with_all_that_it_sees() -> None:
    body = tuple(Conv2d(id=f"c{n}", out_channels=6, padding=1) for n in (1, 2))
    layers = (Conv2d(id="first", out_channels=6), Residual(id="block", body=body))
    shown = sights(infer(Network("b", layers)), "block")
    assert [one.size for one in shown] == [(3, 3), (5, 5), (7, 7)]
    assert [one.name for one in shown if one.is_current] == ["Residual block"]


def test_only_a_dense_layer_right_behind_the_picture_has_templates() -> None:
    for name, id, expected in (
        ("linear", "dense1", True),
        ("mlp", "dense1", True),
        ("mlp", "dense2", False),
        ("lenet5", "dense1", False),
    ):
        report = infer(starter(name))
        assert reads_picture(report.network, report.by_id[id]) is expected


def test_pixels_between_windows_are_never_looked_at_either() -> None:
    def picture(size: int, **window: tuple[int, int]) -> WindowPicture:
        return WindowPicture((size, size), Window(**window), None, ColourMap.SIGNED, 1.0)

    assert picture(7, kernel_size=(3, 3), stride=(3, 3)).pixels_read == 36
    assert picture(14, kernel_size=(3, 3), stride=(4, 4)).pixels_read == 81
    assert picture(5, kernel_size=(2, 2), stride=(2, 2), dilation=(2, 2)).pixels_read == 9
