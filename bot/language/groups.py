"""Spreads an answer over the members asked about: 都有居民医保; 大人职工, 孩子和老人居民.

Only with an open question, which says who the answer can be about. A clause counts for whom it
names, by relation or as a group; one that names nobody counts for everybody asked about, and
其他 for the rest. 有 alone says that there is one, not which: 居民 is then marked as inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.language.normalise import Normalised
from bot.language.types import Expectation

Document = dict[str, Any]
Named = tuple[int, int, tuple[str, ...]]  # start, end in the normalised text; member ids

_BREAK = re.compile(r"[,;。.!！；，、\s]+|但是?|不过|只有")
_CHILDREN = frozenset({"son", "daughter", "child", "grandson", "granddaughter", "grandchild"})
_ADULTS = frozenset({"self", "spouse", "partner"})
_GROUPS = (
    ("adults", re.compile(r"大人|夫妻|两口子|我们?俩|俩大人")),
    ("children", re.compile(r"孩子|小孩|娃|宝宝|小朋友")),
    ("elders", re.compile(r"老人|长辈|老的")),
    ("rest", re.compile(r"其他|其余|剩下|别的|别人")),
)
_KINDS = (
    (
        "none",
        re.compile(r"(?:没|无)(?:有|交|买|上|参加)?(?:任何)?(?:医|社)?保|没有|没交|没买|断了"),
    ),
    ("employee", re.compile(r"职工|单位|公司|五险|公费|企业|在职|灵活就业")),
    ("rural", re.compile(r"新农合|农合|农村|合作医疗|农保")),
    ("resident", re.compile(r"居民|城乡|城居|少儿医保|学生医保|一老一小")),
    ("some", re.compile(r"有(?:基本)?(?:医|社)?保?|交了|参保|上了")),
)
_UNSAID = "resident"


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    text: str

    @property
    def kind(self) -> str | None:
        return next((kind for kind, pattern in _KINDS if pattern.search(self.text)), None)

    @property
    def groups(self) -> set[str]:
        return {name for name, pattern in _GROUPS if pattern.search(self.text)}


def spread_social_insurance(
    text: Normalised, expecting: Expectation, document: Document, named: Iterable[Named]
) -> None:
    """Give the social insurance of each clause to whom it counts for, in place."""
    asked = expecting.members
    if len(asked) < 2 or expecting.kind not in ("social_insurance", "household_income", "budget"):
        return
    if expecting.kind != "social_insurance" and not re.search(
        r"医保|社保|农合|职工|居民", text.text
    ):
        return
    owners = _owners(text, asked, tuple(named))
    if owners:
        _write(expecting, document, owners)


def _owners(
    text: Normalised, asked: tuple[str, ...], named: tuple[Named, ...]
) -> dict[str, tuple[str, str]]:
    """Member id -> kind of social insurance and the words that say so."""
    owners: dict[str, tuple[str, str]] = {}
    waiting: list[str] = []
    for clause in _clauses(text.text):
        here = _named_in(clause, named, asked)
        rest = "rest" in clause.groups
        if clause.kind is None:
            waiting += here  # 孩子、老人都是居民: the kind stands in a later clause
            continue
        if rest:
            here += [m for m in asked if m not in owners]
        # 都有，职工的: a later clause says which kind it is.
        unclear = [m for m, (kind, _) in owners.items() if kind == "some"]
        everybody = unclear if owners else list(asked)
        for member in (here + waiting) or everybody:
            owners[member] = (clause.kind, text.said(clause.start, clause.end))
        waiting = []
    return owners


def _clauses(text: str) -> Iterator[_Clause]:
    start = 0
    for match in _BREAK.finditer(text):
        if match.start() > start:
            yield _Clause(start, match.start(), text[start : match.start()])
        start = match.end()
    if start < len(text):
        yield _Clause(start, len(text), text[start:])


def _named_in(clause: _Clause, named: tuple[Named, ...], asked: tuple[str, ...]) -> list[str]:
    ids = [
        member
        for start, end, members in named
        if clause.start <= start and end <= clause.end
        for member in members
    ]
    kinds = {member: _group(member) for member in asked}
    of_groups = [m for m in asked if kinds[m] in clause.groups]
    return [m for m in dict.fromkeys([*ids, *of_groups]) if m in asked]


def _group(member_id: str) -> str:
    kind = re.sub(r"_\d+$", "", member_id)
    return "adults" if kind in _ADULTS else "children" if kind in _CHILDREN else "elders"


def _write(expecting: Expectation, document: Document, owners: dict[str, tuple[str, str]]) -> None:
    """Replace what the linker put on the speaker for want of an owner."""
    for member in list(document["members"]):
        member.pop("social_insurance", None)
        member.get("sources", {}).pop("social_insurance", None)
        marks = [m for m in member.get("inferred", ()) if m != "social_insurance"]
        member.pop("inferred", None)
        if marks:
            member["inferred"] = marks
        if not set(member) - {"id", "relation", "sex", "said", "sources"} and (
            member["id"] not in owners
        ):
            document["members"].remove(member)
    known = {member["id"]: member for member in document["members"]}
    for member_id, (kind, said) in owners.items():
        member = known.get(member_id)
        if member is None:
            member = {"id": member_id, "relation": _relation(expecting, member_id)}
            document["members"].append(member)
        member["social_insurance"] = _UNSAID if kind == "some" else kind
        member.setdefault("sources", {})["social_insurance"] = said
        if kind == "some":
            member["inferred"] = [*member.get("inferred", ()), "social_insurance"]


def _relation(expecting: Expectation, member_id: str) -> str:
    position = expecting.members.index(member_id)
    if position < len(expecting.relations):
        return expecting.relations[position]
    return re.sub(r"_\d+$", "", member_id)
