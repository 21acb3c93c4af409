"""What each person should be protected for: recommended sum, existing cover, gap, formula.

The formulas stand in docs/planning.md, their figures in needs.yml. Every line of a formula keeps
its origin, so that the customer can see what was said, estimated or inferred.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.advisor.advice import FormulaLine, Need, Reason, reason
from bot.advisor.finances import (
    PARTNERS,
    SIBLING_RELATIONS,
    SUPPORTED_PARENTS,
    Figure,
    Finances,
    living_members,
)
from bot.advisor.household import Household, Member
from bot.advisor.knowledge import NeedsParameters
from bot.advisor.product import NEED_LINES

NEEDS = tuple(NEED_LINES)
# Indemnity cover of the same kind: a second one pays nothing more.
FULL_MEDICAL_LINES = frozenset({"medical", "medical_million", "medical_mid", "medical_chronic"})
DEATH_LINES = frozenset(
    {"term_life", "whole_life", "accident", "accident_adult", "accident_child", "accident_elder"}
)


@dataclass(frozen=True)
class Context:
    """What the formulas read."""

    household: Household
    finances: Finances
    parameters: NeedsParameters


def member_needs(member: Member, context: Context) -> tuple[Need, ...]:
    """The needs of one member, one for each key of NEED_LINES."""
    return (
        _medical(member, context),
        _accident(member, context),
        _life(member, context),
        _critical_illness(member, context),
        _disability(member, context),
        _care(member, context),
    )


def existing_fen(member: Member, need: str) -> int:
    """The sum of the existing policies for a need; a policy without a sum counts as nothing."""
    lines = {need, *NEED_LINES[need]}
    return sum(p.sum_insured_fen or 0 for p in member.policies if p.line in lines)


def has_policy(member: Member, need: str) -> bool:
    return any(p.line in {need, *NEED_LINES[need]} for p in member.policies)


def has_full_medical(member: Member) -> bool:
    return any(p.line in FULL_MEDICAL_LINES for p in member.policies)


def existing_death_fen(member: Member) -> int | None:
    """Death cover of existing policies; None when one of them has no stated sum."""
    sums = [p.sum_insured_fen for p in member.policies if p.line in DEATH_LINES]
    return None if None in sums else sum(s or 0 for s in sums)


def minor_death_cap_fen(member: Member, parameters: NeedsParameters) -> int | None:
    """The legal cap on a minor's death cover over all insurers; None for adults."""
    if member.age is None or member.age.min >= parameters.minor_age:
        return None
    if member.age.min < parameters.minor_small_age:
        return parameters.minor_small_death_fen
    return parameters.minor_death_fen


def _need(
    need: str,
    recommended: int,
    member: Member,
    formula: list[FormulaLine],
    reasons: tuple[Reason, ...] = (),
) -> Need:
    existing = existing_fen(member, need)
    if existing:
        formula = [*formula, FormulaLine("existing", existing, "fen", "user")]
    formula = [*formula, FormulaLine("recommended", recommended, "fen", "inferred")]
    gap = max(0, recommended - existing)
    return Need(need, True, recommended, existing, gap, tuple(formula), reasons)


def _none(need: str, code: str, member: Member) -> Need:
    existing = existing_fen(member, need)
    return Need(need, False, 0, existing, 0, (), (reason(code),))


def _line(label: str, figure: Figure) -> FormulaLine:
    return FormulaLine(label, figure.fen, "fen", figure.origin, figure.said)


def _round(amount: int, step: int) -> int:
    """To the nearest step, halves up."""
    return (2 * amount + step) // (2 * step) * step


# --- medical and accident ----------------------------------------------------------------------


def _medical(member: Member, context: Context) -> Need:
    recommended = context.parameters.medical_fen
    need = _need("medical", recommended, member, [])
    if not has_full_medical(member):
        # 惠民保 or cancer medical alone leaves most of a bill open.
        return Need("medical", True, recommended, 0, recommended, need.formula)
    why = (reason("medical_already"),)
    return Need("medical", True, recommended, max(recommended, need.existing_fen), 0, (), why)


