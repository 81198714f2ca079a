"""What a lab offers with one click says which of it is there now."""

from __future__ import annotations

import pytest

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.catalogue import LABS

#: Groups of examples to go to; the others hold actions, such as “random”.
_EXAMPLES = (
    "images_try",
    "row_cases",
    "channels_cases",
    "filters_cases",
    "padding_cases",
    "stride_lecture",
    "pooling_cases",
    "pooling_shifts",
)


def chosen(lab: Lab, group: str) -> list[str]:
    found = next(one for one in lab.choices() if one.name.code == group)
    return [str(choice.name) for choice in found.choices if choice.chosen]


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_the_example_that_was_taken_is_the_one_that_is_marked(key: str) -> None:
    lab = next(row for row in LABS if row.key == key).first()
    for group in lab.choices():
        if group.name.code in _EXAMPLES:
            for choice in group.choices:
                assert chosen(choice.make(), group.name.code) == [str(choice.name)]


@pytest.mark.parametrize("group", _EXAMPLES)
def test_all_these_groups_are_there(group: str) -> None:
    codes = {one.name.code for row in LABS for one in row.first().choices()}
    assert group in codes


def test_an_example_that_was_changed_is_marked_no_more() -> None:
    lab = next(row for row in LABS if row.key == "padding").first()
    made = lab.choices()[0].choices[1].make()
    assert chosen(made, "padding_cases")
    assert chosen(made.change("kernel_size", (5, 5)), "padding_cases") == []
