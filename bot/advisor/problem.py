"""From a household and a catalogue to the optimiser's problem: slots, options, prices.

A slot is one person and one need with an open gap. Its options are single offers, or a cancer
medical policy together with 惠民保: the first pays cancer in full, the second a part of everything
else, illnesses before the policy included, so they do not duplicate each other. Fuller medical
cover is worth more than the pair, so the pair is for those who cannot have or afford it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.advisor.advice import TIERS, Decision, Need, Reason, reason
from bot.advisor.candidates import (
    Applicant,
    Offer,
    need_of_line,
    offers,
    payer_age,
)
from bot.advisor.errors import PlanningError
from bot.advisor.finances import Finances, finances
from bot.advisor.household import Household, Member
from bot.advisor.knowledge import Knowledge
from bot.advisor.memo import Remembered
from bot.advisor.needs import Context, member_needs
from bot.advisor.objective import Judge, pack, place_values, radices
from bot.advisor.premium import discounted, family_discount_bp
from bot.advisor.product import Catalog, Product
from bot.advisor.solver import Choice, Prepared, Result, Slot, prepare
from bot.advisor.underwriting import underwrite

BASIC_NEEDS = ("medical", "accident", "term_life")
PAIR_LINES = ("cancer_medical", "huiminbao")
FULL_LINES = frozenset({"medical_million", "medical_mid", "medical_chronic", "tax_health"})


@dataclass(frozen=True)
class AdviceOptions:
    """What the customer wants of the plan.

    `excluded_needs` and `excluded_lines`: keys for everybody, or "member_id:key" for one person.
    `forced`: (member id, product id) pairs that must be in the plan. `allow_conditional`: the plan
    may hold products whose health declaration is still open (marked as conditional).
    """

    tier: str = "balanced"
    budget_fen: int | None = None
    excluded_needs: tuple[str, ...] = ()
    excluded_lines: tuple[str, ...] = ()
    forced: tuple[tuple[str, str], ...] = ()
    allow_conditional: bool = True


@dataclass(frozen=True)
class Considered:
    """Everything found out about one person and one need."""

    member: Member
    need: Need
    decisions: tuple[Decision, ...]
    rejected: tuple[tuple[str, tuple[Reason, ...]], ...]  # product id -> why it cannot be chosen
    options: tuple[tuple[Offer, ...], ...]
    levels: tuple[tuple[int, ...], ...]
    excluded: bool = False
    forced: bool = False


@dataclass(frozen=True)
class Problem:
    """A household's planning problem, ready to be solved for any budget."""

    household: Household
    catalog: Catalog
    knowledge: Knowledge
    finances: Finances
    needs: tuple[tuple[str, tuple[Need, ...]], ...]
    considered: tuple[Considered, ...]
    bases: tuple[int, ...]
    products: Mapping[str, Product] = field(compare=False)

    @cached_property
    def slots(self) -> tuple[Considered, ...]:
        return tuple(c for c in self.considered if c.options)

    def solve(self, limit: int) -> Result:
        return self.prepared.solve(limit)

    @cached_property
    def prepared(self) -> Prepared:
        """The optimiser's tables, made once for all limits."""
        places = place_values(self.bases)
        return prepare([_slot(c, places) for c in self.slots], self.discounted)

    def discounted(self, product_id: str, count: int, premium_fen: int) -> int:
        product = self.products[product_id]
        return discounted(premium_fen, family_discount_bp(product, count))


def _slot(considered: Considered, places: Sequence[int]) -> Slot:
    return Slot(
        tuple(map(_choice, considered.options, pack(considered.levels, places))),
        required=considered.forced,
    )


def _choice(parts: tuple[Offer, ...], value: int) -> Choice:
    if len(parts) == 1 and not parts[0].product.family_discounts_bp:
        return Choice(value, parts[0].full_fen)
    shared = [p for p in parts if p.product.family_discounts_bp]
    return Choice(
        value=value,
        cost=sum(p.full_fen for p in parts if not p.product.family_discounts_bp),
        counted=tuple((p.product.product_id, p.full_fen) for p in shared),
    )


def build_problem(
    household: Household, catalog: Catalog, knowledge: Knowledge, options: AdviceOptions
) -> Problem:
    """Work out needs, decisions and options. The order of members and products never matters."""
    if options.tier not in TIERS:
        remedy = "use one of " + ", ".join(TIERS)
        raise PlanningError(f"no tier {options.tier!r}", path="options.tier", remedy=remedy)
    money = finances(household, knowledge.needs)
    context = Context(household, money, knowledge.needs)
    insured = sorted(household.insured, key=lambda m: m.id)
    needs = tuple((m.id, member_needs(m, context)) for m in insured)
    shelf = _shelf(catalog, knowledge)
    maker = _Maker(household, knowledge, money, options, shelf)
    considered = tuple(
        maker.consider(m, n) for m, (_, ns) in zip(insured, needs, strict=True) for n in ns
    )
    slots = [c.levels for c in considered if c.options]
    return Problem(
        household=household,
        catalog=catalog,
        knowledge=knowledge,
        finances=money,
        needs=needs,
        considered=considered,
        bases=radices(slots),
        products=shelf.products,
    )


@dataclass(frozen=True)
class _Shelf:
    """A catalogue in order of product ids, with the products an automatic plan may use."""

    products: Mapping[str, Product]
    usual: Mapping[str, tuple[Product, ...]]  # need -> products of its plan lines