def _accident(member: Member, context: Context) -> Need:
    figures, role = context.parameters, context.finances.role(member.id)
    formula: list[FormulaLine] = []
    cap = minor_death_cap_fen(member, figures)
    if cap is not None:
        formula.append(FormulaLine("minor_death_cap", cap, "fen", "standard"))
        return _need("accident", min(cap, figures.minor_small_death_fen), member, formula)
    if role == "elder":
        return _need("accident", figures.accident_elder_fen, member, formula)
    amount = figures.accident_min_fen
    income = context.finances.income_of(member.id)
    if income is not None:
        years = figures.accident_income_years
        formula += [_line("income", income), FormulaLine("times", years, "factor", "experience")]
        amount = max(amount, _round(income.fen * years, figures.life_round_fen))
    amount = min(amount, figures.accident_max_fen)
    if member.occupation_class == 4:
        amount = min(amount, figures.accident_class_four_fen)
    elif (member.occupation_class or 1) > 4:
        amount = min(amount, figures.accident_class_five_fen)
    return _need("accident", amount, member, formula)


# --- life --------------------------------------------------------------------------------------


def _life(member: Member, context: Context) -> Need:
    role = context.finances.role(member.id)
    if role == "earner":
        return _earner_life(member, context)
    if role == "spouse" and _children(context):
        amount = context.parameters.life_homemaker_fen
        formula = [FormulaLine("homemaker", amount, "fen", "experience")]
        return _need("term_life", amount, member, formula)
    codes = {"child": "life_child", "elder": "life_elder"}
    return _none("term_life", codes.get(role, "life_no_income"), member)


