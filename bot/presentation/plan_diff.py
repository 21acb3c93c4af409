"""What changed between two plans, in sentences."""

from __future__ import annotations

from bot.advisor.advice import Advice, PlanItem
from bot.advisor.household import Household
from bot.presentation import format as fmt
from bot.presentation.names import member_name, name_of, texts

Key = tuple[str, str]


def plan_diff(household: Household, before: Advice, after: Advice) -> list[str]:
    """Say the price difference first, then what was added, removed or resized per member."""
    words = texts("plan")["diff"]
    old, new = _by_need(before), _by_need(after)
    lines = [_price(before.total_fen, after.total_fen)]
    changed: list[str] = []
    order = {member.id: number for number, member in enumerate(household.members)}
    for key in sorted(set(old) | set(new), key=lambda k: (order.get(k[0], len(order)), k[1])):
        name = _name(household, key[0])
        if key not in old:
            item = new[key]
            changed.append(
                words["added"].format(
                    member=name, line=name_of("lines", item.line), sum=fmt.yuan(item.sum_fen)
                )
            )
        elif key not in new:
            changed.append(
                words["removed"].format(member=name, line=name_of("lines", old[key].line))
            )
        elif old[key].sum_fen != new[key].sum_fen:
            changed.append(
                words["sum"].format(
                    member=name,
                    line=name_of("lines", new[key].line),
                    before=fmt.yuan(old[key].sum_fen),
                    after=fmt.yuan(new[key].sum_fen),
                )
            )
    return [*lines, *(changed or [words["same"]])]


def _price(before: int, after: int) -> str:
    words = texts("plan")["diff"]
    if before == after:
        return str(words["premium_same"]).format(after=fmt.per_year(after))
    form = words["premium_up"] if after > before else words["premium_down"]
    return str(form).format(
        before=fmt.yuan(before), after=fmt.yuan(after), difference=fmt.yuan(abs(after - before))
    )


def _by_need(advice: Advice) -> dict[Key, PlanItem]:
    return {(item.member_id, item.need): item for item in advice.items}


def _name(household: Household, member_id: str) -> str:
    member = household.member(member_id)
    return member_name(household, member) if member else member_id
