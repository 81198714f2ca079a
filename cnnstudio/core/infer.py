"""What a network comes to: shape, cost, receptive field and findings after every layer."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from cnnstudio.core.answer_rules import answer_findings
from cnnstudio.core.block_rules import block_findings, projection_window
from cnnstudio.core.findings import Finding, Fix, problem
from cnnstudio.core.layers import Layer, Linear, Residual, Shape, Softmax, is_maps
from cnnstudio.core.network import Layers, Network
from cnnstudio.core.receptive_field import ReceptiveField
from cnnstudio.core.sentences import say
from cnnstudio.core.stack_rules import smaller_fixes, stack_findings

#: The most numbers, weights or outputs, that one layer or the whole network may hold: a limit
#: of this program (4 GB in float32), not of PyTorch.
LARGEST = 1_000_000_000


@dataclass(frozen=True)
class LayerReport:
    """One layer where it stands. `input` is None behind a problem, `output` from there on.

    `receptive_field` is that of the layer's output. For a block, `body` holds the reports of
    its layers, and parameters and multiply-adds include theirs.
    """

    layer: Layer
    input: Shape | None = None
    output: Shape | None = None
    parameters: int = 0
    macs: int = 0
    receptive_field: ReceptiveField | None = None
    findings: tuple[Finding, ...] = ()
    body: tuple[LayerReport, ...] = ()

    @property
    def problem(self) -> Finding | None:
        return next((f for f in self.findings if f.is_problem), None)


@dataclass(frozen=True)
class Report:
    """Reports in the order of the layers, and what concerns the network as a whole."""

    network: Network
    layers: tuple[LayerReport, ...]
    findings: tuple[Finding, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, LayerReport]:
        """The report of every layer, however deep."""
        return {report.layer.id: report for report in walk_reports(self.layers)}

    @cached_property
    def parameters(self) -> int:
        return sum(report.parameters for report in self.layers)

    @cached_property
    def macs(self) -> int:
        return sum(report.macs for report in self.layers)

    @cached_property
    def all_findings(self) -> tuple[tuple[str | None, Finding], ...]:
        """Every finding with the id of its layer; None for the network as a whole."""
        of_layers = tuple(
            (report.layer.id, finding)
            for report in walk_reports(self.layers)
            for finding in report.findings
        )
        return of_layers + tuple((None, finding) for finding in self.findings)

    @property
    def problems(self) -> tuple[Finding, ...]:
        return tuple(finding for _, finding in self.all_findings if finding.is_problem)

    @property
    def advice(self) -> tuple[Finding, ...]:
        return tuple(finding for _, finding in self.all_findings if not finding.is_problem)

    @property
    def runs(self) -> bool:
        """Whether the network can be built and trained."""
        return not self.problems

    @property
    def output(self) -> Shape | None:
        return self.layers[-1].output if self.layers else self.network.input.shape


def walk_reports(reports: tuple[LayerReport, ...]) -> Iterator[LayerReport]:
    """Every report, a block's before those of its layers."""
    for report in reports:
        yield report
        yield from walk_reports(report.body)


def infer(network: Network) -> Report:
    """The report on a network. Never raises: what cannot be built is a problem in it."""
    picture = network.input.shape
    layers, _ = _stack(network.layers, picture, _Reach(ReceptiveField(), picture, picture))
    report = Report(network, layers)
    return replace(report, findings=_whole_network(report))


def _whole_network(report: Report) -> tuple[Finding, ...]:
    if any(r.problem for r in walk_reports(report.layers)):
        return ()
    numbers = max(report.parameters, sum(math.prod(r.output or ()) for r in report.layers))
    if numbers > LARGEST:
        largest = max(report.layers, key=lambda r: max(r.parameters, math.prod(r.output or ())))
        fixes = smaller_fixes(largest.layer)
        return (problem(say("too_large", count=numbers, limit=LARGEST), *fixes),)
    return answer_findings(report.network, report.output)


