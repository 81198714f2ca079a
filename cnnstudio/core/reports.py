"""What `infer` says of a network: a report on each layer and on the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cnnstudio.core.findings import Finding
from cnnstudio.core.layers import Layer, Shape
from cnnstudio.core.network import Network
from cnnstudio.core.receptive_field import ReceptiveField


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
    def computes(self) -> bool:
        """Whether a digit can pass all layers, though what comes out may be no answer."""
        stuck = any(report.problem for report in walk_reports(self.layers))
        return not stuck and all(finding.code != "too_large" for finding in self.findings)

    @property
    def output(self) -> Shape | None:
        return self.layers[-1].output if self.layers else self.network.input.shape


def walk_reports(reports: tuple[LayerReport, ...]) -> Iterator[LayerReport]:
    """Every report, a block's before those of its layers."""
    for report in reports:
        yield report
        yield from walk_reports(report.body)
