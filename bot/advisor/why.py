"""Why something is in the plan, why something is not, and what it would cost to have it.

`why_not` does not argue: it forces the product in, solves again, and shows the price and what
would have to give way under the same budget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.advisor.advice import Advice, Decision, Need, PlanItem, Reason, reason
from bot.advisor.budget import find_budget, plan_limit
from bot.advisor.candidates import insurable, need_of_line
from bot.advisor.household import Household
from bot.advisor.knowledge import Knowledge
from bot.advisor.planning import advise
from bot.advisor.problem import (
    AdviceOptions,
    Considered,
    Problem,
    build_problem,
    main_obstacle,
    unmet_reason,
)
from bot.advisor.product import NEED_LINES, Catalog


@dataclass(frozen=True)
class Explanation:
    """Why a person has what they have for a need: the need's formula, the item, its reasons."""

    member_id: str
    need: Need | None
    items: tuple[PlanItem, ...]
    decision: Decision | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Displaced:
    """Something of the plan that would shrink or go."""

    member_id: str
    need: str
    from_fen: int
    to_fen: int


@dataclass(frozen=True)
class WhyNot:
    """Why a need or product is not in the plan.

    `verdict`: chosen, not_needed, no_product, ineligible, declined, ask, poor_value, budget,
    displaced or excluded. `extra_fen`: the price on top of the plan with nothing taken away;
    `displaced`: what gives way when the budget stays. Both are empty when it cannot be bought.
    """

    member_id: str
    need: str | None
    product_id: str | None
    verdict: str
    reasons: tuple[Reason, ...]
    extra_fen: int | None = None
    total_fen: int | None = None
    displaced: tuple[Displaced, ...] = ()


def why(
    advice: Advice, member_id: str, need: str | None = None, product_id: str | None = None
) -> Explanation:
    """Explain an item of the plan, or a need, from the advice itself."""
    advised = advice.member(member_id)
    if advised is None:
        return Explanation(member_id, None, (), None, ())
    items = tuple(
        i for i in advised.items if need in (None, i.need) and product_id in (None, i.product_id)
    )
    if need is None and items:
        need = items[0].need if product_id else None
    found = next((n for n in advised.needs if n.need == need), None)
    decision = next((d for d in advised.decisions if d.product_id == product_id), None)
    if decision is None and items:
        decision = items[0].decision
    missing = tuple(r for n in advised.not_covered if n.need == need for r in n.reasons)
    reasons = tuple(r for i in items for r in i.reasons) or missing or advised.why
    return Explanation(member_id, found, items, decision, reasons)


def why_not(
    household: Household,
    catalog: Catalog,
    knowledge: Knowledge,
    as_of: date,
    options: AdviceOptions | None,
    member_id: str,
    wanted: str,
) -> WhyNot:
    """Say why a need (a key of NEED_LINES), line or product is not planned for a member."""
    options = options or AdviceOptions()
    asked = _Asked(household, catalog, knowledge, as_of, options, member_id)
    product = catalog.product(wanted)
    if product is not None:
        return asked.product(product.product_id, need_of_line(product.line))
    if wanted in NEED_LINES:
        return asked.need(wanted)
    need = need_of_line(wanted)
    if need is None:
        why_none = (reason("whynot_no_product"),)
        return WhyNot(member_id, None, wanted, "no_product", why_none)
    return asked.line(wanted, need)