class _Reach(NamedTuple):
    """What a layer's input sees: the field of each cell, the maps that the cells are in (None
    once a layer has mixed them all), and the picture."""

    field: ReceptiveField
    maps: Shape | None
    picture: Shape

    def after(self, layer: Layer, shape: Shape, output: Shape) -> _Reach:
        maps = output if is_maps(output) else self.maps
        window = layer.window(shape)
        if window is not None:
            return _Reach(self.field.through(window), maps, self.picture)
        if isinstance(layer, Linear) and maps is not None:
            return _Reach(self.field.of_all(maps, self.picture), None, self.picture)
        return self._replace(maps=maps)


def _stack(
    layers: Layers, shape: Shape | None, reach: _Reach, parent: str | None = None
) -> tuple[tuple[LayerReport, ...], _Reach]:
    """The reports of a stack of layers, the body of the block `parent` if not None."""
    reports: list[LayerReport] = []
    for index, layer in enumerate(layers):
        if shape is None:
            report = LayerReport(layer, body=_waiting(layer))
        elif isinstance(layer, Residual):
            report, reach = _block(layer, shape, reach)
        else:
            report, reach = _leaf(layer, shape, reach)
        if report.findings or isinstance(layer, Softmax):
            findings = stack_findings(report.findings, layers, index, parent)
            report = replace(report, findings=findings)
        reports.append(report)
        shape = report.output
    return tuple(reports), reach


def _waiting(layer: Layer) -> tuple[LayerReport, ...]:
    body = layer.body if isinstance(layer, Residual) else ()
    return tuple(LayerReport(inner, body=_waiting(inner)) for inner in body)


class _Facts(NamedTuple):
    output: Shape | None
    parameters: int
    macs: int
    findings: tuple[Finding, ...]


@lru_cache(maxsize=4096)
def _facts(layer: Layer, shape: Shape) -> _Facts:
    """What a layer without a body says of itself; cached, since an edit changes few layers."""
    findings = layer.findings(shape)
    if any(finding.is_problem for finding in findings):
        return _Facts(None, 0, 0, findings)
    output = layer.output_shape(shape)
    parameters = layer.parameters(shape)
    largest = max(parameters, math.prod(output))
    if largest > LARGEST:
        return _Facts(None, 0, 0, (problem(say("too_large", count=largest, limit=LARGEST)),))
    return _Facts(output, parameters, layer.macs(shape), findings)


def _leaf(layer: Layer, shape: Shape, reach: _Reach) -> tuple[LayerReport, _Reach]:
    output, parameters, macs, findings = _facts(layer, shape)
    if output is None:
        return LayerReport(layer, shape, findings=findings), reach
    reach = reach.after(layer, shape, output)
    report = LayerReport(layer, shape, output, parameters, macs, reach.field, findings)
    return report, reach


def _block(block: Residual, shape: Shape, reach: _Reach) -> tuple[LayerReport, _Reach]:
    body, inner = _stack(block.body, shape, reach, block.id)
    stuck = LayerReport(block, shape, body=body)
    output = body[-1].output if body else shape
    if output is None:
        return stuck, reach
    findings = block_findings(block, shape, output)
    if any(finding.is_problem for finding in findings):
        return replace(stuck, findings=findings), reach
    parameters, macs = _projection_costs(block, shape, output)
    short = reach.field
    if block.shortcut == "projection":
        short = short.through(projection_window(block))
    inner = inner._replace(field=inner.field.beside(short))
    report = replace(
        stuck,
        output=output,
        parameters=parameters + sum(r.parameters for r in body),
        macs=macs + sum(r.macs for r in body),
        receptive_field=inner.field,
        findings=findings,
    )
    return report, inner


def _projection_costs(block: Residual, shape: Shape, output: Shape) -> tuple[int, int]:
    """Parameters and multiply-adds of the shortcut's 1×1 convolution."""
    if block.shortcut == "identity":
        return 0, 0
    shapes = block.projection_shapes(shape[0], output[0])
    return sum(math.prod(size) for size in shapes.values()), math.prod(output) * shape[0]
