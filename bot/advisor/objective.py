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

Each option contributes to each level; contributions add up. `pack` writes the levels of a
problem as one integer, so that comparing integers compares the levels in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.advisor.advice import Need
from bot.advisor.candidates import Offer, term_years
from bot.advisor.finances import Finances
from bot.advisor.household import Member
from bot.advisor.knowledge import Knowledge, PlanningParameters

LEVELS = (
    "reach", "medical", "elder_reach", "life", "ci_earner", "ci_child", "elders", "ci_spouse",
    "worth", "score",
)  # fmt: skip
ADEQUACY_STEP = 5
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

    def levels(self, member: Member, need: Need, parts: Sequence[Offer]) -> tuple[int, ...]:
        """The contribution of choosing these products together for one need."""
        role = self.finances.role(member.id)
        levels = dict.fromkeys(LEVELS, 0)
        if need.need in REACH_NEEDS:
            levels["elder_reach" if role == "elder" else "reach"] = 1
        if need.need == "medical":
            adequacy = self._adequacy(parts)
            levels["elders" if role == "elder" else "medical"] = adequacy // ADEQUACY_STEP
            levels["worth"] = self._guarantee(parts)
        else:
            levels["worth"] = self._worth(member, need, role, parts)
        floor = FLOOR_LEVELS.get((need.need, role))
        if floor is not None:
            wanted = min(self.figures.floor_fen[floor[1]], need.gap_fen)
            reached = sum(p.choice.sum_fen for p in parts) >= wanted
            levels[floor[0]] = int(reached and not any(p.unclear for p in parts))
        if not self.by_price:
            levels["score"] = max(p.product.scores.total for p in parts) // SCORE_STEP
        return tuple(levels[name] for name in LEVELS)

    @property
    def figures(self) -> PlanningParameters:
        return self.knowledge.planning

    def _adequacy(self, parts: Sequence[Offer]) -> int:
        if len(parts) > 1:
            return self.figures.pair_adequacy
        line = parts[0].product.line
        return self.figures.medical_adequacy[line] * certainty_bp(parts[0], self.figures) // FULL_BP

    def _guarantee(self, parts: Sequence[Offer]) -> int:
        lasting = any(p.product.renewal.kind in ("guaranteed", "lifetime") for p in parts)
        return self.figures.guaranteed_renewal_weight * self.figures.worth_scale * lasting

    def _worth(self, member: Member, need: Need, role: str, parts: Sequence[Offer]) -> int:
        weight = self.figures.weights.get(role, {}).get(need.need, 0) * self.figures.worth_scale
        weight = weight * self._income_factor_bp(member) // FULL_BP
        covered = need.existing_fen + sum(p.choice.sum_fen for p in parts)
        closed = self._closed_bp(member, need, covered)
        closed -= self._closed_bp(member, need, need.existing_fen)
        quality = min(quality_bp(member, need.need, p, role, self.figures) for p in parts)
        quality = quality * min(certainty_bp(p, self.figures) for p in parts) // FULL_BP
        fit = self.figures.line_fit.get(role, {})
        quality = quality * min(fit.get(p.product.line, 100) for p in parts) // 100
        return weight * closed * quality // FULL_BP**2

    def _closed_bp(self, member: Member, need: Need, covered: int) -> int:
        """How much of the need is met: the base counts more than what comes on top."""
        total = need.recommended_fen
        base = min(total, self._base(member, need))
        rest = total - base
        first = FULL_BP if rest == 0 else self.figures.base_weight_bp
        value = first * min(covered, base) // base if base else 0
        if rest:
            value += (FULL_BP - first) * min(max(0, covered - base), rest) // rest
        return value

    def _base(self, member: Member, need: Need) -> int:
        half = need.recommended_fen // 2
        income = self.finances.income_of(member.id)
        if need.need != "critical_illness" or income is None:
            return half
        return max(half, income.fen * self.figures.base_income_years)

    def _income_factor_bp(self, member: Member) -> int:
        """Part of an earner's weight follows the share of the earned income."""
        income = self.finances.income_of(member.id)
        total = sum(f.fen for _, f in self.finances.incomes)
        if income is None or not total:
            return FULL_BP
        moving = self.figures.income_share_weight_bp
        relative = income.fen * len(self.finances.incomes) * moving // total
        return FULL_BP - moving + relative


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
    return tuple(
        1 + sum(max((o[i] for o in slot), default=0) for slot in options)
        for i in range(len(LEVELS))
    )


def pack(levels: Sequence[int], bases: Sequence[int]) -> int:
    """The levels as one integer in mixed radix, the first level the most significant."""
    value = 0
    for level, base in zip(levels, bases, strict=True):
        value = value * base + level
    return value


def unpack(value: int, bases: Sequence[int]) -> tuple[int, ...]:
    """The levels of a packed value."""
    levels = []
    for base in reversed(bases):
        value, level = divmod(value, base)
        levels.append(level)
    return tuple(reversed(levels))
