"""The figures that understanding has to reach."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A bound for a share or a count."""

    limit: float
    at_least: bool = True
    percent: bool = True

    def met(self, value: float) -> bool:
        """A figure that could not be measured does not meet its target."""
        if math.isnan(value):
            return False
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.limit:.4g}" if not self.percent else f"{sign} {self.limit * 100:.3g}%"


EXACT_DEVELOPMENT = Target(0.97)
EXACT_HOUSEHOLD = Target(0.95)
WRONG_OWNER = Target(0.002, at_least=False)
LARGE_FAMILIES = Target(0.5)
SENTENCES = Target(600, percent=False)
HOUSEHOLD_SENTENCES = Target(250, percent=False)
# By the names of eval.intents.figures.
INTENTS = {
    "accuracy": Target(0.93),
    "out_of_scope_recall": Target(0.90),
    "false_reject": Target(0.04, at_least=False),
}


def mark(value: float, target: Target | None) -> str:
    """OK or below; nothing where there is no target."""
    if target is None:
        return ""
    return "OK" if target.met(value) else "**below**"
