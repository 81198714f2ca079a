"""`run.json` and `state.json`: what a run is, and how far it is."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeGuard, get_args

from cnnstudio.core.atomic_file import replacing
from cnnstudio.core.files import ProjectError, reading
from cnnstudio.core.history.places import LAST_STEP
from cnnstudio.core.messages import Changed, Device, RunStarted
from cnnstudio.core.network import Network
from cnnstudio.core.project_json import Fault, from_values, to_values
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import say
from cnnstudio.core.strict_json import parse

#: The number of the format that is written, and the newest that can be read.
FORMAT = 1

#: The most bytes of a JSON file that are read, and the most entries of a list in it.
LONGEST = 4_000_000
_MOST = 100_000

LONGEST_NAME = 200

#: "broken off": whoever trained it went away in the midst of it. Never written, only found.
State = Literal["running", "paused", "finished", "broken off"]

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True)
class RunFacts:
    """What a run is from its start on. `settings` are those that it started with; `start` says
    what computed it, and how many steps it has."""

    name: str
    began: datetime
    network: Network
    settings: RunSettings
    start: RunStarted

    @property
    def id(self) -> str:
        return self.start.run_id


class Gap(NamedTuple):
    """Steps between which moments were to be kept and could not be."""

    first: int
    last: int


@dataclass(frozen=True)
class RunState:
    """How far a run is. `moments` are all steps that are kept; `marks`, live settings that were
    changed on the way."""

    state: State = "running"
    step: int = 0
    moments: tuple[int, ...] = ()
    marks: tuple[Changed, ...] = ()
    gaps: tuple[Gap, ...] = ()


def write_facts(path: Path, facts: RunFacts) -> None:
    """OSError if that cannot be done."""
    start = facts.start
    _write(
        path,
        {
            "format": FORMAT,
            "id": facts.id,
            "name": facts.name,
            "began": facts.began.isoformat(),
            "network": to_values(facts.network, facts.settings),
            "steps_per_epoch": start.steps_per_epoch,
            "total_steps": start.total_steps,
            "device": [start.device.kind, start.device.name, start.device.cores],
            "precision": start.precision,
            "threads": start.threads,
            "versions": dict(start.versions),
        },
        lasting=True,
    )


def read_facts(path: Path) -> RunFacts:
    """Raises ProjectError, whatever the file holds."""
    values = _read(path)
    try:
        network, settings = from_values(values.get("network"))
    except Fault as fault:
        where = f"network.{fault.where}" if fault.where else "network"
        why = fault.sentence
        raise ProjectError(say("project_fault", file=path.name, where=where, why=why)) from None
    name, began = values.get("name"), values.get("began")
    if settings is not None and isinstance(name, str) and isinstance(began, str):
        start, time = _start(values, settings.seed), _time(began)
        if start is not None and time is not None:
            return RunFacts(tidy(name), time, network, settings, start)
    raise ProjectError(say("run_file_altered", file=path.name))


def read_name(path: Path) -> str:
    """The name of the run alone. Raises ProjectError."""
    name = _read(path).get("name")
    return tidy(name) if isinstance(name, str) else ""


def _start(values: Mapping[str, Any], seed: int) -> RunStarted | None:
    match values:
        case {
            "id": str(id),
            "steps_per_epoch": int(per_epoch),
            "total_steps": int(total),
            "device": [str(kind), str(name), int(cores)],
            "precision": str(precision),
            "threads": int(threads),
            "versions": dict(versions),
        } if _ID.fullmatch(id) and all(map(_is_count, (per_epoch, total, cores, threads))):
            known = {tidy(k): tidy(v) for k, v in versions.items() if isinstance(v, str)}
            device = Device(tidy(kind), tidy(name), cores)
            return RunStarted(id, device, tidy(precision), threads, seed, known, per_epoch, total)
    return None


def write_state(path: Path, state: RunState) -> None:
    """OSError if that cannot be done."""
    _write(
        path,
        {
            "format": FORMAT,
            "state": state.state,
            "step": state.step,
            "moments": state.moments,
            "marks": [[m.step, m.name, m.before, m.after] for m in state.marks],
            "gaps": state.gaps,
        },
        lasting=False,
    )


def read_state(path: Path, run_id: str) -> RunState:
    """Raises ProjectError, whatever the file holds."""
    match _read(path):
        case {
            "state": str(state),
            "step": int(step),
            "moments": list(moments),
            "marks": list(marks),
            "gaps": list(gaps),
        } if _is_state(state) and _is_step(step) and _are_steps(moments) and len(marks) <= _MOST:
            try:
                read_marks = tuple(_marks(marks, run_id))
                return RunState(state, step, tuple(moments), read_marks, tuple(_gaps(gaps)))
            except ValueError:
                pass
    raise ProjectError(say("run_file_altered", file=path.name))


def tidy(name: str) -> str:
    """A name as one line of a bounded length."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME]


def now() -> datetime:
    """To the second, as it is kept."""
    return datetime.now(UTC).replace(microsecond=0)


def _write(path: Path, values: Mapping[str, Any], lasting: bool) -> None:
    data = json.dumps(values, allow_nan=False, separators=(",", ":")).encode()
    with replacing(path, lasting) as stream:
        stream.write(data)


def _read(path: Path) -> Mapping[str, Any]:
    with reading(path) as stream:
        data = stream.read(LONGEST + 1)
    try:
        values = parse(data) if len(data) <= LONGEST else None
    except ValueError:
        values = None
    if not isinstance(values, dict) or type(values.get("format")) is not int:
        raise ProjectError(say("run_file_altered", file=path.name))
    if values["format"] > FORMAT:
        raise ProjectError(say("run_file_newer", file=path.name))
    return values


def _marks(found: list[Any], run_id: str) -> Iterator[Changed]:
    for mark in found:
        match mark:
            case [int(step), str(name), int() | float() as before, int() | float() as after]:
                sound = _is_step(step) and math.isfinite(before) and math.isfinite(after)
                if sound and name in RunSettings.LIVE:
                    yield Changed(run_id, step, name, float(before), float(after))
                    continue
        raise ValueError(mark)


def _gaps(found: list[Any]) -> Iterator[Gap]:
    for gap in found[:_MOST]:
        if not (isinstance(gap, list) and len(gap) == 2 and all(map(_is_step, gap))):
            raise ValueError(gap)
        yield Gap(*gap)


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return time if time.tzinfo is not None else None


def _is_state(text: str) -> TypeGuard[State]:
    return text in get_args(State)


def _is_step(value: object) -> bool:
    return type(value) is int and 0 <= value <= LAST_STEP


def _is_count(value: object) -> bool:
    return _is_step(value) and value != 0


def _are_steps(values: list[Any]) -> bool:
    return len(values) <= _MOST and all(map(_is_step, values))
