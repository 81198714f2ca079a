"""The picture of the stride lab: its general forms, and a place for a question beside them."""

from __future__ import annotations

import pytest

from cnnstudio.core.labs.stride import StrideLab
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Plate, Text
from cnnstudio.ui.plates.text_painter import pieces_at
from tests.ui.labs.plates import drawn

#: The stage at 1600 × 900 with the settings above it, and projected with those folded away.
DESK, HALL = (1226.0, 483.0), (1440.0, 600.0)


def lines(plate: Plate) -> list[str]:
    texts = (item for item in plate.items if isinstance(item, Text))
    return ["".join(run.text for run in text.runs) for text in texts]


def test_an_output_is_written_in_letters_and_with_the_numbers_of_its_window() -> None:
    found = lines(drawn(StrideLab(stride=(2, 1), padding=(1, 0)).at(5), size=DESK))
    assert any("y[i, j] = Σu, v x[2·i + u − 1, j + v]" in line for line in found)
    assert "0 + 0 + 0 + 0 + 0 + 1 + 0 + 1 + 1 = 3" in found


@pytest.mark.parametrize(("size", "projector"), [(DESK, False), (HALL, True)])
def test_the_place_for_a_question_is_beside_the_output_and_clear_of_words(
    size: tuple[float, float], projector: bool
) -> None:
    plate = drawn(StrideLab().at(3), size=size, projector=projector)
    assert plate.slot is not None
    theme = Theme(projector=projector)
    texts = [item for item in plate.items if isinstance(item, Text)]
    words = [rect for text in texts for rect, _ in pieces_at(text, theme)]
    assert not any(rect.intersects(plate.slot) for rect in words)
