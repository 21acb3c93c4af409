"""Money and roles of a household, every figure with its origin.

What was said is taken; what was not said is estimated from needs.yml, tagged, and listed as an
assumption that the customer can change. Nothing unknown is taken as zero silently.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.advisor.advice import Assumption, Scalar
from bot.advisor.household import CHILD_RELATIONS, PARENT_RELATIONS, Household, Member, MoneyRange
from bot.advisor.knowledge import NeedsParameters

ROLES = ("earner", "spouse", "child", "elder", "adult")
PARTNERS = frozenset({"spouse", "partner"})
OLDER_RELATIONS = frozenset(
    {*PARENT_RELATIONS, "father_in_law", "mother_in_law", "grandfather", "grandmother"}
)
SUPPORTED_PARENTS = frozenset({*PARENT_RELATIONS, "father_in_law", "mother_in_law"})
SIBLING_RELATIONS = frozenset({"brother", "sister", "sibling"})


@dataclass(frozen=True)
class Figure:
    """An amount in fen and where it comes from."""

    fen: int
    origin: str
    said: str = ""


@dataclass(frozen=True)
class Finances:
    """What the needs formulas and the budget read."""

    tier: int  # index of the city-tier triples
    income: Figure  # household, a year
    incomes: tuple[tuple[str, Figure], ...]  # earners
    living: Figure  # a year
    debts: Figure
    assets: Figure
    roles: tuple[tuple[str, str], ...]
    assumptions: tuple[Assumption, ...]

    def income_of(self, member_id: str) -> Figure | None:
        return dict(self.incomes).get(member_id)

    def role(self, member_id: str) -> str:
        return dict(self.roles)[member_id]


def finances(household: Household, needs: NeedsParameters) -> Finances:
    """Read and complete the figures of a household."""
    assumptions: list[Assumption] = []
    tier = _city_tier(household, needs, assumptions)
    family = living_members(household)
    earners = tuple(m for m in family if is_earner(m, needs))
    incomes = _incomes(household, earners, needs, tier, assumptions)
    income = _household_income(household, incomes)
    if not income.fen:
        # Nobody is known to earn: whoever pays the premiums is taken as one standard earner.
        income = Figure(needs.standard_income_fen[tier], "standard")
        assumptions.append(
            _assume("household_income", "standard", None, "annual_income_fen", income.fen)
        )
    return Finances(
        tier=tier,
        income=income,
        incomes=incomes,
        living=_living(household, family, income, needs, tier, assumptions),
        debts=_amount(household, "debts_fen", household.debts_fen, assumptions),
        assets=_amount(household, "assets_fen", household.assets_fen, assumptions),
        roles=tuple((m.id, _role(m, needs)) for m in household.members),
        assumptions=tuple(assumptions),
    )


def living_members(household: Household) -> tuple[Member, ...]:
    """The members who belong to the family today, insured or not."""
    gone = ("deceased", "not_family")
    return tuple(m for m in household.members if m.not_insured_reason not in gone)


def is_earner(member: Member, needs: NeedsParameters) -> bool:
    """Whether the family lives on this person's income; said, else inferred from role and age."""
    age = member.age.max if member.age else None
    if age is not None and age < needs.adult_age:
        return False
    if member.earning is not None:
        return member.earning and (age is None or age < needs.elder_age + 5)
    if age is not None and age >= needs.elder_age:
        return False
    if member.annual_income_fen is not None:
        return member.annual_income_fen.max > 0
    if member.relation != "self" and member.relation not in PARTNERS:
        return False
    return age is None or needs.working_age_min <= age <= needs.working_age_max


def _role(member: Member, needs: NeedsParameters) -> str:
    if is_earner(member, needs):
        return "earner"
    age = member.age.max if member.age else None
    if age is not None and age < needs.adult_age:
        return "child"
    if age is None and member.relation in CHILD_RELATIONS:
        return "child"
    if age is None and member.relation in OLDER_RELATIONS:
        return "elder"
    if age is not None and age >= needs.elder_age:
        return "elder"
    if age is not None and age >= needs.parent_elder_age and member.relation in OLDER_RELATIONS:
        return "elder"
    return "spouse" if member.relation in PARTNERS else "adult"


