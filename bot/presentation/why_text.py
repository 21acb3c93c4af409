"""Why and why not, in words; every figure comes from the core's own explanation."""

from __future__ import annotations

from bot.advisor.advice import Advice
from bot.advisor.explanation import render_formula_line
from bot.advisor.household import Household
from bot.advisor.knowledge import Templates
from bot.advisor.why import Displaced, Explanation, WhyNot
from bot.presentation import format as fmt
from bot.presentation.names import member_name, name_of, texts
from bot.presentation.plan_card import Speaker


def overall_text(household: Household, advice: Advice, speaker: Speaker) -> str:
    """The idea of the whole plan: the order of protection, then one line per person."""
    words = texts("why")
    lines = [words["overall"]]
    for advised in advice.members:
        ideas = words["join"].join(speaker.reason(r) for r in advised.why)
        if ideas:
            name = _name(household, advised.member_id)
            lines.append(words["member"].format(name=name, ideas=ideas))
    return "\n".join(lines)


def why_text(
    household: Household, found: Explanation, speaker: Speaker, templates: Templates
) -> str:
    """Why these items: the reason of each, the formula of the sum, the rate row of the price."""
    words = texts("why")
    name = _name(household, found.member_id)
    lines = []
    for item in found.items:
        said = words["join"].join(speaker.reason(r).rstrip("。") for r in item.reasons)
        lines.append(
            words["item"].format(name=name, line=name_of("lines", item.line), why=said)
            + words["price"].format(premium=fmt.per_year(item.premium_fen), row=item.quote.row)
        )
    need = found.need
    if not found.items:
        what = name_of("needs", need.need) if need else ""
        lines.append(words["nothing"].format(name=name, need=what))
        lines += [speaker.reason(r) for r in (need.reasons if need else ())]
    if need is not None and need.applies and need.formula:
        lines.append(words["formula_head"])
        for line in need.formula:
            label, value = render_formula_line(line, templates)
            origin = name_of("origins", line.origin)
            lines.append(words["formula"].format(label=label, value=value, origin=origin))
        lines.append(
            words["formula_result"].format(
                recommended=fmt.yuan(need.recommended_fen),
                existing=fmt.yuan(need.existing_fen),
                gap=fmt.yuan(need.gap_fen),
            )
        )
    return "\n".join(lines)


def why_not_text(household: Household, found: WhyNot, what: str, speaker: Speaker) -> str:
    """Why somebody does not have `what`; what it would cost and displace."""
    words = texts("why")
    name = _name(household, found.member_id)
    if found.verdict == "chosen":
        return str(words["whynot_chosen"]).format(name=name, what=what)
    head = words["whynot_ask"] if found.verdict == "ask" else words["whynot_head"]
    reasons = words["join"].join(
        dict.fromkeys(speaker.reason(r).rstrip("。") for r in found.reasons)
    )
    text = f"{str(head).format(name=name, what=what)}{reasons}{words['end']}"
    if found.extra_fen is not None and found.total_fen is not None and found.verdict == "budget":
        text += words["extra"].format(
            extra=fmt.yuan(found.extra_fen), total=fmt.per_year(found.total_fen)
        )
    if found.displaced:
        items = words["join"].join(_given_up(household, d) for d in found.displaced)
        text += words["displaced"].format(items=items)
    return text


def _given_up(household: Household, displaced: Displaced) -> str:
    words = texts("why")
    named = {
        "member": _name(household, displaced.member_id),
        "need": name_of("needs", displaced.need),
    }
    if not displaced.to_fen:
        return str(words["displaced_gone"]).format(**named)
    return str(words["displaced_item"]).format(
        before=fmt.yuan(displaced.from_fen), after=fmt.yuan(displaced.to_fen), **named
    )


def _name(household: Household, member_id: str) -> str:
    member = household.member(member_id)
    return member_name(household, member) if member else member_id
