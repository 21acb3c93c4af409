"""What could be chosen for one person and need: products that pass every rule, priced.

An offer is one product with plan, sum, term and payment for one person. Offers that break a rule
(age gates, caps on minors' death cover, poor value, no rate) are left out and the reason is kept
for "why not".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.advisor.advice import Decision, Need, Reason, reason
from bot.advisor.eligibility import has_social_insurance, occupation_class
from bot.advisor.errors import RateNotFoundError
from bot.advisor.household import Household, Member
from bot.advisor.knowledge import Knowledge
from bot.advisor.needs import DEATH_LINES, existing_death_fen, minor_death_cap_fen
from bot.advisor.premium import (
    Choice,
    Person,
    discounted,
    family_discount_bp,
    fixed_sum_fen,
    occupation_factor_bp,
    rate_row,
    steps_fen,
)
from bot.advisor.product import NEED_LINES, Plan, Product, RateRow
from bot.advisor.underwriting import worse

Rated = tuple[tuple[Person, RateRow], ...]
CRITICAL_ILLNESS = "critical_illness"


class Offer(NamedTuple):
    """One product as one person could buy it. `full_fen`: premium before family discount.

    A plain tuple, because a family has a thousand of them.
    """

    product: Product
    choice: Choice
    person: Person
    full_fen: int
    covered_fen: int
    decision: Decision
    conditional: bool  # the health declaration still has to be passed
    unclear: bool  # a reported condition may still lead to a refusal

    @property
    def plan(self) -> Plan:
        return self.choice.plan


@dataclass(frozen=True)
class Applicant:
    """A person, a need and what limits the sums."""

    member: Member
    need: Need
    role: str
    payer_age: int | None
    allow_conditional: bool
    knowledge: Knowledge

    @cached_property
    def persons(self) -> tuple[Person, ...]:
        return tuple(_persons(self.member))


NEED_OF_LINE = {line: need for need, lines in NEED_LINES.items() for line in lines}


def need_of_line(line: str) -> str | None:
    """The need that a line serves; None for lines outside personal protection."""
    return NEED_OF_LINE.get(line)


def payer_age(household: Household, member: Member, role: str) -> int | None:
    """Who pays for a child is the parent who speaks; everybody else pays for themselves."""
    payer = household.member("self") if role == "child" else member
    return payer.age.max if payer is not None and payer.age is not None else None


def insurable(decision: Decision, allow_conditional: bool) -> bool:
    """Whether a plan may hold the product: accepted, or open only on the health declaration."""
    if decision.outcome in ("standard", "not_asked", "loading", "exclusion"):
        return True
    return (
        allow_conditional
        and decision.outcome == "ask"
        and all(q.kind in ("condition", "attribute") for q in decision.questions)
    )


def unclear(decision: Decision) -> bool:
    """Whether a reported condition is what the decision waits for."""
    return any(q.kind == "attribute" for q in decision.questions)


def offers(
    applicant: Applicant, product: Product, decision: Decision
) -> tuple[tuple[Offer, ...], tuple[Reason, ...]]:
    """Every way to buy the product for the person, or the reasons why there is none."""
    if not insurable(decision, applicant.allow_conditional):
        return (), decision.reasons
    maker = _Maker(applicant, product, decision)
    for plan in product.plans:
        maker.add(plan)
    found = tuple(maker.found)
    return found, () if found else tuple(dict.fromkeys(maker.reasons))


class _Maker:
    """Collects the offers of one product for one applicant."""

    def __init__(self, applicant: Applicant, product: Product, decision: Decision) -> None:
        self.applicant, self.product, self.decision = applicant, product, decision
        self.found: list[Offer] = []
        self.reasons: list[Reason] = []
        self.room = _death_room(applicant, product)
        self.durations = _durations(applicant, product)
        self.conditional = decision.outcome == "ask" or _waits(decision)
        self.unclear = unclear(decision)
        self.occupation_bp = occupation_factor_bp(product, occupation_class(applicant.member))

    def add(self, plan: Plan) -> None:
        sums = _sums(self.applicant, self.product, plan)
        if not sums:
            self.reasons.append(reason("sum_not_suitable"))
            return
        for term, pay_years in self.durations:
            rated = _rated(self.applicant, self.product, Choice(plan, sums[0], term, pay_years))
            if rated is None:
                self.reasons.append(reason("no_rate"))
                continue
            for sum_fen in sums:
                self._offer(Choice(plan, sum_fen, term, pay_years), rated)

    def _offer(self, choice: Choice, rated: Rated) -> None:
        sum_fen = choice.sum_fen
        if self.room is not None and sum_fen > self.room[0]:
            self.reasons.append(self.room[1])
            return
        full_fen, person = self._dearest(sum_fen, rated)
        poor = _poor_value(self.applicant, self.product, choice, full_fen, person.age)
        if poor is not None:
            self.reasons.append(poor)
            return
        covered = min(sum_fen, self.applicant.need.gap_fen)
        self.found.append(
            Offer(
                self.product, choice, person, full_fen, covered, self.decision,
                self.conditional, self.unclear,
            )
        )  # fmt: skip

    def _dearest(self, sum_fen: int, rated: Rated) -> tuple[int, Person]:
        """The highest premium before discount over what is not known of the person."""
        loading = self.decision.loading_bp
        most, dearest = -1, rated[0][0]
        for person, row in rated:
            fen = steps_fen(row, sum_fen, self.occupation_bp, loading)[1]
            if fen > most:
                most, dearest = fen, person
        return most, dearest


def _rated(applicant: Applicant, product: Product, choice: Choice) -> Rated | None:
    """The rate rows at both ends of what is known of the person, each row once; None when one
    is missing."""
    rows: dict[int, tuple[Person, RateRow]] = {}
    try:
        for person in applicant.persons:
            row = rate_row(product, person, choice)
            rows.setdefault(row.row, (person, row))
    except RateNotFoundError:
        return None
    return tuple(rows.values())


def _waits(decision: Decision) -> bool:
    """Whether a baby may still be too young by days."""
    return any(r.code == "from_days" for r in decision.reasons)


def _persons(member: Member) -> Iterator[Person]:
    """The person at both ends of the age range; unknown sex as both: the dearer one counts."""
    assert member.age is not None
    for age in dict.fromkeys((member.age.max, member.age.min)):
        for sex in (member.sex,) if member.sex else ("female", "male"):
            yield Person(age, sex, has_social_insurance(member), occupation_class(member))


# --- sums --------------------------------------------------------------------------------------


def _sums(applicant: Applicant, product: Product, plan: Plan) -> tuple[int, ...]:
    gap = applicant.need.gap_fen
    if plan.sum_min_fen is not None and plan.sum_max_fen is not None:
        return _grid(applicant, plan, gap)
    fixed = fixed_sum_fen(product, plan)
    if applicant.need.need == "medical":
        return (fixed,)
    # A fixed sum may exceed the gap only when no smaller plan reaches it.
    others = [fixed_sum_fen(product, p) for p in product.plans]
    enough = min((s for s in others if s >= gap), default=None)
    return (fixed,) if fixed > 0 and (enough is None or fixed <= enough) else ()


def _grid(applicant: Applicant, plan: Plan, gap: int) -> tuple[int, ...]:
    assert plan.sum_min_fen is not None and plan.sum_max_fen is not None
    step = applicant.knowledge.planning.sum_step_fen
    low, high = plan.sum_min_fen, min(plan.sum_max_fen, gap)
    own_step = plan.sum_step_fen or 1
    sums = [s for s in range(low, high + 1, own_step) if s % step == 0]
    if low <= high and low not in sums:
        sums.insert(0, low)
    return tuple(sums)


def _death_room(applicant: Applicant, product: Product) -> tuple[int, Reason] | None:
    """The highest sum under the cap on minors' death cover over all insurers, and the reason
    above it; the room is kept for accident insurance. None where no cap holds."""
    if not product.death_benefit:
        return None
    cap = minor_death_cap_fen(applicant.member, applicant.knowledge.needs)
    if cap is None:
        return None
    existing = existing_death_fen(applicant.member)
    room = 0 if existing is None else cap - existing
    if product.line not in DEATH_LINES or applicant.need.need != "accident":
        room = 0
    return room, reason("minor_death_cap", cap_fen=cap)


# --- terms -------------------------------------------------------------------------------------


def _durations(applicant: Applicant, product: Product) -> tuple[tuple[str, int | None], ...]:
    """Term and payment years; payment ends before retirement where the product allows it."""
    pays: tuple[int | None, ...] = product.pay_years or (None,)
    found = []
    for term in product.terms:
        fitting = [p for p in pays if _term_fits(applicant.member, term, p)]
        early = [p for p in fitting if not pays_late(applicant, p)]
        if not early and fitting:
            early = [min(fitting, key=lambda p: p or 0)]
        found += [(term, p) for p in early]
    return tuple(found)


def pays_late(applicant: Applicant, pay_years: int | None) -> bool:
    """Whether payment would go on beyond the usual end of earning."""
    if pay_years is None or applicant.payer_age is None:
        return False
    return applicant.payer_age + pay_years > applicant.knowledge.planning.pay_until_age


def _term_fits(member: Member, term: str, pay_years: int | None) -> bool:
    years = term_years(member, term)
    return years is not None and years > 0 and (pay_years or 0) <= years


def term_years(member: Member, term: str | None) -> int | None:
    """How long a term covers this person; None for terms under a year."""
    assert member.age is not None
    if term is None:
        return 1
    if term == "life":
        return max(1, 100 - member.age.max)
    if term.startswith("to"):
        return int(term.removeprefix("to")) - member.age.max
    return int(term.removesuffix("y")) if term.endswith("y") else None


def _poor_value(
    applicant: Applicant, product: Product, choice: Choice, full_fen: int, age: int
) -> Reason | None:
    """Critical illness whose premiums would reach the cover (倒挂) is not planned."""
    if applicant.need.need != CRITICAL_ILLNESS or not choice.sum_fen:
        return None
    figures = applicant.knowledge.planning
    years = choice.pay_years or figures.one_year_horizon
    total = discounted(full_fen, family_discount_bp(product, 1)) * years
    elder = age >= figures.inversion_elder_age
    limit = figures.inversion_elder_bp if elder else figures.inversion_bp
    if total * 10_000 < choice.sum_fen * limit:
        return None
    return reason("poor_value", total_fen=total, sum_fen=choice.sum_fen, years=years)


def best_decision(decisions: list[Decision]) -> Decision | None:
    """The decision that is best for the customer; the first of equals."""
    best: Decision | None = None
    for decision in decisions:
        if best is None or worse(best.outcome, decision.outcome):
            best = decision
    return best
