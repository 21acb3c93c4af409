"""What makes one plan better than another: ten levels, compared in order.

1. reach        everyone but elders: needs "some medical cover", "some accident cover" that are met
2. medical      everyone but elders: how much of a large bill the medical cover takes
3. elder_reach  as 1., for elders
4. life         earners with dependants or debts whose term life reaches the floor
5. ci_earner    earners whose critical-illness sum reaches the floor
6. ci_child     children, likewise
7. elders       as 2., for elders, whose medical cover is dear
8. ci_spouse    other adults whose critical-illness sum reaches the floor
9. worth        weighted share of the gaps that is closed, lasting and certain cover counting more
10. score       five-dimension score of the products
Then the lower price; then the first in the order of member, need and product.

A medical policy's part in `worth` follows the years for which its renewal is guaranteed: twenty
years or a lifetime count in full, six years six twentieths, no guarantee nothing.

Each option contributes to each level; contributions add up. `pack` writes the levels of a
problem as one integer, so that comparing integers compares the levels in order.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul

import numpy as np

from bot.advisor.advice import Need
from bot.advisor.candidates import Offer, term_years
from bot.advisor.finances import Finances
from bot.advisor.fronts import INT64_BITS
from bot.advisor.household import Member
from bot.advisor.knowledge import Knowledge, PlanningParameters
from bot.advisor.product import Product

LEVELS = (
    "reach", "medical", "elder_reach", "life", "ci_earner", "ci_child", "elders", "ci_spouse",
    "worth", "score",
)  # fmt: skip
INDEX = {name: number for number, name in enumerate(LEVELS)}
ADEQUACY_STEP = 5
FULL_GUARANTEE_YEARS = 20  # the longest period that medical products guarantee renewal for
SCORE_STEP = 10
FULL_BP = 10_000
REACH_NEEDS = frozenset({"medical", "accident"})
FLOOR_LEVELS = {
    ("term_life", "earner"): ("life", "term_life"),
    ("critical_illness", "earner"): ("ci_earner", "critical_illness_earner"),
    ("critical_illness", "child"): ("ci_child", "critical_illness_child"),
    ("critical_illness", "spouse"): ("ci_spouse", "critical_illness_spouse"),
    ("critical_illness", "adult"): ("ci_spouse", "critical_illness_spouse"),
}


@dataclass(frozen=True)
class Judge:
    """Values options for one household."""

    knowledge: Knowledge
    finances: Finances
    by_price: bool = False  # the basic tier: no level for scores

    def of(self, member: Member, need: Need) -> Scale:
        """What the options for one person and need are measured with."""
        figures, role = self.knowledge.planning, self.finances.role(member.id)
        weight = figures.weights.get(role, {}).get(need.need, 0) * figures.worth_scale
        floor = FLOOR_LEVELS.get((need.need, role))
        base = min(need.recommended_fen, self._base(member, need))
        return Scale(
            figures=figures,
            member=member,
            need=need,
            role=role,
            by_price=self.by_price,
            weight=weight * self._income_factor_bp(member) // FULL_BP,
            base=base,
            before_bp=_closed_bp(need.existing_fen, base, need.recommended_fen, figures),
            floor=INDEX[floor[0]] if floor else None,
            wanted=min(figures.floor_fen[floor[1]], need.gap_fen) if floor else 0,
            fit=figures.line_fit.get(role, {}),
        )

    def _base(self, member: Member, need: Need) -> int:
        half = need.recommended_fen // 2
        income = self.finances.income_of(member.id)
        if need.need != "critical_illness" or income is None:
            return half
        return max(half, income.fen * self.knowledge.planning.base_income_years)

    def _income_factor_bp(self, member: Member) -> int:
        """Part of an earner's weight follows the share of the earned income."""
        income = self.finances.income_of(member.id)
        total = sum(f.fen for _, f in self.finances.incomes)
        if income is None or not total:
            return FULL_BP
        moving = self.knowledge.planning.income_share_weight_bp
        relative = income.fen * len(self.finances.incomes) * moving // total
        return FULL_BP - moving + relative


