"""Settings: dataclass fields that carry the label, range and help which every form shows.

A field made by `whole`, `pair`, `real`, `switch` or `choice` describes itself, so the inspector,
the command line, and the project file's checks are all made from one table.
"""

from __future__ import annotations

import numbers
import reprlib
from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any

from cnnstudio.core.sentences import Sentence, say

Pair = tuple[int, int]


class InvalidValue(ValueError):  # noqa: N818 - named after what is wrong
    """A value that its setting does not allow; `sentence` says what is allowed."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return InvalidValue, (self.sentence,)


@dataclass(frozen=True)
class Setting:
    """What a form needs to know of one field.

    `type` is one of whole, pair (rows, columns), real, switch, choice. `symbol` is the letter
    that formulas use. `advanced` settings are shown only when asked for. `zero`
    is the word for 0 where that does not mean itself, such as "never". A real setting that is best
    tried out is a `slider`.
    """

    name: str
    type: str
    label: str
    help: str
    minimum: float = 0
    maximum: float = 0
    choices: tuple[str, ...] = ()
    choice_labels: tuple[str, ...] = ()
    symbol: str = ""
    advanced: bool = False
    zero: str = ""
    slider: bool = False

    def check(self, value: object) -> Any:
        """`value` in this setting's own type, or InvalidValue."""
        return _CHECKS[self.type](self, value)


def _field(default: Any, **described: Any) -> Any:
    return field(default=default, metadata={"setting": described})


def whole(default: int, label: str, help: str, minimum: int, maximum: int, **more: Any) -> Any:
    return _field(
        default, type="whole", label=label, help=help, minimum=minimum, maximum=maximum, **more
    )


def pair(default: int, label: str, help: str, minimum: int, maximum: int, **more: Any) -> Any:
    """Two whole numbers, (rows, columns); one number stands for both."""
    return _field(
        (default, default),
        type="pair",
        label=label,
        help=help,
        minimum=minimum,
        maximum=maximum,
        **more,
    )


def real(default: float, label: str, help: str, minimum: float, maximum: float, **more: Any) -> Any:
    return _field(
        default, type="real", label=label, help=help, minimum=minimum, maximum=maximum, **more
    )


def switch(default: bool, label: str, help: str, **more: Any) -> Any:
    return _field(default, type="switch", label=label, help=help, **more)


def choice(default: str, label: str, help: str, choices: dict[str, str], **more: Any) -> Any:
    """One of the keys of `choices`, which names the label of each."""
    return _field(
        default,
        type="choice",
        label=label,
        help=help,
        choices=tuple(choices),
        choice_labels=tuple(choices.values()),
        **more,
    )


def settings_of(kind: type) -> tuple[Setting, ...]:
    """The settings of a dataclass, in the order of its fields."""
    return _settings_of(kind)


@cache
def _settings_of(kind: type) -> tuple[Setting, ...]:
    return tuple(_setting(f) for f in fields(kind) if "setting" in f.metadata)


def _setting(f: Field[Any]) -> Setting:
    return Setting(name=f.name, **f.metadata["setting"])


class Checked:
    """A dataclass whose settings are checked, and brought into their own type, when it is made."""

    def __post_init__(self) -> None:
        for setting in settings_of(type(self)):
            given = getattr(self, setting.name)
            value = setting.check(given)
            if value is not given:
                object.__setattr__(self, setting.name, value)


def _check_whole(setting: Setting, value: object) -> int:
    if (
        isinstance(value, bool)
        or not isinstance(value, numbers.Integral)
        or not setting.minimum <= int(value) <= setting.maximum
    ):
        raise InvalidValue(_out_of_range("must_be_whole", setting, value))
    return int(value)


def _check_pair(setting: Setting, value: object) -> Pair:
    if isinstance(value, tuple | list) and len(value) == 2:
        rows, columns = value
        return _check_whole(setting, rows), _check_whole(setting, columns)
    both = _check_whole(setting, value)
    return both, both


def _check_real(setting: Setting, value: object) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, numbers.Real)
        or not _in_range(setting, value)
    ):
        raise InvalidValue(_out_of_range("must_be_number", setting, value))
    return float(value)


def _in_range(setting: Setting, value: numbers.Real) -> bool:
    try:
        return setting.minimum <= float(value) <= setting.maximum
    except OverflowError:  # a whole number beyond every float
        return False


def _check_switch(setting: Setting, value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidValue(say("must_be_switch", label=setting.label, value=shown(value)))
    return value


def _check_choice(setting: Setting, value: object) -> str:
    if not isinstance(value, str) or value not in setting.choices:
        allowed = ", ".join(setting.choices)
        raise InvalidValue(
            say("must_be_choice", label=setting.label, choices=allowed, value=shown(value))
        )
    return value


def _out_of_range(code: str, setting: Setting, value: object) -> Sentence:
    if code == "must_be_whole":
        low, high = int(setting.minimum), int(setting.maximum)
        return say(code, label=setting.label, minimum=low, maximum=high, value=shown(value))
    return say(
        code,
        label=setting.label,
        minimum=setting.minimum,
        maximum=setting.maximum,
        value=shown(value),
    )


def shown(value: object) -> str:
    """A value as a message may show it: short, whatever a file held."""
    if isinstance(value, int) and value.bit_length() > 128:
        return "a huge number"
    text = reprlib.repr(value)
    return text if len(text) <= 40 else text[:37] + "…"


_CHECKS = {
    "whole": _check_whole,
    "pair": _check_pair,
    "real": _check_real,
    "switch": _check_switch,
    "choice": _check_choice,
}
