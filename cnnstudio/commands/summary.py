"""`cnnstudio summary`: what a network comes to, layer by layer."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from cnnstudio.commands.networks import add_network, network_named
from cnnstudio.core.files import ProjectError
from cnnstudio.core.infer import LayerReport, Report, infer
from cnnstudio.core.interventions import Interventions, by_layer
from cnnstudio.core.layers import Residual, Shape, times

_HEADINGS = ("layer", "output", "parameters", "multiply-adds", "receptive field")


def add_parser(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("summary", help="shapes and costs of a network, layer by layer")
    add_network(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the summary; 2 where the network cannot be read."""
    try:
        project = network_named(args.network)
    except ProjectError as error:
        print(f"cnnstudio summary: {error}", file=sys.stderr)
        return 2
    report, held = infer(project.network), project.interventions
    if args.json:
        _print(json.dumps(as_json(report) | _held_as_json(held)))
    else:
        _print("\n".join([*as_text(report), *_held_as_text(report, held)]))
    return 0


def _print(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may not know ×
    try:
        print(text, flush=True)
    except BrokenPipeError:  # such as `| head`, which has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values. Outputs behind a problem are null."""
    picture = report.network.input
    return {
        "name": report.network.name,
        "input": {
            "channels": picture.channels,
            "height": picture.height,
            "width": picture.width,
        },
        "layers": [_layer_as_json(layer) for layer in report.layers],
        "parameters": report.parameters,
        "macs": report.macs,
        "problems": [str(finding.sentence) for finding in report.problems],
        "advice": [str(finding.sentence) for finding in report.advice],
    }


def _layer_as_json(report: LayerReport) -> dict[str, Any]:
    field = report.receptive_field
    described: dict[str, Any] = {
        "kind": report.layer.kind,
        "output": report.output,
        "parameters": report.parameters,
        "macs": report.macs,
        "receptive_field": None if field is None else field._asdict(),
    }
    if isinstance(report.layer, Residual):
        described["layers"] = [_layer_as_json(inner) for inner in report.body]
    return described


def as_text(report: Report) -> Iterator[str]:
    """The lines of a table, its totals, and what was found."""
    total = ("total", "", f"{report.parameters:,}", f"{report.macs:,}", "")
    rows = [_HEADINGS, *_rows(report.layers, ""), total]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    yield f"{report.network.name}, input {times(report.network.input.shape)}"
    yield str(report.network.input.sentence())
    yield ""
    for row in rows:
        yield _line(row, widths)
    yield from _found("Problems:", report, problems=True)
    yield from _found("Advice:", report, problems=False)


def _found(heading: str, report: Report, problems: bool) -> Iterator[str]:
    """The findings of one sort, each with its layer's title, under a heading."""
    found = [(id, f) for id, f in report.all_findings if f.is_problem == problems]
    if found:
        yield from ("", heading)
    for id, finding in found:
        where = "" if id is None else f"{_title(report.by_id[id])}: "
        yield f"  {where}{finding.sentence}"


def _held_as_json(held: Interventions) -> dict[str, Any]:
    """Which units of which layers are frozen and off, by the layers' ids."""
    return {"frozen": by_layer(held.frozen), "off": by_layer(held.off)}


def _held_as_text(report: Report, held: Interventions) -> Iterator[str]:
    """How many units of each layer are frozen and off, under a heading, where any are."""
    if held:
        yield from ("", "By hand:")
    for id, layer in report.by_id.items():
        for at, title in ((id, _title(layer)), (f"{id}.shortcut", f"{_title(layer)}, shortcut")):
            frozen, off = len(held.frozen_in(at)), len(held.off_in(at))
            if frozen or off:
                yield f"  {title}: {frozen} frozen, {off} off"


def _title(report: LayerReport) -> str:
    return ", ".join(str(part) for part in report.layer.title())


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    """Words to the left, numbers to the right."""
    numbers = {2, 3}
    cells = (
        cell.rjust(width) if column in numbers else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def _rows(reports: tuple[LayerReport, ...], indent: str) -> Iterator[tuple[str, ...]]:
    for report in reports:
        field = report.receptive_field
        seen = times(field.size) if field else ""
        costs = (f"{report.parameters:,}", f"{report.macs:,}") if report.output else ("", "")
        yield (indent + _title(report), _shown(report.output), *costs, seen)
        yield from _rows(report.body, indent + "  ")


def _shown(shape: Shape | None) -> str:
    return "?" if shape is None else times(shape)
