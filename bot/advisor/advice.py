"""The result of advising a household: plain frozen values, every figure with its origin.

Nothing here is a sentence. A `Reason` is a typed code with parameters; templates in
`bot/knowledge/reasons.yml` turn it into words (`bot/advisor/explanation.py`). Parameter names say
their kind: `*_fen` money, `*_bp` basis points, `need`, `line`, `condition`, `member`, `product`
keys to be named, everything else is shown as it is.

Money is integer fen and every premium is annual. The same input gives the same bytes of
`advice_to_json`.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

Scalar = str | int | float | bool | None

TIERS = ("basic", "balanced", "full")
ORIGINS = ("user", "standard", "inferred", "experience")
OUTCOMES = (
    "standard", "exclusion", "loading", "postpone", "decline", "refer", "ask", "not_asked",
    "ineligible",
)  # fmt: skip
# Outcomes with which a product may be bought now.
INSURABLE_OUTCOMES = frozenset({"standard", "not_asked", "loading", "exclusion"})


@dataclass(frozen=True)
class Reason:
    """A fact that explains something: a code of reasons.yml with its parameters, sorted by name."""

    code: str
    params: tuple[tuple[str, Scalar], ...] = ()

    def get(self, name: str) -> Scalar:
        return dict(self.params).get(name)


def reason(code: str, **params: Scalar) -> Reason:
    """Make a Reason with its parameters in a fixed order."""
    return Reason(code, tuple(sorted(params.items())))


@dataclass(frozen=True)
class FormulaLine:
    """One line of a need's formula. `unit`: fen, years, factor, bp, people, months or text."""

    label: str  # a code of reasons.yml `labels`
    value: int | float | str
    unit: str
    origin: str  # one of ORIGINS
    said: str = ""


@dataclass(frozen=True)
class Need:
    """What one person should be protected for, and how the figure was found.

    `gap_fen` = max(0, recommended - existing). `applies` is False when the person has no such
    need; `reasons` then says why.
    """

    need: str
    applies: bool
    recommended_fen: int
    existing_fen: int
    gap_fen: int
    formula: tuple[FormulaLine, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class PendingQuestion:
    """One question whose answer would change what can be bought.

    `kind`: `fact` (a field of the member or household, in `field`), `condition` (does the member
    have one of `conditions`; `item_id` and `text` are the product's own declaration item), or
    `attribute` (a measured value or the grade of `conditions[0]`, in `field`).
    """

    kind: str
    member_id: str
    field: str = ""
    conditions: tuple[str, ...] = ()
    item_id: str = ""
    text: str = ""
    product_ids: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()  # candidate outcomes, best first

    @property
    def key(self) -> tuple[str, str, str, tuple[str, ...]]:
        return (self.kind, self.member_id, self.field, self.conditions)


@dataclass(frozen=True)
class Decision:
    """May this person have this product? `product_id` x `member_id`."""

    product_id: str
    member_id: str
    outcome: str  # one of OUTCOMES
    reasons: tuple[Reason, ...] = ()
    loading_bp: int = 0
    postpone_months: int | None = None
    excluded: tuple[str, ...] = ()  # what the product would not pay for, by name
    questions: tuple[PendingQuestion, ...] = ()


@dataclass(frozen=True)
class Quote:
    """One annual premium and how it was found.

    premium = row premium (x sum / per_sum) x occupation x (1 + loading) x family discount; each
    step is rounded half up to whole fen.
    """

    product_id: str
    plan_id: str
    member_age: int
    sum_fen: int
    term: str | None
    pay_years: int | None
    row: int  # line of rates.csv, header excluded
    row_premium_fen: int
    per_sum_fen: int | None
    base_fen: int
    occupation_bp: int
    loading_bp: int
    family_count: int
    family_discount_bp: int
    premium_fen: int


@dataclass(frozen=True)
class PlanItem:
    """One product chosen for one person. `conditional`: only if the health declaration is met."""

    member_id: str
    need: str
    product_id: str
    plan_id: str
    product_name: str
    insurer: str
    line: str
    sum_fen: int
    covered_fen: int  # what counts toward the need
    term: str | None
    pay_years: int | None
    premium_fen: int
    quote: Quote
    decision: Decision
    conditional: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Gap:
    """What stays open after the plan."""

    need: str
    recommended_fen: int
    existing_fen: int
    covered_fen: int
    open_fen: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class NotCovered:
    """A need that applies and for which the plan holds no product, with the reasons."""

    need: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class MemberAdvice:
    """Everything about one insured member."""

    member_id: str
    relation: str
    needs: tuple[Need, ...]
    decisions: tuple[Decision, ...]
    items: tuple[PlanItem, ...]
    subtotal_fen: int
    gaps: tuple[Gap, ...]
    not_covered: tuple[NotCovered, ...]
    questions: tuple[PendingQuestion, ...]
    why: tuple[Reason, ...] = ()  # the idea of this person's part, for one sentence


@dataclass(frozen=True)
class BudgetUsed:
    """The limit that the plan kept. `fen` None: no limit (the full tier shows the price)."""

    fen: int | None
    origin: str
    basis: Reason
    income_fen: int
    income_origin: str
    share_of_income_bp: int  # of the plan's total


@dataclass(frozen=True)
class LeftOut:
    """What a bigger budget would add, and what it costs a year on top of the plan."""

    member_id: str
    need: str
    product_id: str
    product_name: str
    line: str
    from_fen: int
    to_fen: int
    extra_premium_fen: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class FamilyDiscount:
    """A filed discount for several members on one product."""

    product_id: str
    product_name: str
    members: tuple[str, ...]
    discount_bp: int
    saved_fen: int
    shared_deductible: bool


@dataclass(frozen=True)
class Assumption:
    """A figure that the customer did not give. `member_id` None: about the household."""

    code: str
    origin: str
    member_id: str | None = None
    field: str = ""
    params: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True)
class Trace:
    """What the plan was computed from, and the value of each level of the objective."""

    knowledge_version: str
    objective: tuple[tuple[str, int], ...]
    options: int  # product options that passed every rule
    states: int  # partial plans examined
    proved_optimal: bool


@dataclass(frozen=True)
class Advice:
    """The whole answer for one household, date, catalogue version and tier."""

    tier: str
    as_of: str
    catalog_version: str
    members: tuple[MemberAdvice, ...]
    total_fen: int
    budget: BudgetUsed
    left_out: tuple[LeftOut, ...]
    stop_advice: tuple[Reason, ...]
    flags: tuple[Reason, ...]  # suitability: to be confirmed by the customer
    assumptions: tuple[Assumption, ...]
    questions: tuple[PendingQuestion, ...]
    discounts: tuple[FamilyDiscount, ...]
    trace: Trace

    @property
    def items(self) -> tuple[PlanItem, ...]:
        return tuple(item for member in self.members for item in member.items)

    def member(self, member_id: str) -> MemberAdvice | None:
        return next((m for m in self.members if m.member_id == member_id), None)


def advice_to_dict(advice: Advice) -> dict[str, Any]:
    """The advice as plain JSON values; `params` become objects."""
    plain = _plain(advice)
    assert isinstance(plain, dict)
    return plain


def advice_to_json(advice: Advice) -> str:
    """The advice as JSON with sorted keys: the same advice gives the same bytes."""
    return json.dumps(
        advice_to_dict(advice), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: dict(getattr(value, f.name))
            if f.name == "params"
            else _plain(getattr(value, f.name))
            for f in dataclasses.fields(value)
        }
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value
