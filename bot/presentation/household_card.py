"""The confirmation card: the household as understood, each fact with the customer's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.advisor.household import Condition, Household, Member, Policy
from bot.presentation import format as fmt
from bot.presentation.messages import Message, QuickReply
from bot.presentation.names import member_name, name_of, texts

Fact = dict[str, Any]


def household_card(
    household: Household, condition_names: Mapping[str, str], *, health_skipped: bool = False
) -> Message:
    """Build the card. `condition_names` maps a condition code to its Chinese name."""
    words = texts("household")
    members = [
        {
            "id": member.id,
            "name": member_name(household, member),
            "facts": member_facts(member, condition_names, health_skipped=health_skipped),
        }
        for member in sorted(household.members, key=lambda m: not m.insure)
    ]
    body = {
        "title": words["title"],
        "members": members,
        "household": household_facts(household),
        "hint": words["hint"],
    }
    buttons = words["buttons"]
    return Message(
        "household_card",
        _in_words(body),
        body,
        (QuickReply(buttons["confirm"], "/affirm"), QuickReply(buttons["correct"], "/deny")),
    )


def household_facts(household: Household) -> list[Fact]:
    """Facts of the family as a whole."""
    facts = []
    for field, label in (
        ("city", "city"),
        ("annual_income_fen", "household_income"),
        ("annual_budget_fen", "annual_budget_fen"),
        ("debts_fen", "debts_fen"),
        ("assets_fen", "assets_fen"),
        ("monthly_expense_fen", "monthly_expense_fen"),
    ):
        value = getattr(household, field)
        if value is None:
            continue
        shown = value if isinstance(value, str) else fmt.money_range(value)
        facts.append(
            _fact(field, name_of("fields", label), shown, household, field in household.inferred)
        )
    return facts


def member_facts(
    member: Member, condition_names: Mapping[str, str], *, health_skipped: bool = False
) -> list[Fact]:
    """Facts of one person, in the order in which one would say them."""
    facts = _personal_facts(member)
    if not member.insure:
        reason = name_of("not_insured", member.not_insured_reason or "excluded")
        facts.append(_fact("insure", name_of("fields", "insure"), reason, member, False))
        return facts
    health = _health(member, condition_names, health_skipped)
    if health:
        said = "、".join(dict.fromkeys(c.said for c in member.conditions if c.said))
        inferred = any(c.inferred for c in member.conditions) or (
            not member.conditions and "denied_conditions" in member.inferred
        )
        facts.append(
            {
                "field": "conditions",
                "label": texts("household")["labels"]["health"],
                "value": health,
                "said": said,
                "inferred": inferred,
            }
        )
    if member.conditions and "denied_conditions" in member.inferred:
        label = name_of("fields", "denied_conditions")
        rest = texts("household")["rest_of_list"]
        facts.append(_fact("denied_conditions", label, rest, member, True))
    if member.policies:
        facts.append(
            {
                "field": "policies",
                "label": texts("household")["labels"]["policies"],
                "value": "、".join(_policy(p) for p in member.policies),
                "said": "、".join(p.said for p in member.policies if p.said),
                "inferred": False,
            }
        )
    return facts


def _personal_facts(member: Member) -> list[Fact]:
    values: list[tuple[str, str | None]] = [
        ("age", fmt.age(member.age) if member.age else None),
        ("sex", name_of("sexes", member.sex) if member.sex else None),
        ("occupation", _occupation(member)),
        (
            "annual_income_fen",
            fmt.money_range(member.annual_income_fen) if member.annual_income_fen else None,
        ),
        (
            "social_insurance",
            name_of("social_insurance", member.social_insurance)
            if member.social_insurance
            else None,
        ),
    ]
    conflict = texts("household")["conflict"]
    facts = []
    for field, value in values:
        if value is None:
            continue
        shown = f"{value}({conflict})" if field in member.conflicts else value
        inferred = field in member.inferred
        facts.append(_fact(field, name_of("fields", field), shown, member, inferred))
    return facts


def _occupation(member: Member) -> str | None:
    if member.occupation is None and member.occupation_class is None:
        return None
    level = f"{member.occupation_class}类职业" if member.occupation_class else ""
    if member.occupation and level:
        return f"{member.occupation}({level})"
    return member.occupation or level


def condition_text(condition: Condition, condition_names: Mapping[str, str]) -> str:
    """Write one condition, e.g. 高血压1级(收缩压150)."""
    words = texts("household")
    name = condition_names.get(condition.code, condition.code)
    if condition.grade is not None:
        form = words["grades"].get(condition.code, words["grades"]["default"])
        grade = form.get(condition.grade, "") if isinstance(form, dict) else form
        name += grade.format(grade=condition.grade)
    details = [
        words["attributes"][key].format(value=value)
        for key, value in condition.attributes
        if key in words["attributes"] and not isinstance(value, bool)
    ]
    return f"{name}({'，'.join(details)})" if details else name


def _health(member: Member, names: Mapping[str, str], skipped: bool) -> str:
    words = texts("household")
    parts = [condition_text(c, names) for c in member.conditions]
    if member.pregnant_weeks is not None:
        parts.append(words["pregnant_weeks"].format(weeks=member.pregnant_weeks))
    elif member.pregnant:
        parts.append(words["pregnant"])
    if parts:
        return "、".join(parts)
    if member.denied_conditions:
        return str(words["none_of_list"])
    if skipped:
        return str(words["not_given"])
    return str(words["healthy"]) if member.healthy else ""


def _policy(policy: Policy) -> str:
    total = fmt.yuan(policy.sum_insured_fen) if policy.sum_insured_fen else ""
    line = policy.product_name or name_of("lines", policy.line)
    return f"{name_of('needs', line) if line == policy.line else line}{total}"


def _fact(field: str, label: str, value: str, owner: Member | Household, inferred: bool) -> Fact:
    return {
        "field": field,
        "label": label,
        "value": value,
        "said": owner.source(field),
        "inferred": inferred,
    }


def _in_words(body: Mapping[str, Any]) -> str:
    lines = [f"{body['title']}："]
    for member in body["members"]:
        facts = "，".join(_fact_words(f) for f in member["facts"]) or "还不了解"
        lines.append(f"· {member['name']}：{facts}")
    if body["household"]:
        lines.append("· 全家：" + "，".join(_fact_words(f) for f in body["household"]))
    lines.append(str(body["hint"]))
    return "\n".join(lines)


def _fact_words(fact: Fact) -> str:
    plain = fact["field"] in ("age", "sex", "insure", "social_insurance", "denied_conditions")
    bare = fact["value"] if plain else f"{fact['label']}{fact['value']}"
    return f"{bare}(推断)" if fact["inferred"] else str(bare)