@dataclass(frozen=True)
class _Asked:
    household: Household
    catalog: Catalog
    knowledge: Knowledge
    as_of: date
    options: AdviceOptions
    member_id: str

    def product(self, product_id: str, need: str | None) -> WhyNot:
        if need is None:
            return self._answer(None, product_id, "not_needed", (reason("not_in_catalogue"),))
        plan = self._advise(self.options)
        items = [i for i in plan.items if i.member_id == self.member_id]
        if any(i.product_id == product_id for i in items):
            return self._answer(need, product_id, "chosen", (reason("whynot_chosen"),))
        considered = self._considered(product_id, need)
        if considered is None or considered.member.age is None:
            return self._answer(need, product_id, "ask", (reason("age_unknown"),))
        obstacle = self._obstacle(considered, product_id)
        if obstacle is not None:
            return obstacle
        return self._forced(plan, product_id, need)

    def line(self, line: str, need: str) -> WhyNot:
        """The product of the line that comes nearest to being possible."""
        answers = [self.product(p.product_id, need) for p in self.catalog.of_line(line)]
        if not answers:
            return self._answer(need, None, "no_product", (reason("not_in_catalogue"),))
        order = ("chosen", "displaced", "budget", "ask", "poor_value", "declined", "ineligible")
        return min(
            answers,
            key=lambda a: (
                order.index(a.verdict) if a.verdict in order else len(order),
                a.extra_fen or 0,
                a.product_id or "",
            ),
        )

    def need(self, need: str) -> WhyNot:
        plan = self._advise(self.options)
        if any((i.member_id, i.need) == (self.member_id, need) for i in plan.items):
            return self._answer(need, None, "chosen", (reason("whynot_chosen"),))
        problem = build_problem(self.household, self.catalog, self.knowledge, self.options)
        considered = self._find(problem, need)
        if considered is None:
            return self._answer(need, None, "not_needed", (reason("age_unknown"),))
        if not considered.need.applies or not considered.need.gap_fen:
            return self._answer(need, None, "not_needed", considered.need.reasons)
        if considered.excluded:
            return self._answer(need, None, "excluded", (reason("excluded_by_customer"),))
        if not considered.options:
            main = main_obstacle(considered)
            reasons = (*((main,) if main else ()), unmet_reason(considered))
            return self._answer(need, None, "no_product", reasons)
        cheapest = min(considered.options, key=lambda parts: sum(o.full_fen for o in parts))
        return self._forced(plan, cheapest[0].product.product_id, need)

    def _advise(self, options: AdviceOptions) -> Advice:
        return advise(self.household, self.catalog, self.knowledge, self.as_of, options)

    def _with(self, product_id: str) -> AdviceOptions:
        forced = (*self.options.forced, (self.member_id, product_id))
        tier = "balanced" if self.options.tier == "basic" else self.options.tier
        return replace(self.options, forced=forced, tier=tier)

    def _find(self, problem: Problem, need: str) -> Considered | None:
        keys = (self.member_id, need)
        return next((c for c in problem.considered if (c.member.id, c.need.need) == keys), None)

    def _considered(self, product_id: str, need: str) -> Considered | None:
        options = self._with(product_id)
        problem = build_problem(self.household, self.catalog, self.knowledge, options)
        return self._find(problem, need)

    def _obstacle(self, considered: Considered, product_id: str) -> WhyNot | None:
        """A rule that the price has nothing to do with."""
        need = considered.need
        decision = next(d for d in considered.decisions if d.product_id == product_id)
        if not need.applies or not need.gap_fen:
            return self._answer(need.need, product_id, "not_needed", need.reasons)
        if decision.outcome == "ineligible":
            return self._answer(need.need, product_id, "ineligible", decision.reasons)
        if not insurable(decision, self.options.allow_conditional):
            verdict = "ask" if decision.outcome == "ask" else "declined"
            return self._answer(need.need, product_id, verdict, decision.reasons)
        rejected = dict(considered.rejected)
        if product_id in rejected:
            reasons = rejected[product_id]
            poor = any(r.code == "poor_value" for r in reasons)
            verdict = "poor_value" if poor else "ineligible"
            return self._answer(need.need, product_id, verdict, reasons)
        return None

    def _forced(self, plan: Advice, product_id: str, need: str) -> WhyNot:
        """Force it in twice: with the rest of the plan untouched, and within the same budget."""
        options = self._with(product_id)
        problem = build_problem(self.household, self.catalog, self.knowledge, options)
        limit = plan_limit(problem, find_budget(problem, self.options))
        within = self._advise(replace(options, budget_fen=limit))
        extra = self._added(plan, problem, product_id, need)
        total = plan.total_fen + extra
        if within.total_fen > limit:
            over = (reason("whynot_over_budget", total_fen=total),)
            return self._answer(need, product_id, "budget", over, extra, total)
        displaced = _displaced(plan, within)
        code = "whynot_possible" if extra >= 0 else "whynot_cheaper"
        reasons = [reason(code, total_fen=total, extra_fen=abs(extra))]
        if any((i.member_id, i.need) == (self.member_id, need) for i in plan.items):
            medical = need == "medical"
            reasons.append(reason("whynot_other_medical" if medical else "whynot_other"))
        if displaced:
            reasons.append(self._giving_way(displaced[0], need))
        return self._answer(need, product_id, "displaced", tuple(reasons), extra, total, displaced)

    def _giving_way(self, first: Displaced, need: str) -> Reason:
        """What the same budget would have to reduce first."""
        if (first.member_id, first.need) == (self.member_id, need):
            return reason("whynot_smaller", from_fen=first.from_fen, to_fen=first.to_fen)
        return reason("whynot_displaces", member=first.member_id, need=first.need)

    def _added(self, plan: Advice, problem: Problem, product_id: str, need: str) -> int:
        """The price of the cheapest full way to have it, less what it replaces."""
        considered = self._find(problem, need)
        assert considered is not None
        parts = [
            p for p in considered.options if any(o.product.product_id == product_id for o in p)
        ]
        most = max(sum(o.covered_fen for o in p) for p in parts)
        best = [p for p in parts if sum(o.covered_fen for o in p) == most]
        price = min(sum(o.full_fen for o in p) for p in best)
        mine = (self.member_id, need)
        return price - sum(i.premium_fen for i in plan.items if (i.member_id, i.need) == mine)

    def _answer(
        self,
        need: str | None,
        product_id: str | None,
        verdict: str,
        reasons: tuple[Reason, ...],
        extra: int | None = None,
        total: int | None = None,
        displaced: tuple[Displaced, ...] = (),
    ) -> WhyNot:
        return WhyNot(self.member_id, need, product_id, verdict, reasons, extra, total, displaced)


def _displaced(before: Advice, after: Advice) -> tuple[Displaced, ...]:
    """What is smaller in the second plan than in the first."""
    sums = _sums(after)
    return tuple(
        Displaced(member_id, need, amount, sums.get((member_id, need), 0))
        for (member_id, need), amount in sorted(_sums(before).items())
        if sums.get((member_id, need), 0) < amount
    )


def _sums(advice: Advice) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for item in advice.items:
        key = (item.member_id, item.need)
        sums[key] = sums.get(key, 0) + item.sum_fen
    return sums
