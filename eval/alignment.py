"""Which member that was understood is which member that was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

Member = Mapping[str, Any]
Pair = tuple[int | None, int | None]

# Words for one person that differ only in how much was said of them.
_FAMILIES = (
    frozenset({"child", "son", "daughter"}),
    frozenset({"spouse", "partner"}),
    frozenset({"grandchild", "grandson", "granddaughter"}),
    frozenset({"brother", "sister", "sibling"}),
)
_SAME_RELATION, _LIKE_RELATION = 4.0, 3.0
_SAME_AGE, _LIKE_AGE = 2.0, 1.0
_SEX = 1.0
_OTHER_FACT = 0.01
# Below this, two members have too little in common to be the same person.
ENOUGH = 2.0


def align(wanted: Sequence[Member], got: Sequence[Member]) -> list[Pair]:
    """Pairs of indices with the greatest total agreement; None where one side has no partner.

    Relation, sex and age decide. Other facts only break ties (two sons of the same age), so that
    a fact on the wrong person cannot turn that person into the right one.
    """
    pairs: list[Pair] = []
    if wanted and got:
        table = np.array([[_weight(w, g) for g in got] for w in wanted])
        rows, columns = linear_sum_assignment(table, maximize=True)
        pairs = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if table[i, j] > 0]
    found_wanted, found_got = {i for i, _ in pairs}, {j for _, j in pairs}
    pairs += [(i, None) for i in range(len(wanted)) if i not in found_wanted]
    pairs += [(None, j) for j in range(len(got)) if j not in found_got]
    return pairs


def agreement(wanted: Member, got: Member) -> float:
    """How much speaks for two members being one person."""
    return _relation(wanted, got) + _sex(wanted, got) + _age(wanted, got)


def _weight(wanted: Member, got: Member) -> float:
    total = agreement(wanted, got)
    if total < ENOUGH:
        return 0.0
    others = (k for k in wanted if k not in ("relation", "sex", "age"))
    same = sum(1 for k in others if wanted[k] and wanted[k] == got.get(k))
    return total + _OTHER_FACT * same


def _relation(wanted: Member, got: Member) -> float:
    pair = {wanted["relation"], got["relation"]}
    if len(pair) == 1:
        return _SAME_RELATION
    return _LIKE_RELATION if any(pair <= family for family in _FAMILIES) else 0.0


def _sex(wanted: Member, got: Member) -> float:
    first, second = wanted["sex"], got["sex"]
    if not first or not second:
        return 0.0
    return _SEX if first == second else -_SEX


def _age(wanted: Member, got: Member) -> float:
    first, second = wanted["age"], got["age"]
    if first is None or second is None:
        return 0.0
    if first == second:
        return _SAME_AGE
    overlap = first[0] <= second[1] and second[0] <= first[1]
    return _LIKE_AGE if overlap else 0.0
