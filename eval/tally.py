"""Sums of comparisons: exact match, wrong owners, precision and recall by kind of fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from eval.scoring import KINDS, Comparison


@dataclass
class Tally:
    """Sums over many households."""

    cases: int = 0
    exact: int = 0
    misplaced: int = 0
    right: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, comparisons: Iterable[Comparison]) -> Tally:
        total = cls()
        for comparison in comparisons:
            total.cases += 1
            total.exact += comparison.exact
            total.misplaced += len(comparison.misplaced)
            total.right.update(p.fact.kind for p in comparison.right)
            total.missing.update(p.fact.kind for p in comparison.missing)
            total.extra.update(p.fact.kind for p in comparison.extra)
        return total

    @property
    def expected_facts(self) -> int:
        return self.right.total() + self.missing.total()

    @property
    def exact_share(self) -> float:
        return share(self.exact, self.cases)

    @property
    def wrong_owner(self) -> float:
        """Misplaced facts as a share of all facts that were said."""
        return share(self.misplaced, self.expected_facts)

    def precision(self, kind: str) -> float:
        return share(self.right[kind], self.right[kind] + self.extra[kind])

    def recall(self, kind: str) -> float:
        return share(self.right[kind], self.right[kind] + self.missing[kind])

    def kinds(self) -> list[str]:
        """Kinds that occur: the known ones in their order, then any other."""
        seen = {*self.right, *self.missing, *self.extra}
        return [k for k in KINDS if k in seen] + sorted(seen - set(KINDS))


def share(part: int, whole: int) -> float:
    """A share; not a number where there is nothing to share."""
    return part / whole if whole else float("nan")
