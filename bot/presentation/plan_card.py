"""The plan as a card: a table per member, total, disclosures, what was left out, assumptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.advisor.advice import Advice, Assumption, LeftOut, MemberAdvice, PlanItem, Reason
from bot.advisor.household import Household
from bot.advisor.product import Catalog
from bot.presentation import format as fmt
from bot.presentation.messages import Message, QuickReply
from bot.presentation.names import member_name, name_of, texts

TIERS = ("basic", "balanced", "full")


@dataclass(frozen=True)
class Speaker:
    """Turns the core's reason codes and assumptions into sentences for this household."""

    reason: Callable[[Reason], str]
    assumption: Callable[[Assumption], str]


@dataclass(frozen=True)
class PlanView:
    """All that a plan card shows. `tier_totals`: the yearly premium of each tier, in fen."""

    advice: Advice
    household: Household
    catalog: Catalog
    speaker: Speaker
    tier_totals: Mapping[str, int] = field(default_factory=dict)
    education_only: bool = False


def plan_card(view: PlanView) -> Message:
    """Build the plan card; in education-only mode the needs, without products and premiums."""
    if view.education_only:
        return _education_card(view)
    body = _plan_body(view)
    return Message("plan_card", _in_words(body), body, _quick_replies(view.advice))


def _plan_body(view: PlanView) -> dict[str, Any]:
    words, advice = texts("plan"), view.advice
    used = advice.budget
    return {
        "title": name_of("tiers", advice.tier),
        "tier": advice.tier,
        "labels": list(words["labels"]),
        "as_of": advice.as_of,
        "catalog_version": advice.catalog_version,
        "budget": {
            "amount": fmt.per_year(used.fen) if used.fen is not None else words["budget_unlimited"],
            "fen": used.fen,
            "origin": name_of("origins", used.origin),
        },
        "total": {
            "premium": fmt.per_year(advice.total_fen),
            "fen": advice.total_fen,
            "share_of_income": fmt.percent(used.share_of_income_bp / 10_000),
            "share_basis": words["share_basis"].format(
                income=fmt.yuan(used.income_fen), origin=name_of("origins", used.income_origin)
            ),
        },
        "members": [_member(view, m) for m in advice.members],
        "left_out": [_left_out(view, item) for item in advice.left_out],
        "stop_advice": [view.speaker.reason(r) for r in advice.stop_advice],
        "assumptions": [
            {"text": view.speaker.assumption(a), "origin": name_of("origins", a.origin)}
            for a in together(advice.assumptions)
        ],
        "notices": _notices(view),
        "tiers": [
            {"tier": t, "title": name_of("tiers", t), "premium": fmt.per_year(total)}
            for t, total in view.tier_totals.items()
        ],
    }


def _member(view: PlanView, advised: MemberAdvice) -> dict[str, Any]:
    member = view.household.member(advised.member_id)
    assert member is not None, f"advice names an unknown member {advised.member_id}"
    say = view.speaker.reason
    return {
        "id": member.id,
        "name": member_name(view.household, member),
        "age": fmt.age(member.age) if member.age else "",
        "subtotal": fmt.per_year(advised.subtotal_fen),
        "why": [say(r) for r in advised.why],
        "items": [_item(view, item) for item in advised.items],
        "gaps": [
            {
                "need": name_of("needs", gap.need),
                "recommended": fmt.sum_insured(gap.recommended_fen),
                "covered": fmt.sum_insured(gap.existing_fen + gap.covered_fen),
                "note": " ".join(say(r) for r in gap.reasons),
            }
            for gap in advised.gaps
        ],
        "not_covered": [
            {"line": name_of("needs", n.need), "reason": " ".join(say(r) for r in n.reasons)}
            for n in advised.not_covered
        ],
    }


def _item(view: PlanView, item: PlanItem) -> dict[str, Any]:
    words, say = texts("plan"), view.speaker.reason
    product = view.catalog.product(item.product_id)
    limited = item.decision.outcome in ("exclusion", "loading", "ask")
    conditions = [say(r) for r in item.decision.reasons] if limited else []
    if item.conditional:
        conditions.append(words["conditional"])
    return {
        "product_id": item.product_id,
        "product": item.product_name,
        "insurer": item.insurer,
        "line": name_of("lines", item.line),
        "sum": fmt.sum_insured(item.sum_fen),
        "premium": fmt.per_year(item.premium_fen),
        "fen": item.premium_fen,
        "rate_source": words["rate_source"].format(row=item.quote.row),
        "decision": words["decisions"].get(item.decision.outcome, ""),
        "why": " ".join(say(r) for r in item.reasons),
        "conditions": list(dict.fromkeys(c for c in conditions if c)),
        "disclosures": [
            {"label": d.label, "text": d.text} for d in (product.disclosures if product else ())
        ],
    }