@dataclass(frozen=True)
class Scale:
    """Values the options for one person and need."""

    figures: PlanningParameters
    member: Member
    need: Need
    role: str
    by_price: bool
    weight: int
    base: int  # the part of the need that is closed first
    before_bp: int  # how much is met already
    floor: int | None  # the level of a sum that reaches `wanted`
    wanted: int
    fit: Mapping[str, int]
    # What is the same for every sum: scores by product, qualities by product and term.
    known: dict[Hashable, int] = field(default_factory=dict, compare=False)

    def levels(self, parts: Sequence[Offer]) -> tuple[int, ...]:
        """The contribution of choosing these products together."""
        levels = [0] * len(LEVELS)
        elder = self.role == "elder"
        if self.need.need in REACH_NEEDS:
            levels[INDEX["elder_reach"] if elder else INDEX["reach"]] = 1
        if self.need.need == "medical":
            medical = INDEX["elders"] if elder else INDEX["medical"]
            levels[medical] = self._adequacy(parts) // ADEQUACY_STEP
            levels[INDEX["worth"]] = self._guarantee(parts)
        else:
            levels[INDEX["worth"]] = self._worth(parts)
        if self.floor is not None and not any(p.unclear for p in parts):
            levels[self.floor] = int(sum_of(parts) >= self.wanted)
        if not self.by_price:
            score = self._score(parts[0].product)
            for other in parts[1:]:
                score = max(score, self._score(other.product))
            levels[INDEX["score"]] = score // SCORE_STEP
        return tuple(levels)

    def _score(self, product: Product) -> int:
        key = ("score", product.product_id)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = product.scores.total
        return found

    def _adequacy(self, parts: Sequence[Offer]) -> int:
        if len(parts) > 1:
            return self.figures.pair_adequacy
        line = parts[0].product.line
        return self.figures.medical_adequacy[line] * certainty_bp(parts[0], self.figures) // FULL_BP

    def _guarantee(self, parts: Sequence[Offer]) -> int:
        full = self.figures.guaranteed_renewal_weight * self.figures.worth_scale
        years = max(guaranteed_years(p.product) for p in parts)
        return full * years // FULL_GUARANTEE_YEARS

    def _worth(self, parts: Sequence[Offer]) -> int:
        covered = self.need.existing_fen + sum_of(parts)
        after = _closed_bp(covered, self.base, self.need.recommended_fen, self.figures)
        quality = self._quality(parts[0]) if len(parts) == 1 else self._least_quality(parts)
        return self.weight * (after - self.before_bp) * quality // FULL_BP**2

    def _quality(self, offer: Offer) -> int:
        key = (offer.product.product_id, offer.choice.term)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._least_quality((offer,))
        return found

    def _least_quality(self, parts: Sequence[Offer]) -> int:
        figures = self.figures
        quality = min(quality_bp(self.member, self.need.need, p, self.role, figures) for p in parts)
        quality = quality * min(certainty_bp(p, figures) for p in parts) // FULL_BP
        return quality * min(self.fit.get(p.product.line, 100) for p in parts) // 100


def sum_of(parts: Sequence[Offer]) -> int:
    if len(parts) == 1:
        return parts[0].choice.sum_fen
    return sum(p.choice.sum_fen for p in parts)


def _closed_bp(covered: int, base: int, total: int, figures: PlanningParameters) -> int:
    """How much of a need is met: the base counts more than what comes on top."""
    rest = total - base
    first = FULL_BP if rest == 0 else figures.base_weight_bp
    value = first * min(covered, base) // base if base else 0
    if rest and covered > base:
        value += (FULL_BP - first) * min(covered - base, rest) // rest
    return value


def guaranteed_years(product: Product) -> int:
    """For how long renewal is guaranteed, up to the years that count in full."""
    if product.renewal.kind == "lifetime":
        return FULL_GUARANTEE_YEARS
    if product.renewal.kind != "guaranteed":
        return 0
    return min(product.renewal.guaranteed_years or 1, FULL_GUARANTEE_YEARS)


def certainty_bp(offer: Offer, figures: PlanningParameters) -> int:
    """What a cover with an open question, an exclusion or a loading is worth."""
    if offer.unclear:
        return figures.unclear_adequacy_bp
    if offer.decision.excluded:
        return figures.exclusion_adequacy_bp
    return figures.loading_adequacy_bp if offer.decision.loading_bp else FULL_BP


def quality_bp(
    member: Member, need: str, offer: Offer, role: str, figures: PlanningParameters
) -> int:
    """What a cover is worth by how long it lasts: one year little, until the target age all."""
    if need == "accident" or member.age is None:
        return FULL_BP
    years = offer.product.renewal.guaranteed_years or term_years(member, offer.choice.term) or 1
    wanted = figures.target_age.get(need, 0) - member.age.max
    if role == "child":
        wanted = figures.child_cover_years
    if years >= wanted:
        return FULL_BP
    moving = FULL_BP - figures.one_year_quality_bp
    return figures.one_year_quality_bp + moving * (years - 1) // max(1, wanted - 1)


def radices(options: Sequence[Sequence[tuple[int, ...]]]) -> tuple[int, ...]:
    """For every level one more than the highest sum that the slots can reach."""
    most = [list(map(max, zip(*slot, strict=True))) for slot in options if slot]
    return tuple(1 + sum(levels[i] for levels in most) for i in range(len(LEVELS)))


def place_values(bases: Sequence[int]) -> tuple[int, ...]:
    """What one unit of each level is worth in a packed value."""
    values = [1]
    for base in reversed(bases[1:]):
        values.append(values[-1] * base)
    return tuple(reversed(values))


def pack(options: Sequence[Sequence[int]], places: Sequence[int]) -> list[int]:
    """The levels of each option as one integer, the first level the most significant."""
    bound = (1 + max((o[0] for o in options), default=0)) * places[0]
    if options and bound.bit_length() <= INT64_BITS:
        packed: list[int] = (np.array(options, dtype=np.int64) @ np.array(places)).tolist()
        return packed
    return [sum(map(mul, levels, places)) for levels in options]


def unpack(value: int, bases: Sequence[int]) -> tuple[int, ...]:
    """The levels of a packed value."""
    levels = []
    for base in reversed(bases):
        value, level = divmod(value, base)
        levels.append(level)
    return tuple(reversed(levels))
