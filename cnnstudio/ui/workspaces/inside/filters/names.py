"""What the filters of a layer are called."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.ui.numbers import number
from cnnstudio.ui.workspaces.inside.filters.stack import FilterStack
from cnnstudio.ui.workspaces.inside.learned import Kernels


class FilterNames(NamedTuple):
    """Filters and outputs count from 1; the ten outputs are called by their digits."""

    kind: str
    total: int

    @classmethod
    def of(cls, stack: FilterStack) -> FilterNames:
        if isinstance(stack.shown, Kernels):
            return cls("filter", len(stack))
        return cls("class" if len(stack) == CLASSES else "output", len(stack))

    def short(self, index: int) -> str:
        return number(index if self.kind == "class" else index + 1)

    def longest(self) -> str:
        return self.short(self.total - 1)

    def full(self, index: int) -> str:
        """“Filter 11”."""
        template = {
            "filter": QCoreApplication.translate("Filters", "Filter {n}"),
            "class": QCoreApplication.translate("Filters", "Output for digit {n}"),
            "output": QCoreApplication.translate("Filters", "Output {n}"),
        }[self.kind]
        return template.format(n=self.short(index))