def _shelf_of(catalog: Catalog, knowledge: Knowledge) -> _Shelf:
    products = sorted(catalog.products, key=lambda p: p.product_id)
    return _Shelf(
        {p.product_id: p for p in products},
        {
            need: tuple(p for p in products if p.line in lines)
            for need, lines in knowledge.planning.plan_lines.items()
        },
    )


_shelf = Remembered(_shelf_of, 16)


@dataclass(frozen=True)
class _Maker:
    household: Household
    knowledge: Knowledge
    finances: Finances
    options: AdviceOptions
    shelf: _Shelf

    def consider(self, member: Member, need: Need) -> Considered:
        forced = self._forced(member, need)
        products = self._in_play(member, need, forced)
        city = self.household.city
        decisions = tuple(underwrite(member, p, self.knowledge, city) for p in products)
        excluded = self._excluded(member, need.need, self.options.excluded_needs)
        empty = Considered(member, need, decisions, (), (), (), excluded, bool(forced))
        if excluded or not need.gap_fen or member.age is None or not need.applies:
            return empty
        if self.options.tier == "basic" and need.need not in BASIC_NEEDS:
            return empty
        return self._with_options(empty, products, forced)

    def _forced(self, member: Member, need: Need) -> set[str]:
        wanted = {p for m, p in self.options.forced if m == member.id}
        known = self.shelf.products
        return {p for p in wanted if p in known and need_of_line(known[p].line) == need.need}

    def _in_play(self, member: Member, need: Need, forced: set[str]) -> list[Product]:
        lines = self.options.excluded_lines
        found = [
            p
            for p in self.shelf.usual.get(need.need, ())
            if p.product_id in forced or not (lines and self._excluded(member, p.line, lines))
        ]
        others = forced - {p.product_id for p in found}
        found += [self.shelf.products[p] for p in others]
        return sorted(found, key=lambda p: p.product_id) if others else found

    def _excluded(self, member: Member, key: str, keys: Sequence[str]) -> bool:
        return key in keys or f"{member.id}:{key}" in keys

    def _with_options(
        self, considered: Considered, products: list[Product], forced: set[str]
    ) -> Considered:
        applicant = self._applicant(considered)
        found: list[tuple[Offer, ...]] = []
        rejected = []
        for product, decision in zip(products, considered.decisions, strict=True):
            if forced and product.product_id not in forced:
                continue
            made, reasons = offers(applicant, product, decision)
            found += [(offer,) for offer in made]
            if not made:
                rejected.append((product.product_id, reasons))
        if considered.need.need == "medical":
            found += _pairs(found)
        if self.options.tier == "basic":
            found = [parts for parts in found if self._in_basic_tier(parts)]
        judge = Judge(self.knowledge, self.finances, by_price=self.options.tier == "basic")
        scale = judge.of(considered.member, considered.need)
        levels = [scale.levels(parts) for parts in found]
        kept = [i for i in range(len(found)) if any(levels[i])]
        return replace(
            considered,
            rejected=tuple(rejected),
            options=tuple(found[i] for i in kept),
            levels=tuple(levels[i] for i in kept),
            forced=bool(forced) and bool(kept),
        )

    def _applicant(self, considered: Considered) -> Applicant:
        role = self.finances.role(considered.member.id)
        return Applicant(
            member=considered.member,
            need=considered.need,
            role=role,
            payer_age=payer_age(self.household, considered.member, role),
            allow_conditional=self.options.allow_conditional,
            knowledge=self.knowledge,
        )

    def _in_basic_tier(self, parts: tuple[Offer, ...]) -> bool:
        limit = self.knowledge.planning.basic_life_fen
        return all(p.product.line != "term_life" or p.choice.sum_fen <= limit for p in parts)


def _pairs(found: list[tuple[Offer, ...]]) -> list[tuple[Offer, ...]]:
    """Cancer medical with 惠民保."""
    singles = [parts[0] for parts in found]
    first, second = (
        [o for o in singles if o.product.line == line and not o.unclear] for line in PAIR_LINES
    )
    return [(a, b) for a in first for b in second]


def unmet_reason(considered: Considered) -> Reason:
    """Why nothing could be offered for a need, in one code."""
    if considered.member.age is None:
        return reason("age_unknown")
    if considered.excluded:
        return reason("excluded_by_customer")
    if not considered.decisions:
        return reason("not_in_catalogue")
    main = main_obstacle(considered)
    if main is not None and main.code == "declaration_open":
        return reason("health_not_given")
    return reason("nothing_fits")


# Which obstacle is worth telling: what concerns the person before what concerns the product.
OBSTACLES = (
    "condition_decline", "condition_postpone", "condition_refer", "condition_own_words",
    "value_needed", "pregnancy_weeks", "poor_value", "occupation_not_accepted", "declaration_open",
    "needs_social_insurance", "minor_death_cap", "fact_needed", "not_online", "too_old",
    "other_city", "too_young_days", "no_rate", "sum_not_suitable", "relation_not_accepted",
    "too_young", "sex_not_accepted", "only_for_conditions", "by_adviser_only", "not_on_sale",
)  # fmt: skip


def main_obstacle(considered: Considered) -> Reason | None:
    """The most telling reason why no product could be offered for a need."""
    rank = {code: number for number, code in enumerate(OBSTACLES)}
    reasons = [r for _, reasons in considered.rejected for r in reasons if r.code in rank]
    return min(reasons, key=lambda r: (rank[r.code], -_limit(r)), default=None)


def _limit(obstacle: Reason) -> int:
    """Of several age limits the highest is the one to name."""
    limit = obstacle.get("limit")
    return limit if isinstance(limit, int) else 0
