"""Spreads an answer over the members asked about: 都有居民医保; 大人职工, 孩子和老人居民.

Only with an open question, which says who the answer can be about. A clause counts for whom it
names, by relation or as a group; one that names nobody counts for everybody asked about, and
其他 for the rest. 有 alone says that there is one, not which: 居民 is then marked as inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.language.cues import alternation, cues
from bot.language.expected.answer import Document, base_of, relation_of
from bot.language.expected.social_insurance import SOME, kind_of_clause
from bot.language.lexicon import load_table
from bot.language.normalise import Normalised
from bot.language.types import Expectation

Named = tuple[int, int, tuple[str, ...]]  # start, end in the normalised text; member ids
Owners = dict[str, tuple[str, str]]  # member id -> kind of insurance and the words that say so

_BREAK = re.compile(r"[,;。.!！；，、\s]+|但是?|不过|只有")
_KEY = "social_insurance"
_TOPIC = re.compile(alternation(load_table(_KEY)["topic"]))
_CHILDREN = frozenset({"son", "daughter", "child", "grandson", "granddaughter", "grandchild"})
_ADULTS = frozenset({"self", "spouse", "partner"})
_GROUPS = {
    "adults": re.compile(cues("answer_adults")),
    "children": re.compile(cues("answer_children")),
    "elders": re.compile(cues("answer_elders")),
    "rest": re.compile(cues("answer_rest")),
}
_UNSAID = "resident"
_NONE = "none"
_EXCEPT = re.compile(r"除[了开去]?")
_ONLY_NAMED = frozenset({"id", "relation", "sex", "said", "sources"})
_MONEY_QUESTIONS = ("household_income", "budget")


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    text: str

    @property
    def groups(self) -> set[str]:
        """The parts of the family that are named as such: 大人, 孩子, 老人, 其他."""
        return {name for name, pattern in _GROUPS.items() if pattern.search(self.text)}


def spread_social_insurance(
    text: Normalised, expecting: Expectation, document: Document, named: Iterable[Named]
) -> None:
    """Give the social insurance of each clause to whom it counts for, in place."""
    if len(expecting.members) < 2 or not _about_social_insurance(text, expecting):
        return
    owners = _owners(text, expecting.members, tuple(named))
    if owners:
        _withdraw(document, owners)
        _write(expecting, document, owners)


def _about_social_insurance(text: Normalised, expecting: Expectation) -> bool:
    """It was asked for, or is told along with an amount of money."""
    told_along = expecting.kind in _MONEY_QUESTIONS and _TOPIC.search(text.text)
    return expecting.kind == _KEY or bool(told_along)


def _owners(text: Normalised, asked: tuple[str, ...], named: tuple[Named, ...]) -> Owners:
    owners: Owners = {}
    waiting: list[str] = []
    for clause in _clauses(text.text, named):
        here = _named_in(clause, named, asked)
        kind = kind_of_clause(clause.text)
        if kind is None:
            waiting += here  # 孩子、老人都是居民: the kind stands in a later clause
            continue
        if _EXCEPT.match(clause.text) and here:
            owners.update({m: (_NONE, text.said(clause.start, clause.end)) for m in here})
            here = [m for m in asked if m not in owners]
        if "rest" in clause.groups:
            here += [m for m in asked if m not in owners]
        for member in (here + waiting) or _everybody(asked, owners):
            owners[member] = (kind, text.said(clause.start, clause.end))
        waiting = []
    return owners


def _everybody(asked: tuple[str, ...], owners: Owners) -> list[str]:
    """都有，职工的: all, or those of whom the kind is still unclear."""
    unclear = [member for member, (kind, _) in owners.items() if kind == SOME]
    return unclear if owners else list(asked)


def _clauses(text: str, named: tuple[Named, ...]) -> Iterator[_Clause]:
    """The clauses; 我爸有我妈没有 are two, for the first is complete where 我妈 begins."""
    start = 0
    breaks = [match.span() for match in _BREAK.finditer(text)]
    people = [((text[:s].endswith("我") and s - 1) or s,) * 2 for s, _, _ in named]
    for left, right in sorted({*breaks, *people, (len(text), len(text))}):
        clause = _Clause(start, left, text[start:left])
        if left == right < len(text) and not _complete(clause, named):
            continue
        if left > start:
            yield clause
        start = max(start, right)


def _complete(clause: _Clause, named: tuple[Named, ...]) -> bool:
    """Whether a clause names somebody and tells a kind."""
    names = any(clause.start <= s and e <= clause.end for s, e, _ in named)
    return names and kind_of_clause(clause.text) is not None


def _named_in(clause: _Clause, named: tuple[Named, ...], asked: tuple[str, ...]) -> list[str]:
    """Those asked about whom a clause names, by relation or as a part of the family."""
    ids = [
        member
        for start, end, members in named
        if clause.start <= start and end <= clause.end
        for member in members
    ]
    groups = clause.groups
    of_groups = [m for m in asked if _group(m) in groups]
    return [m for m in dict.fromkeys([*ids, *of_groups]) if m in asked]


def _group(member_id: str) -> str:
    kind = base_of(member_id)
    return "adults" if kind in _ADULTS else "children" if kind in _CHILDREN else "elders"


def _withdraw(document: Document, owners: Owners) -> None:
    """Take back what was put on the speaker for want of an owner, and who is then empty."""
    for member in list(document["members"]):
        member.pop(_KEY, None)
        member.get("sources", {}).pop(_KEY, None)
        marks = [m for m in member.pop("inferred", ()) if m != _KEY]
        if marks:
            member["inferred"] = marks
        if not set(member) - _ONLY_NAMED and member["id"] not in owners:
            document["members"].remove(member)


def _write(expecting: Expectation, document: Document, owners: Owners) -> None:
    known = {member["id"]: member for member in document["members"]}
    for member_id, (kind, said) in owners.items():
        member = known.get(member_id)
        if member is None:
            relation = relation_of(expecting, expecting.members.index(member_id))
            member = {"id": member_id, "relation": relation}
            document["members"].append(member)
        member[_KEY] = _UNSAID if kind == SOME else kind
        member.setdefault("sources", {})[_KEY] = said
        if kind == SOME:
            member["inferred"] = [*member.get("inferred", ()), _KEY]
