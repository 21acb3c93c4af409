"""Merging of what each message said into one household.

The last statement wins; what was only inferred never overrides what was said. People are
matched by relation; children by sex, age and words such as 小的. Merging is pure, and
merging the same thing twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.advisor.household import (
    CHILD_RELATIONS,
    MAX_MEMBERS,
    Condition,
    Household,
    Member,
    Policy,
)


class OperationLike(Protocol):
    """A change that a message asked for (see bot.language.Operation)."""

    @property
    def kind(self) -> str: ...
    @property
    def member(self) -> str | None: ...
    @property
    def relation(self) -> str | None: ...
    @property
    def value(self) -> Any: ...


@dataclass(frozen=True)
class Change:
    """One fact that became known or changed; `member_id` is None for the household."""

    member_id: str | None
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class MergeResult:
    household: Household
    changes: tuple[Change, ...]


_SETTLE = 4
_SINGLE = frozenset(
    {"self", "spouse", "partner", "father", "mother", "father_in_law", "mother_in_law"}
)
_GRANDCHILDREN = frozenset({"grandson", "granddaughter", "grandchild"})
_SIBLINGS = frozenset({"brother", "sister", "sibling"})
_COUPLE = frozenset({"spouse", "partner"})
_FAMILIES = (CHILD_RELATIONS, _GRANDCHILDREN, _SIBLINGS, _COUPLE)
_GENERIC = frozenset({"child", "grandchild", "sibling", "partner"})
_ELDER_WORDS = ("大的", "老大", "大宝", "大娃", "大儿子", "大女儿", "大闺女", "大点的")
_SECOND_WORDS = ("老二", "二宝", "二娃", "二儿子", "二女儿", "二胎")
_YOUNGER_WORDS = ("小的", "小宝", "小娃", "小儿子", "小女儿", "小闺女", "老幺", "老小", "小点的")
_MEMBER_FIELDS = (
    "sex", "age", "healthy", "height_cm", "weight_kg", "pregnant_weeks", "pregnant",
    "occupation", "occupation_class", "social_insurance", "annual_income_fen", "earning",
)  # fmt: skip
_HOUSEHOLD_FIELDS = (
    "members_count", "city", "annual_income_fen", "annual_budget_fen", "budget_share_of_income",
    "monthly_expense_fen", "debts_fen", "assets_fen",
)  # fmt: skip


def merge(old: Household, new: Household, operations: Iterable[OperationLike] = ()) -> MergeResult:
    """The household after a message, and what that message changed."""
    wanted = tuple(operations)
    before = old
    if any(o.kind == "reset" for o in wanted):
        old = Household()
    household = _step(old, new, wanted)
    for _ in range(_SETTLE):
        again = _step(household, new, wanted)
        if again == household:
            break
        household = again
    return MergeResult(household, tuple(_changes(before, household)))


def _step(old: Household, new: Household, wanted: Sequence[OperationLike]) -> Household:
    """One pass: match, merge, remove; repeated until ranks such as 老二 no longer move."""
    members = list(old.members)
    adding = frozenset(o.relation for o in wanted if o.kind == "add")
    for before, after in _matched(members, new.members, adding):
        if before is None:
            if len(members) < MAX_MEMBERS:
                members.append(_renamed(after, members))
        else:
            members[_index(members, before)] = _merged(before, after)
    return _household(old, new, tuple(_without(members, new, wanted)))


def _index(members: Sequence[Member], member: Member) -> int:
    return next(i for i, m in enumerate(members) if m.id == member.id)


# --- matching ----------------------------------------


def _matched(
    old: Sequence[Member], new: Sequence[Member], adding: frozenset[str | None]
) -> list[tuple[Member | None, Member]]:
    """Each new member with the old one it speaks of, in an order that keeps good matches."""
    free = list(old)
    pairs: dict[int, Member | None] = {}
    rounds = (_identical, _same_age, _same_words, _same_kind, _refines, _last_resort)
    for accept in rounds:
        for i, member in enumerate(new):
            if i in pairs:
                continue
            known = accept in (_identical, _same_words, _same_age)
            if _is_added(member, adding) and not known:
                continue
            found = accept(member, free, old)
            if found is not None:
                pairs[i] = found
                free.remove(found)
    return [(pairs.get(i), member) for i, member in enumerate(new)]


def _is_added(member: Member, adding: frozenset[str | None]) -> bool:
    return member.relation in adding and member.relation not in _SINGLE


def _family(relation: str) -> frozenset[str]:
    return next((f for f in _FAMILIES if relation in f), frozenset({relation}))


def _candidates(member: Member, free: Sequence[Member]) -> list[Member]:
    family = _family(member.relation)
    if member.relation in _SINGLE:
        return [m for m in free if m.relation in family]
    return [m for m in free if m.relation in family and m.sex in (None, member.sex or m.sex)]


def _identical(member: Member, free: Sequence[Member], old: Sequence[Member]) -> Member | None:
    """The very same statement again."""
    if member.relation in _SINGLE:
        return None
    return next(
        (m for m in _candidates(member, free) if m.said == member.said and m.age == member.age),
        None,
    )


def _same_words(member: Member, free: Sequence[Member], old: Sequence[Member]) -> Member | None:
    """小的 is the youngest known child, 老大 the first mentioned or eldest."""
    if member.relation not in CHILD_RELATIONS:
        return None
    children = [m for m in old if m.relation in CHILD_RELATIONS]
    if not children:
        return None
    by_age = sorted(children, key=lambda m: -(m.age.min if m.age else -1))
    ranked = by_age if all(m.age for m in children) else children
    fits = {id(m) for m in _candidates(member, free)}
    pick: Member | None = None
    if member.said.startswith(_ELDER_WORDS):
        pick = ranked[0]
    elif member.said.startswith(_SECOND_WORDS) and len(ranked) > 1:
        pick = ranked[1]
    elif member.said.startswith(_YOUNGER_WORDS) and len(ranked) > 1:
        pick = ranked[-1]
    return pick if pick is not None and id(pick) in fits else None


def _same_age(member: Member, free: Sequence[Member], old: Sequence[Member]) -> Member | None:
    if member.age is None:
        return None
    fitting = [m for m in _candidates(member, free) if m.age == member.age]
    exact = [m for m in fitting if m.relation == member.relation]
    return next(iter(exact or fitting), None)


def _same_kind(member: Member, free: Sequence[Member], old: Sequence[Member]) -> Member | None:
    """The same relation; among several the one without an age if this one brings an age."""
    same = [m for m in _candidates(member, free) if m.relation == member.relation]
    if not same:
        return None
    if member.relation in _SINGLE:
        return same[0]
    if member.relation == "other" and member.said and same[0].said:
        named = [m for m in same if m.said == member.said]
        return named[0] if named else None
    if member.age is not None:
        unaged = [m for m in same if m.age is None]
        return (unaged or same)[0]
    return same[0]


def _refines(member: Member, free: Sequence[Member], old: Sequence[Member]) -> Member | None:
    """孩子 becomes 女儿, 女朋友 becomes 老婆; or a general word names the known one."""
    family = _candidates(member, free)
    if member.relation in _GENERIC:
        return family[0] if family else None
    general = [m for m in family if m.relation in _GENERIC]
    if member.age is not None:
        unaged = [m for m in general if m.age is None]
        close = [m for m in general if m.age is not None and _overlap(m, member)]
        return next(iter(close or unaged), None)
    return general[0] if general else None


def _last_resort(member: Member, free: Sequence[Member], old: Sequence[Member]) -> Member | None:
    """One general child on both sides is the same child, whatever the ages say."""
    general = [m for m in _candidates(member, free) if m.relation in _GENERIC]
    children = [m for m in old if m.relation in _family(member.relation)]
    return general[0] if len(general) == 1 and len(children) == 1 else None


def _overlap(a: Member, b: Member) -> bool:
    return (
        a.age is not None
        and b.age is not None
        and max(a.age.min, b.age.min) <= min(a.age.max, b.age.max) + 1
    )


def _renamed(member: Member, members: Sequence[Member]) -> Member:
    taken = {m.id for m in members}
    if member.relation in _SINGLE and member.relation not in taken:
        return replace(member, id=member.relation)
    base = _base(member.relation)
    number = 1
    while f"{base}_{number}" in taken:
        number += 1
    return replace(member, id=f"{base}_{number}")


def _base(relation: str) -> str:
    if relation in CHILD_RELATIONS:
        return "child"
    return "grandchild" if relation in _GRANDCHILDREN else relation


# --- one member ----------------------------------------


def _merged(old: Member, new: Member) -> Member:
    values: dict[str, Any] = {}
    sources = dict(old.sources)
    for name in _MEMBER_FIELDS:
        value = getattr(new, name)
        if value is None or (_guessed(new, name) and not _replaceable(old, name)):
            continue
        values[name] = value
        if new.source(name):
            sources[name] = new.source(name)
    said = {name for name in values if name not in new.inferred}
    relation = _relation(old, new)
    conditions = _conditions(old, new)
    return replace(
        old,
        **values,
        relation=relation,
        conditions=conditions,
        denied_conditions=_denied(old, new, conditions),
        policies=_policies(old.policies, new.policies),
        insure=old.insure and new.insure,
        not_insured_reason=new.not_insured_reason or old.not_insured_reason,
        said=old.said or new.said,
        sources=tuple(sorted({**dict(new.sources), **sources}.items())),
        inferred=_inferred(old, new, said),
        conflicts=_conflicts(old, new, said),
    )


def _guessed(member: Member, name: str) -> bool:
    return name in member.inferred


def _replaceable(old: Member, name: str) -> bool:
    return getattr(old, name) is None or name in old.inferred


def _relation(old: Member, new: Member) -> str:
    if old.relation in _GENERIC and new.relation not in _GENERIC:
        return new.relation
    return old.relation


def _inferred(old: Member, new: Member, said: set[str]) -> tuple[str, ...]:
    kept = [n for n in old.inferred if n not in said]
    added = [
        n
        for n in new.inferred
        if n not in kept and (n in old.inferred or _replaceable_name(old, n))
    ]
    return tuple(kept + added)


def _replaceable_name(old: Member, name: str) -> bool:
    return name != "relation" and getattr(old, name, None) is None


def _conflicts(old: Member, new: Member, said: set[str]) -> tuple[str, ...]:
    kept = [n for n in old.conflicts if n not in said]
    return tuple(dict.fromkeys([*kept, *new.conflicts]))


def _conditions(old: Member, new: Member) -> tuple[Condition, ...]:
    found = {c.code: c for c in old.conditions if c.code not in new.denied_conditions}
    for condition in new.conditions:
        before = found.get(condition.code)
        found[condition.code] = condition if before is None else _condition(before, condition)
    return tuple(found.values())


def _condition(old: Condition, new: Condition) -> Condition:
    attributes = {**dict(old.attributes), **dict(new.attributes)}
    return replace(
        new,
        grade=new.grade if new.grade is not None else old.grade,
        attributes=tuple(sorted(attributes.items())),
        said=new.said or old.said,
        inferred=old.inferred and new.inferred,
    )


def _denied(old: Member, new: Member, conditions: Sequence[Condition]) -> tuple[str, ...]:
    present = {c.code for c in conditions}
    both = dict.fromkeys([*old.denied_conditions, *new.denied_conditions])
    return tuple(code for code in both if code not in present)


def _policies(old: Sequence[Policy], new: Sequence[Policy]) -> tuple[Policy, ...]:
    found = {p.line: p for p in old}
    for policy in new:
        before = found.get(policy.line)
        found[policy.line] = policy if before is None else _policy(before, policy)
    return tuple(found.values())


def _policy(old: Policy, new: Policy) -> Policy:
    return Policy(
        line=new.line,
        sum_insured_fen=_first(new.sum_insured_fen, old.sum_insured_fen),
        annual_premium_fen=_first(new.annual_premium_fen, old.annual_premium_fen),
        product_name=new.product_name or old.product_name,
        renewal_date=new.renewal_date or old.renewal_date,
        said=new.said or old.said,
    )


def _first(a: int | None, b: int | None) -> int | None:
    return b if a is None else a


# --- operations and the household ----------------------------------------


def _without(
    members: Sequence[Member], new: Household, operations: Sequence[OperationLike]
) -> list[Member]:
    """Carry out removals and additions that were asked for."""
    kept = list(members)
    for operation in operations:
        if operation.kind not in ("remove_member", "include_member"):
            continue
        for member in _targets(kept, operation):
            position = kept.index(member)
            if operation.kind == "include_member":
                kept[position] = replace(member, insure=True, not_insured_reason=None)
            elif operation.value == "drop":
                kept.remove(member)
            else:
                kept[position] = replace(member, insure=False, not_insured_reason="excluded")
    return kept


def _targets(members: Sequence[Member], operation: OperationLike) -> list[Member]:
    """The members an operation names; by relation first, for ids differ between messages."""
    relation = operation.relation or ""
    family = _family(relation)
    same = [m for m in members if m.relation == relation]
    if relation in _GENERIC:
        same = [m for m in members if m.relation in family]
    by_id = [m for m in same if m.id == operation.member]
    if len(same) > 1 and by_id and relation not in _GENERIC:
        return by_id
    return same


def _household(old: Household, new: Household, members: tuple[Member, ...]) -> Household:
    values: dict[str, Any] = {"members": members}
    sources = dict(old.sources)
    for name in _HOUSEHOLD_FIELDS:
        value = getattr(new, name)
        if value is None or (name in new.inferred and getattr(old, name) is not None):
            continue
        values[name] = value
        if new.source(name):
            sources[name] = new.source(name)
    said = {n for n in values if n not in new.inferred}
    inferred = [n for n in old.inferred if n not in said]
    inferred += [n for n in new.inferred if n not in inferred and n in values]
    return replace(old, **values, sources=tuple(sorted(sources.items())), inferred=tuple(inferred))


# --- changes ----------------------------------------


def _changes(old: Household, new: Household) -> Iterable[Change]:
    for name in _HOUSEHOLD_FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(None, name, before, after)
    for member in new.members:
        previous = old.member(member.id)
        if previous is None:
            yield Change(member.id, "member", None, member.relation)
        yield from _member_changes(previous, member)
    for member in old.members:
        if new.member(member.id) is None:
            yield Change(member.id, "member", member.relation, None)


def _member_changes(before: Member | None, after: Member) -> Iterable[Change]:
    for name in (*_MEMBER_FIELDS, "relation", "conditions", "denied_conditions", "policies"):
        old = getattr(before, name) if before is not None else _absent(name, after)
        value = getattr(after, name)
        if old != value:
            yield Change(after.id, name, old, value)
    insured = before.insure if before is not None else True
    if insured != after.insure:
        yield Change(after.id, "insure", insured, after.insure)


def _absent(name: str, after: Member) -> Any:
    if name == "relation":
        return after.relation
    return () if name in ("conditions", "denied_conditions", "policies") else None