def together(assumptions: Iterable[Assumption]) -> list[Assumption]:
    """The same assumption about several members as one, its `member_id` joined by commas."""
    groups: dict[tuple[object, ...], list[Assumption]] = {}
    for assumption in assumptions:
        key = (assumption.code, assumption.origin, assumption.params)
        groups.setdefault(key, []).append(assumption)
    return [
        replace(same[0], member_id=",".join(a.member_id for a in same if a.member_id) or None)
        for same in groups.values()
    ]


def _left_out(view: PlanView, item: LeftOut) -> dict[str, str]:
    words = texts("plan")
    member = view.household.member(item.member_id)
    form = words["left_out"] if item.from_fen else words["left_out_new"]
    return {
        "text": form.format(
            member=member_name(view.household, member) if member else "",
            need=name_of("needs", item.need),
            to=fmt.sum_insured(item.to_fen),
        ),
        "premium": words["left_out_premium"].format(premium=fmt.yuan(item.extra_premium_fen)),
    }


def _notices(view: PlanView) -> list[str]:
    words, advice = texts("plan"), view.advice
    notices = [view.speaker.reason(r) for r in advice.flags]
    notices += [
        words["discount"].format(
            product=d.product_name,
            members="、".join(_names(view.household, d.members)),
            saved=fmt.yuan(d.saved_fen),
        )
        for d in advice.discounts
    ]
    if any(item.pay_years is None for item in advice.items):
        notices.append(words["notice_one_year"])
    if any(item.pay_years is not None for item in advice.items):
        notices.append(words["notice_long"])
    return [*notices, *words["notices"]]


def _names(household: Household, ids: Iterable[str]) -> list[str]:
    return [member_name(household, m) for m in (household.member(i) for i in ids) if m]


def _quick_replies(advice: Advice) -> tuple[QuickReply, ...]:
    words = texts("plan")
    other_tiers = [
        QuickReply(
            words["tier_reply"].format(tier=name_of("tiers", tier)),
            f'/choose_tier{{"tier": "{tier}"}}',
        )
        for tier in TIERS
        if tier != advice.tier
    ]
    fixed = [QuickReply(q["label"], q["payload"]) for q in words["quick_replies"]]
    return (*other_tiers, *fixed)


def _in_words(body: dict[str, Any]) -> str:
    words = texts("plan")
    share = words["share"].format(percent=body["total"]["share_of_income"])
    lines = [
        words["total_line"].format(
            tier=body["title"], premium=body["total"]["premium"], share=share
        )
    ]
    for member in body["members"]:
        lines.append(words["member_heading"].format(**member))
        lines += [words["item_line"].format(**item) for item in member["items"]]
        if not member["items"]:
            lines.append(words["no_items"])
    headings = words["headings"]
    lines += _section(
        headings["not_covered"],
        [
            f"{member['name']}：{n['line']}，{n['reason']}"
            for member in body["members"]
            for n in member["not_covered"]
        ],
    )
    lines += _section(
        headings["left_out"], [f"{i['text']}({i['premium']})" for i in body["left_out"]]
    )
    lines += _section(headings["stop"], body["stop_advice"])
    lines += _section(
        headings["assumptions"], [f"{a['text']}({a['origin']})" for a in body["assumptions"]]
    )
    lines += _section(headings["notices"], body["notices"])
    lines.append(" ".join(f"【{label}】" for label in body["labels"]))
    return "\n".join(lines)


def _section(title: str, rows: list[str]) -> list[str]:
    return [f"{title}：", *[f"  · {row}" for row in rows]] if rows else []


def _education_card(view: PlanView) -> Message:
    words = texts("plan")["education"]
    body: dict[str, Any] = {
        "title": words["title"],
        "tier": "education",
        "labels": ["AI生成"],
        "as_of": view.advice.as_of,
        "members": [],
        "notices": [words["note"]],
    }
    lines = [words["title"]]
    for advised in view.advice.members:
        member = view.household.member(advised.member_id)
        if member is None:
            continue
        needs = [n for n in advised.needs if n.applies and n.gap_fen > 0]
        name = member_name(view.household, member)
        shown = [
            {
                "need": name_of("needs", n.need),
                "recommended": fmt.sum_insured(n.gap_fen),
                "covered": fmt.sum_insured(n.existing_fen),
                "note": "",
            }
            for n in needs
        ]
        body["members"].append({"id": member.id, "name": name, "gaps": shown, "items": []})
        lines.append(name)
        lines += [words["line"].format(**gap) for gap in shown]
    lines.append(words["note"])
    return Message("plan_card", "\n".join(lines), body)