def _earner_life(member: Member, context: Context) -> Need:
    figures, money = context.parameters, context.finances
    pool = _pool(member, context)
    if not pool:
        return _none("term_life", "life_no_dependants", member)
    retiring = member.age is not None and member.age.max >= figures.life_near_retirement_age
    if retiring and not money.debts.fen and not _children(context):
        return _none("term_life", "life_near_retirement", member)
    income = money.income_of(member.id)
    assert income is not None
    total_income = max(1, sum(f.fen for _, f in money.incomes))
    total = sum(int(line.value) for line in pool) - money.assets.fen
    share = total * income.fen // total_income
    single = len(money.incomes) == 1
    multiple = (
        figures.life_income_multiple_one_earner
        if single
        else figures.life_income_multiple_two_earners
    )
    # Debts are owed in full, whatever the income.
    bound = max(income.fen * multiple, money.debts.fen * income.fen // total_income)
    amount = _round_life(max(0, min(share, bound)), figures)
    formula = list(pool)
    if money.assets.fen:
        formula.append(_line("assets", money.assets))
    share_bp = income.fen * 10_000 // total_income
    formula.append(FormulaLine("income_share", share_bp, "bp", income.origin))
    if share > bound:
        formula.append(FormulaLine("life_bound", multiple, "factor", "experience"))
    if amount == 0:
        return _none("term_life", "life_assets_suffice", member)
    return _need("term_life", amount, member, formula)


def _pool(member: Member, context: Context) -> list[FormulaLine]:
    """What the family would have to pay without this income; empty without dependants or debts."""
    figures, money = context.parameters, context.finances
    family = [m for m in living_members(context.household) if m.id != member.id]
    children = _children(context)
    partner = any(m.relation in PARTNERS or m.relation == "self" for m in family)
    support = _parent_support(context)
    if not (money.debts.fen or children or support or partner):
        return []
    pool = []
    if money.debts.fen:
        pool.append(_line("debts", money.debts))
    if children or partner:
        years = _living_years(context, bool(children))
        living = money.living
        pool.append(FormulaLine("living", living.fen * years, "fen", living.origin, living.said))
    education = sum(_education(c, figures) for c in children)
    if education:
        pool.append(FormulaLine("education", education, "fen", "standard"))
    if support:
        pool.append(FormulaLine("parent_support", support, "fen", "standard"))
    pool.append(FormulaLine("transition", figures.life_transition_fen, "fen", "experience"))
    return pool


def _living_years(context: Context, children: bool) -> int:
    figures = context.parameters
    if len(context.finances.incomes) == 1:
        return figures.life_years_one_earner
    return figures.life_years_two_earners if children else figures.life_years_no_children


def _children(context: Context) -> tuple[Member, ...]:
    return tuple(
        m for m in living_members(context.household) if context.finances.role(m.id) == "child"
    )


def _education(child: Member, figures: NeedsParameters) -> int:
    """What the remaining school stages cost, a started stage by its remaining years."""
    age = child.age.min if child.age else figures.adult_age // 2
    cost = 0
    for stage in figures.education:
        length = stage.to_age - stage.from_age
        remaining = min(length, max(0, stage.to_age - age))
        cost += stage.cost_fen * remaining // length
    return cost


def _parent_support(context: Context) -> int:
    figures = context.parameters
    family = living_members(context.household)
    parents = [
        m
        for m in family
        if m.relation in SUPPORTED_PARENTS and context.finances.role(m.id) != "earner"
    ]
    siblings = sum(m.relation in SIBLING_RELATIONS for m in family)
    years = sum(
        max(0, figures.parent_support_until_age - m.age.min) for m in parents if m.age is not None
    )
    return figures.parent_support_fen * years // (1 + siblings)


def _round_life(amount: int, figures: NeedsParameters) -> int:
    if amount > figures.life_round_above_fen:
        return _round(amount, figures.life_round_above_step_fen)
    return _round(amount, figures.life_round_fen)


# --- critical illness --------------------------------------------------------------------------


def _critical_illness(member: Member, context: Context) -> Need:
    figures, role = context.parameters, context.finances.role(member.id)
    if role == "elder":
        return _none("critical_illness", "ci_elder", member)
    if role == "child":
        return _child_ci(member, context)
    if role == "earner":
        return _earner_ci(member, context)
    amount = figures.ci_dependant_fen[context.finances.tier]
    formula = [FormulaLine("treatment", amount, "fen", "experience")]
    return _need("critical_illness", amount, member, formula)


def _earner_ci(member: Member, context: Context) -> Need:
    figures, money = context.parameters, context.finances
    income = money.income_of(member.id)
    assert income is not None
    treatment = figures.ci_treatment_fen[money.tier]
    recovery = treatment * figures.ci_rehabilitation_bp // 10_000
    amount = treatment + recovery + income.fen * figures.ci_income_years
    amount = _round(amount, figures.ci_round_fen)
    formula = [
        FormulaLine("treatment", treatment, "fen", "experience"),
        FormulaLine("rehabilitation", recovery, "fen", "experience"),
        FormulaLine(
            "income_years", income.fen * figures.ci_income_years, "fen", income.origin, income.said
        ),
    ]
    if amount > figures.ci_max_fen:
        formula.append(FormulaLine("ci_bound", figures.ci_max_fen, "fen", "experience"))
    amount = min(max(amount, figures.ci_min_fen), figures.ci_max_fen)
    return _need("critical_illness", amount, member, formula)


def _child_ci(member: Member, context: Context) -> Need:
    figures = context.parameters
    best = max((f for _, f in context.finances.incomes), key=lambda f: f.fen, default=None)
    amount = figures.ci_child_max_fen
    formula = []
    if best is not None:
        years = figures.ci_child_parent_income_years
        formula.append(
            FormulaLine("parent_income_years", best.fen * years, "fen", best.origin, best.said)
        )
        amount = min(amount, _round(best.fen * years, figures.ci_round_fen))
    amount = max(amount, figures.ci_child_min_fen)
    return _need("critical_illness", amount, member, formula)


# --- loss of income and care -------------------------------------------------------------------


def _disability(member: Member, context: Context) -> Need:
    figures, role = context.parameters, context.finances.role(member.id)
    income = context.finances.income_of(member.id)
    if role != "earner" or income is None:
        return _none("disability", "disability_no_income", member)
    if member.age is not None and member.age.max > figures.disability_max_age:
        return _none("disability", "disability_too_late", member)
    monthly = income.fen * figures.disability_income_bp // 10_000 // 12
    amount = _round(monthly * figures.disability_months, figures.disability_round_fen)
    formula = [
        _line("income", income),
        FormulaLine("replaced", figures.disability_income_bp, "bp", "experience"),
        FormulaLine("months", figures.disability_months, "months", "experience"),
    ]
    return _need("disability", amount, member, formula)


def _care(member: Member, context: Context) -> Need:
    figures = context.parameters
    age = member.age.max if member.age else None
    if age is None or not figures.care_min_age <= age <= figures.care_max_age:
        return _none("long_term_care", "care_other_age", member)
    monthly = figures.care_monthly_fen[context.finances.tier]
    amount = _round(monthly * figures.care_months, figures.care_round_fen)
    formula = [
        FormulaLine("care_monthly", monthly, "fen", "experience"),
        FormulaLine("months", figures.care_months, "months", "experience"),
    ]
    return _need("long_term_care", amount, member, formula)
