"""Every sentence has a template, every template a use, and every value its place."""

from __future__ import annotations

import ast
import pickle
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from cnnstudio.core.network import Input
from cnnstudio.core.sentences import TEMPLATES, say

PACKAGE = Path(__file__).resolve().parent.parent.parent / "cnnstudio"
TABLE = PACKAGE / "core" / "sentences.py"


def placeholders(code: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(TEMPLATES[code]) if name is not None}


@cache
def trees() -> list[ast.Module]:
    files = [path for path in sorted(PACKAGE.rglob("*.py")) if path != TABLE]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in files]


def said_codes() -> list[tuple[str, ast.Call]]:
    """Every call say("code", …) that names its code, and not only builds it."""
    return [
        (call.args[0].value, call)
        for tree in trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "say"
        and isinstance(call.args[0], ast.Constant)
    ]


def words_in_code() -> set[str]:
    """Every piece of text in the program, the constant parts of f-strings included."""
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_sentence_that_is_said_has_a_template_and_its_values() -> None:
    for code, call in said_codes():
        assert code in TEMPLATES
        given = {keyword.arg for keyword in call.keywords}
        if None not in given:  # **values are not known before the program runs
            assert placeholders(code) <= given, code


def test_every_template_is_used() -> None:
    built = {
        *(f"fix_{shortcut}" for shortcut in ("identity", "projection")),
        *(f"input_{fit}_repeated" for fit in ("as_is", "padded", "resized")),
        *(f"edit_{done}_many" for done in ("remove", "move")),
    }
    words = words_in_code() | built
    starts = tuple(word for word in words if word.endswith("_") and word != "fix_")
    assert [
        code
        for code in TEMPLATES
        if code.partition("/")[0] not in words
        and code.partition("/")[0] + "/" not in words
        and not code.startswith(starts)
    ] == []


def test_every_wording_for_one_has_one_for_more() -> None:
    assert [
        code
        for code in TEMPLATES
        if code.endswith("/one") and code.count("/") == 1 and code[:-4] not in TEMPLATES
    ] == []


def test_no_template_says_one_of_many() -> None:
    """A count of one has a wording of its own wherever a count stands before a plural."""
    plural = re.compile(r"\{(count|channels|filters|extra|rows|columns)[^}]*\} \w*?s\b")
    never_one = {
        "too_large",
        "layer_too_large",
        "too_many_outputs",
        "fix_filters",
        "fix_all_smaller",
        "input_as_is_repeated",
        "input_padded_repeated",
        "input_resized_repeated",
        # Sizes “rows × columns”, and counts that are always many.
        "source_crop",
        "sweep_cells",
        "sweep_cells_rounded",
        "images_in_sight",
        "images_numbers",
        "activation_logits",
    }
    alone = [
        code
        for code, template in TEMPLATES.items()
        if plural.search(template)
        and not code.endswith("_many")
        and "/" not in code
        and f"{code}/one" not in TEMPLATES
        and code not in never_one
    ]
    assert alone == []


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("no such sentence")


def test_sentences_are_values() -> None:
    one = say("needs_maps", count=784)
    assert one == say("needs_maps", count=784) != say("needs_maps", count=785)
    assert hash(one) == hash(say("needs_maps", count=784))
    assert pickle.loads(pickle.dumps(one)) == one
    assert str(one) == "This layer works on feature maps, but gets a plain list of 784 numbers."


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (Input(), "as they are"),
        (Input(channels=3), "repeated 3 times"),
        (Input(height=32, width=32), "Black pixels are added around each digit to make it 32×32."),
        (Input(height=32, width=20), "Each digit is resized from 28×28 to 32×20."),
        (Input(3, 224, 224, "resize"), "resized from 28×28 to 224×224, and its one channel is"),
        (Input(2, 30, 30), "to make it 30×30, and its one channel is repeated 2 times"),
    ],
)
def test_the_input_says_what_becomes_of_a_digit(picture: Input, words: str) -> None:
    assert words in str(picture.sentence())