def _city_tier(household: Household, needs: NeedsParameters, assumptions: list[Assumption]) -> int:
    city = (household.city or "").strip().removesuffix("市")
    if not city:
        assumptions.append(_assume("city_tier", "standard", field="city"))
        return 1
    if city in needs.first_tier_cities:
        return 0
    return 1 if city in needs.second_tier_cities else 2


def _incomes(
    household: Household,
    earners: tuple[Member, ...],
    needs: NeedsParameters,
    tier: int,
    assumptions: list[Assumption],
) -> tuple[tuple[str, Figure], ...]:
    """Each earner's income: said, else an equal part of what the household figure leaves, else
    the standard figure of the city tier."""
    said = {m.id: m for m in earners if m.annual_income_fen is not None}
    known = sum(m.annual_income_fen.midpoint for m in said.values() if m.annual_income_fen)
    unknown = [m for m in earners if m.id not in said]
    rest = household.annual_income_fen.midpoint - known if household.annual_income_fen else None
    result = []
    for member in earners:
        if member.annual_income_fen is not None:
            figure = Figure(
                member.annual_income_fen.midpoint,
                "inferred" if "annual_income_fen" in member.inferred else "user",
                member.source("annual_income_fen"),
            )
        elif rest is not None and rest > 0:
            figure = Figure(rest // len(unknown), "inferred")
            code = "income_split" if len(earners) > 1 else "income_is_household"
            if len(earners) > 1:
                assumptions.append(
                    _assume(code, "inferred", member.id, "annual_income_fen", figure.fen)
                )
        else:
            figure = Figure(needs.standard_income_fen[tier], "standard")
            assumptions.append(
                _assume("income_standard", "standard", member.id, "annual_income_fen", figure.fen)
            )
        result.append((member.id, figure))
        if member.earning is None and member.annual_income_fen is None:
            assumptions.append(_assume("earning", "inferred", member.id, "earning"))
    return tuple(result)


def _household_income(household: Household, incomes: tuple[tuple[str, Figure], ...]) -> Figure:
    if household.annual_income_fen is not None:
        origin = "inferred" if "annual_income_fen" in household.inferred else "user"
        figure = household.annual_income_fen
        return Figure(figure.midpoint, origin, household.source("annual_income_fen"))
    origins = [figure.origin for _, figure in incomes]
    total = sum(figure.fen for _, figure in incomes)
    total += sum(
        m.annual_income_fen.midpoint
        for m in living_members(household)
        if m.annual_income_fen and m.id not in dict(incomes)
    )
    worst = next((o for o in ("standard", "inferred") if o in origins), "user")
    return Figure(total, worst if origins else "standard")


def _living(
    household: Household,
    family: tuple[Member, ...],
    income: Figure,
    needs: NeedsParameters,
    tier: int,
    assumptions: list[Assumption],
) -> Figure:
    if household.monthly_expense_fen is not None:
        monthly = household.monthly_expense_fen.midpoint
        return Figure(monthly * 12, "user", household.source("monthly_expense_fen"))
    children = any(_role(m, needs) == "child" for m in family)
    table = (
        needs.living_cost_with_children_fen if children else needs.living_cost_without_children_fen
    )
    cap = income.fen * needs.living_cost_max_share_bp // 10_000
    figure = min(table[tier] * 12, cap)
    assumptions.append(
        _assume("living_cost", "standard", None, "monthly_expense_fen", figure // 12)
    )
    return Figure(figure, "standard")


def _amount(
    household: Household,
    field: str,
    said: MoneyRange | None,
    assumptions: list[Assumption],
) -> Figure:
    if said is not None:
        origin = "inferred" if field in household.inferred else "user"
        return Figure(said.midpoint, origin, household.source(field))
    assumptions.append(_assume(f"no_{field.removesuffix('_fen')}", "standard", None, field))
    return Figure(0, "standard")


def _assume(
    code: str, origin: str, member: str | None = None, field: str = "", fen: int | None = None
) -> Assumption:
    params: tuple[tuple[str, Scalar], ...] = () if fen is None else (("amount_fen", fen),)
    return Assumption(code, origin, member, field, params)
