"""The stack of cards as a list of rows, made from a report; nothing here is in pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from cnnstudio.core.edits import Place
from cnnstudio.core.findings import Finding
from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.layers import Residual
from cnnstudio.ui.spine.folding import LARGE_NETWORK, Repeat, repeats

PLAIN_INPUT = (1, 28, 28)


class RowKind(Enum):
    INPUT = "input"  # the network's input, where it is not a plain digit
    LAYER = "layer"
    BLOCK = "block"  # a residual block's head, or the whole of it where it is folded
    SUM = "sum"  # a residual block's foot, where the shortcut is added
    REPEAT = "repeat"  # layers that are there several times, folded or as a heading
    FINDING = "finding"  # what concerns the network as a whole
    HINT = "hint"  # where there is no layer yet


@dataclass(frozen=True)
class Row:
    """One card. `above` and `below` are the gaps that a layer dropped on its halves goes into.

    `key` stays the same while the row means the same. `members` are the layers that the row
    stands for: none, one, or all of a folded repeat; `unit` what a repeat consists of.
    """

    kind: RowKind
    key: str
    above: Place
    below: Place
    depth: int = 0
    members: tuple[LayerReport, ...] = ()
    folded: bool = False
    repeat: Repeat | None = None
    unit: tuple[LayerReport, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def report(self) -> LayerReport | None:
        """The layer whose output the card shows."""
        return self.members[-1] if self.members else None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(report.layer.id for report in self.members)

    @property
    def can_fold(self) -> bool:
        return self.kind in (RowKind.BLOCK, RowKind.REPEAT)

    @property
    def is_card(self) -> bool:
        """Whether the row can be selected and dragged."""
        return bool(self.members) and self.kind is not RowKind.SUM


class Folds:
    """Which blocks and repeats are folded: as the user chose, else by the network's size."""

    def __init__(self) -> None:
        self._chosen: dict[str, bool] = {}

    def set_folded(self, key: str, folded: bool) -> None:
        self._chosen[key] = folded

    def is_folded(self, key: str, large: bool) -> bool:
        return self._chosen.get(key, large)


def stack_rows(report: Report, folds: Folds) -> tuple[Row, ...]:
    """All rows from the input to the findings on the whole network."""
    return tuple(_Stack(report, folds).rows())


class _Stack:
    def __init__(self, report: Report, folds: Folds) -> None:
        self._report, self._folds = report, folds
        self._large = len(report.by_id) > LARGE_NETWORK

    def rows(self) -> Iterator[Row]:
        report = self._report
        start, end = Place(0), Place(len(report.layers))
        if report.network.input.shape != PLAIN_INPUT:
            yield Row(RowKind.INPUT, "input", start, start)
        yield from self._top_level()
        if not report.layers:
            yield Row(RowKind.HINT, "hint", start, start)
        if report.findings:
            yield Row(RowKind.FINDING, "finding", end, end, findings=report.findings)

    def _top_level(self) -> Iterator[Row]:
        layers = self._report.layers
        starts: Mapping[int, Repeat] = {r.start: r for r in repeats(self._report.network.layers)}
        index = 0
        while index < len(layers):
            repeat = starts.get(index)
            if repeat is not None:
                row = self._repeat(repeat)
                yield row
                if row.folded:
                    index += repeat.length
                    continue
            for at in range(index, index + (repeat.length if repeat else 1)):
                yield from self._layer(layers[at], at, None, 0)
            index += repeat.length if repeat else 1

    def _repeat(self, repeat: Repeat) -> Row:
        start, end = repeat.start, repeat.start + repeat.length
        members = self._report.layers[start:end]
        key = "repeat/" + members[0].layer.id
        folded = self._folds.is_folded(key, self._large) and not _any_finding(members)
        below = Place(end) if folded else Place(start)
        return Row(
            RowKind.REPEAT,
            key,
            Place(start),
            below,
            members=members if folded else (),
            folded=folded,
            repeat=repeat,
            unit=members[: repeat.unit],
        )

    def _layer(
        self, report: LayerReport, index: int, parent: str | None, depth: int
    ) -> Iterator[Row]:
        layer = report.layer
        above, below = Place(index, parent), Place(index + 1, parent)
        if not isinstance(layer, Residual):
            yield Row(
                RowKind.LAYER, layer.id, above, below, depth, (report,), findings=report.findings
            )
            return
        folded = self._folds.is_folded(layer.id, self._large) and not _any_finding(report.body)
        inside = below if folded else Place(0, layer.id)
        yield Row(
            RowKind.BLOCK,
            layer.id,
            above,
            inside,
            depth,
            (report,),
            folded=folded,
            findings=report.findings,
        )
        if not folded:
            for at, inner in enumerate(report.body):
                yield from self._layer(inner, at, layer.id, depth + 1)
            last = Place(len(layer.body), layer.id)
            yield Row(RowKind.SUM, "sum/" + layer.id, last, below, depth, (report,))


def _any_finding(reports: tuple[LayerReport, ...]) -> bool:
    """Whether folding these layers away would hide a problem."""
    return any(report.problem or _any_finding(report.body) for report in reports)
