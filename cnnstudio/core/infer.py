"""What a network comes to: shape, cost, receptive field and findings after every layer."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from cnnstudio.core.answer_rules import answer_findings
from cnnstudio.core.block_rules import block_findings, projection_window
from cnnstudio.core.findings import Finding, problem
from cnnstudio.core.layer_facts import LARGEST, layer_facts
from cnnstudio.core.layers import Layer, Linear, Residual, Shape, Softmax, is_maps
from cnnstudio.core.network import Layers, Network
from cnnstudio.core.receptive_field import ReceptiveField
from cnnstudio.core.reports import LayerReport, Report, walk_reports
from cnnstudio.core.sentences import say
from cnnstudio.core.size_rules import fixes_for_size
from cnnstudio.core.stack_rules import early_softmaxes, stack_findings

__all__ = ["LARGEST", "LayerReport", "Report", "computable_part", "infer", "walk_reports"]


def infer(network: Network) -> Report:
    """The report on a network. Never raises: what cannot be built is a problem in it."""
    report = _layers_only(network)
    return replace(report, findings=_whole_network(report))


def computable_part(report: Report) -> Network | None:
    """The network up to its first problem: what can be looked into. None where that is nothing."""
    passed = takewhile(lambda layer: layer.output is not None, report.layers)
    part = replace(report.network, layers=tuple(layer.layer for layer in passed))
    return part if part.layers and infer(part).computes else None


def _layers_only(network: Network) -> Report:
    picture = network.input.shape
    layers, _ = _stack(network.layers, picture, _Reach(ReceptiveField(), picture, picture))
    return Report(network, layers)


def _whole_network(report: Report) -> tuple[Finding, ...]:
    if any(r.problem for r in walk_reports(report.layers)):
        return ()
    count = _numbers(report)
    if count > LARGEST:
        fixes = fixes_for_size(report, lambda changed: _numbers(_layers_only(changed)) <= LARGEST)
        return (problem(say("too_large", count=count, limit=LARGEST), *fixes),)
    return answer_findings(report.network, report.output, report.parameters)


def _numbers(report: Report) -> int:
    """Weights, or outputs for one digit, whichever are more."""
    outputs = sum(math.prod(r.output) for r in walk_reports(report.layers) if r.output)
    return max(report.parameters, outputs)


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
        mixes = isinstance(layer, Linear) or (isinstance(layer, Softmax) and not is_maps(output))
        if mixes and maps is not None:
            return _Reach(self.field.of_all(maps, self.picture), None, self.picture)
        return self._replace(maps=maps)


def _stack(
    layers: Layers, shape: Shape | None, reach: _Reach, parent: str | None = None
) -> tuple[tuple[LayerReport, ...], _Reach]:
    """The reports of a stack of layers, the body of the block `parent` if not None."""
    reports: list[LayerReport] = []
    inputs: list[Shape | None] = []
    early = early_softmaxes(layers)
    for layer in layers:
        inputs.append(shape)
        if shape is None:
            report = LayerReport(layer, body=_waiting(layer))
        elif isinstance(layer, Residual):
            report, reach = _block(layer, shape, reach)
        else:
            report, reach = _leaf(layer, shape, reach)
        if report.findings:
            findings = stack_findings(report.findings, layers, inputs, parent)
            report = replace(report, findings=findings)
        if layer.id in early and report.input is not None:
            report = replace(report, findings=(*report.findings, early[layer.id]))
        reports.append(report)
        shape = report.output
    return tuple(reports), reach


def _waiting(layer: Layer) -> tuple[LayerReport, ...]:
    body = layer.body if isinstance(layer, Residual) else ()
    return tuple(LayerReport(inner, body=_waiting(inner)) for inner in body)


def _leaf(layer: Layer, shape: Shape, reach: _Reach) -> tuple[LayerReport, _Reach]:
    output, parameters, macs, findings = layer_facts(layer, shape)
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
    inner = inner._replace(field=inner.field.beside(short, inner.maps))
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
