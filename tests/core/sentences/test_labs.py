"""The tables of what labs say: one for each lab, and no code in two of them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from cnnstudio.core import sentences
from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.core.sentences.labs import LABS as SAID

FOLDER = Path(sentences.__file__).parent / "labs"
TABLES = {
    path.stem: import_module(f"cnnstudio.core.sentences.labs.{path.stem}").TEMPLATES
    for path in sorted(FOLDER.glob("*.py"))
    if path.stem != "__init__"
}


def test_every_lab_has_a_table_with_its_title_and_its_summary() -> None:
    for row in LABS:
        assert {f"{row.key}_title", f"{row.key}_summary"} <= TABLES[row.key].keys()


def test_codes_begin_with_the_name_of_their_lab() -> None:
    keys = {row.key for row in LABS}
    strange = {
        name: [code for code in table if not code.startswith(name)]
        for name, table in TABLES.items()
        if name in keys
    }
    assert {name: codes for name, codes in strange.items() if codes} == {}


def test_every_table_is_in_use_and_no_code_is_in_two() -> None:
    codes = [code for table in TABLES.values() for code in table]
    assert len(codes) == len(set(codes))
    assert SAID.keys() == set(codes)


def test_summaries_are_short_enough_for_a_card() -> None:
    long = {key: len(SAID[f"{key}_summary"]) for key in (row.key for row in LABS)}
    assert {key: length for key, length in long.items() if length > 90} == {}
