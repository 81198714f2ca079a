"""What layers put out looks the same on the spine, in Build and in Inside."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from cnnstudio.core.layers import Conv2d, MaxPool2d, ReLU, Residual
from cnnstudio.core.messages import Probed
from cnnstudio.core.network import Input, Network
from cnnstudio.ui.outputs import colour_map_after, layer_before, seen_by
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.strips import Strips
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colours_of


def test_the_first_layer_of_a_block_reads_what_the_block_reads() -> None:
    inner = MaxPool2d(id="inner", kernel_size=1, stride=1)
    network = Network("b", (Conv2d(id="first"), Residual(id="block", body=(inner,))))
    assert layer_before(network, "inner") == "first"
    assert layer_before(network, "block") == "first"
    assert layer_before(network, "first") is None


def test_pooled_maps_keep_the_colours_of_what_they_pool(session: Session) -> None:
    network = session.document.network
    assert colour_map_after(network, "conv1") is ColourMap.SIGNED
    assert colour_map_after(network, "pool1") is ColourMap.SEQUENTIAL
    assert colour_map_after(network, "flatten1") is ColourMap.SEQUENTIAL


def test_a_pooled_picture_is_still_a_picture() -> None:
    network = Network("p", (MaxPool2d(id="pool"),))
    assert colour_map_after(network, None) is ColourMap.PIXEL
    assert colour_map_after(network, "pool") is ColourMap.PIXEL


def test_a_sum_with_a_shortcut_can_be_negative_and_so_can_what_is_pooled_of_it() -> None:
    block = Residual(id="block", body=(Conv2d(id="conv"), ReLU(id="relu")))
    network = Network("r", (block, MaxPool2d(id="pool")))
    assert colour_map_after(network, "relu") is ColourMap.SEQUENTIAL
    assert colour_map_after(network, "block") is ColourMap.SIGNED
    assert colour_map_after(network, "pool") is ColourMap.SIGNED


def test_a_digit_is_padded_in_the_middle_and_resized_evenly() -> None:
    digit = np.ones((28, 28), np.float32)
    padded = seen_by(Input(height=32, width=32), digit)
    assert padded.shape == (32, 32)
    assert padded.sum() == 784
    assert padded[2, 2] == 1
    assert padded[1, 1] == 0
    resized = seen_by(Input(height=56, width=14, fit="resize"), digit)
    assert resized.shape == (56, 14)
    assert np.allclose(resized, 1)


def test_a_card_colours_maps_by_their_layer_even_where_no_number_is_negative(
    session: Session,
) -> None:
    maps = np.ones((6, 28, 28), np.float32)
    session.live.latest = Probed(0, "", 0, {}, {"conv1": maps}, {}, np.zeros(10, np.float32))
    picture = QImage(56, 56, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    theme = current_theme()
    report = session.document.report.by_id["conv1"]
    Strips(session).paint_first(painter, QRectF(0, 0, 56, 56), report, theme)
    painter.end()
    expected = colours_of(np.ones(1), ColourMap.SIGNED, 1.0, theme)
    assert picture.pixel(28, 28) == expected[0]
