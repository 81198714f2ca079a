"""What a layer has learned, in Inside."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF

from cnnstudio.core.messages import Probed
from cnnstudio.core.network import walk
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.workspaces.inside.numbers import first, made_up, open_starter, show


def test_a_dense_layer_that_reads_the_picture_shows_templates(
    inside: XRayView, session: Session
) -> None:
    network = open_starter(session, "linear")
    dense = first(network, "Linear")
    session.select((dense,))
    probed = made_up(session, dense)
    show(session, probed)
    templates = probed.filters[dense]["weight"].reshape(10, 28, 28)
    assert inside.filters.title() == "Learned templates"
    assert np.array_equal(inside.filters.pictures.maps(), templates)
    inside.maps.grid.clicked.emit(3, 0, 0)
    assert inside.filters.pictures.selected == 3


def test_hovering_the_matrix_tells_the_weight_under_the_mouse(
    inside: XRayView, session: Session
) -> None:
    session.select(("dense3",))
    show(session, made_up(session, "dense3"))
    sentence = inside.filters.matrix.sentence_at(QPointF(5, 5))
    assert sentence.startswith("Weight of input 1 for output 0:")


def test_a_layer_without_weights_says_so_and_shows_what_comes_in(
    inside: XRayView, session: Session
) -> None:
    session.select(("pool1",))
    probed = made_up(session, "relu1", "pool1")
    show(session, probed)
    assert inside.filters.sentence().startswith("Max pool learns nothing")
    assert np.array_equal(inside.filters.pictures.maps(), probed.maps["relu1"])


def test_a_locally_connected_layer_shows_the_kernels_of_the_selected_place(
    inside: XRayView, session: Session
) -> None:
    network = open_starter(session, "local")
    layers = [layer.id for layer in network.layers if layer.kind == "LocallyConnected2d"]
    session.select((layers[1],))
    probed = made_up(session, layers[1])
    show(session, probed)
    inside.maps.grid.clicked.emit(2, 4, 7)
    weight = probed.filters[layers[1]]["weight"]
    expected = weight[:, 4, 7].reshape(weight.shape[0], -1, 5, 5)
    assert np.array_equal(inside.filters.wall._kernels, expected)
    assert inside.filters.subtitle() == "those at row 5, column 8"


def test_batch_norm_shows_a_scale_and_a_shift_for_each_map(
    inside: XRayView, session: Session
) -> None:
    network = open_starter(session, "simple-cnn")
    norm = first(network, "BatchNorm2d")
    session.select((norm,))
    probed = made_up(session, norm)
    show(session, probed)
    scale, shift = inside.filters._bars
    assert np.array_equal(scale._values, probed.filters[norm]["weight"])
    assert np.array_equal(shift._values, probed.filters[norm]["bias"])


def test_a_wall_of_many_kernels_scrolls(inside: XRayView, session: Session) -> None:
    network = open_starter(session, "vgg11")
    wide = next(
        layer.id
        for layer in walk(network.layers)
        if layer.kind == "Conv2d" and layer.out_channels == 256  # type: ignore[attr-defined]
    )
    session.select((wide,))
    show(session, made_up(session, wide))
    wall = inside.filters.wall
    assert wall.horizontalScrollBar().maximum() > 0
    inside.maps.grid.clicked.emit(200, 0, 0)
    assert wall.viewport().rect().contains(wall.rect_of(200, 0).center().toPoint())


def test_a_layer_with_too_many_weights_says_how_many(inside: XRayView, session: Session) -> None:
    network = open_starter(session, "vgg11")
    dense = first(network, "Linear")
    session.select((dense,))
    assert not session.live._wants[inside].filters
    probed = Probed(0, "", 0, {dense: np.zeros(4096, np.float32)}, {}, {}, np.zeros(10, np.float32))
    show(session, probed)
    assert "102,764,544 weights" in inside.filters.sentence()
