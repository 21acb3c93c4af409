"""Reads one message: mentions, people, ages, facts, money, scope; then the document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.language.detect import detect
from bot.language.draft import HouseholdDraft, MemberDraft, document
from bot.language.link_ages import AgeLinker
from bot.language.link_facts import FactLinker
from bot.language.link_money import MoneyLinker
from bot.language.link_scope import ScopeLinker
from bot.language.mentions import Mention, PersonWord
from bot.language.normalise import Normalised
from bot.language.numerals import parse_number
from bot.language.people import People, Reference


@dataclass
class Reading:
    """The state of reading one message; `document` is made by `finish`."""

    normalised: Normalised
    as_of: date
    mentions: tuple[Mention, ...] = ()
    draft: HouseholdDraft = field(default_factory=HouseholdDraft)
    references: list[Reference] = field(default_factory=list)
    people: People | None = None
    ages: AgeLinker | None = None
    facts: FactLinker | None = None
    money: MoneyLinker | None = None
    scope: ScopeLinker | None = None
    document: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.normalised.text


def find_mentions(reading: Reading) -> Reading:
    """First step: what is named."""
    reading.mentions = detect(reading.text, reading.as_of)
    return reading


def link(reading: Reading) -> Reading:
    """Second step: whose it is."""
    text, draft, mentions = reading.text, reading.draft, reading.mentions
    reading.people = People(text, draft)
    mentions = reading.mentions = _pair(mentions)
    reading.references = reading.people.read(mentions)
    _plain_facts(reading)
    _counted_children(reading)
    _couples(reading)
    reading.ages = AgeLinker(text, draft, reading.references, mentions, reading.as_of)
    reading.ages.read()
    reading.facts = FactLinker(text, reading.normalised, draft, reading.references, mentions)
    reading.facts.read()
    reading.money = MoneyLinker(
        text, reading.normalised, draft, reading.references, mentions, reading.facts.owners
    )
    reading.money.read()
    reading.scope = ScopeLinker(
        text, reading.normalised, draft, reading.references, reading.facts.owners
    )
    reading.scope.read()
    _sexes(reading)
    _works(reading)
    _quote(reading)
    _prune(reading)
    reading.document = document(draft)
    return reading


def _pair(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """92年男、93年女: in a bare list the first is the speaker, the other the spouse."""
    sexes = [m for m in mentions if m.kind == "sex"]
    named = {r for m in mentions if m.kind == "person" for r, _ in m.data.targets}
    if len(sexes) != 2 or sexes[0].data == sexes[1].data or "spouse" in named:
        return mentions
    if any(m.kind == "person" and m.data.form == "self" for m in mentions):
        return mentions
    roles = {sexes[0].start: "self", sexes[1].start: "spouse"}
    return tuple(
        replace(m, kind="person", data=PersonWord("kin", ((roles[m.start], m.data),), word=m.data))
        if m.start in roles and m.kind == "sex"
        else m
        for m in mentions
    )


def _plain_facts(reading: Reading) -> None:
    for mention in reading.mentions:
        if mention.kind == "count":
            reading.draft.facts["members_count"] = mention.data
            reading.draft.sources["members_count"] = reading.normalised.said(
                mention.start, mention.end
            )
        elif mention.kind == "city" and "city" not in reading.draft.facts:
            reading.draft.facts["city"] = mention.data
            reading.draft.sources["city"] = reading.normalised.said(mention.start, mention.end)


_CHILD_COUNT = re.compile(
    r"^(?:一共|总共|其实|应该|现在|我们|我家)*(?:是|有|共)(?P<n>[两俩二三四2-4])个?(?![岁月年万千百点])"
)


def _counted_children(reading: Reading) -> None:
    """孩子是两个: the number follows the word."""
    for reference in reading.references:
        if not reference.members or not all(m.is_child for m in reference.members):
            continue
        match = _CHILD_COUNT.match(reading.text[reference.end :])
        number = parse_number(match["n"]) if match else None
        while isinstance(number, int) and len(reference.members) < number:
            first = reference.members[0]
            reference.members = [*reference.members, reading.draft.add(first.relation, first.sex)]


_COUPLE = re.compile(r"丁克|刚领证|新婚|刚结婚|二人世界|准备要孩子|备孕")


def _couples(reading: Reading) -> None:
    """丁克 and the newly wed are two, though nobody was named."""
    if (
        _COUPLE.search(reading.text)
        and not any(m.relation in ("spouse", "partner") for m in reading.draft.members)
        and not any(m.relation not in ("self",) for m in reading.draft.members)
    ):
        reading.draft.get("self").listed = True
        reading.draft.get("spouse")


def _sexes(reading: Reading) -> None:
    draft = reading.draft
    _said_sexes(reading)
    me = draft.self
    spouse = draft.find("spouse") or draft.find("partner")
    guess = reading.people.sex_of_self if reading.people else None
    if guess is None and spouse is not None and spouse.relation == "spouse" and spouse.sex:
        guess = "female" if spouse.sex == "male" else "male"
    if (
        guess
        and me is None
        and any(m.relation in ("spouse", "father_in_law", "mother_in_law") for m in draft.members)
    ):
        me = draft.get("self")
    if me is not None and me.sex is None and guess:
        me.sex = guess
        me.guess("sex")
    if (
        me is not None
        and spouse is not None
        and me.sex
        and spouse.sex is None
        and spouse.relation == "spouse"
    ):
        spouse.sex = "female" if me.sex == "male" else "male"
        spouse.guess("sex")


def _said_sexes(reading: Reading) -> None:
    """我32男, 27，女: a sex word belongs to the person before it, else to the speaker."""
    couple: list[tuple[Mention, MemberDraft]] = []
    for mention in reading.mentions:
        if mention.kind != "sex":
            continue
        before = [
            r for r in reading.references if r.end <= mention.start and r.members and not r.speaker
        ]
        gap = reading.text[before[-1].end : mention.start] if before else ""
        member: MemberDraft
        if (
            before
            and len(before[-1].members) == 1
            and len(gap) <= 12
            and before[-1].members[0].sex is None
        ):
            member = before[-1].members[0]
        elif before and len(gap) <= 3:
            continue
        else:
            member = reading.draft.get("self")
        if member.sex is None or "sex" in member.inferred:
            member.sex = mention.data
            member.sure("sex")
            if member.relation == "child":
                member.relation = "son" if mention.data == "male" else "daughter"
        couple.append((mention, member))


_BOTH_WORK = re.compile(r"(?:都|也都|双方都?|两个都)(?:在)?(?:上班|工作|有工作|挣钱|上着班)")


def _works(reading: Reading) -> None:
    for match in _BOTH_WORK.finditer(reading.text):
        if reading.facts is None:
            return
        for member in reading.facts.owners(match.start() + 1, match.end(), adult=True):
            member.facts.setdefault("earning", True)


def _quote(reading: Reading) -> None:
    """Every member keeps the customer's words: the mention, with the age beside it."""
    for reference in reading.references:
        for member in reference.members:
            start, end = reference.start, reference.end
            span = member.facts.get("_age_span")
            if span and abs(span[0] - end) <= 6:
                start, end = min(start, span[0]), max(end, span[1])
            if not member.said:
                member.said = reading.normalised.said(start, end)
    for member in reading.draft.members:
        span = member.facts.pop("_age_span", None)
        member.facts.pop("_word", None)
        if span and member.age is not None:
            member.sources["age"] = reading.normalised.said(*span)
            member.said = member.said or member.sources["age"]


def _prune(reading: Reading) -> None:
    """The speaker stands in the document only if something is said of them."""
    me = reading.draft.self
    if me is None or not me.empty or me.listed:
        return
    if not _listed(reading):
        reading.draft.members.remove(me)


def _listed(reading: Reading) -> bool:
    """我、老婆、丈母娘: the speaker is one of a list, or asks for themselves."""
    text = reading.text
    for i, reference in enumerate(reading.references):
        if reference.word.form not in ("self",) and not any(
            m.relation == "self" for m in reference.members
        ):
            continue
        if reference.word.form == "kin":
            return True
        around = reading.references[i - 1 : i] + reading.references[i + 1 : i + 2]
        for other in around:
            left, right = sorted((reference, other), key=lambda r: r.start)
            gap = text[left.end : right.start]
            if (
                other.members
                and re.match(r"^(?:\s|、|,|和|跟|与|还有|及|/|\+)+$", gap)
                and not reference.speaker
            ):
                return True
        before = text[max(0, reference.start - 3) : reference.start]
        if re.search(r"(?:给|为|帮|替|和|跟|与)$", before) and not re.match(
            r"^(?:[\d一二三四五六七八九十]+(?:个月|岁|周岁)|说|推荐|看|介绍|讲|算|配|选|打|做|问|一个|个|解释|发|出|来|整|弄|规划|参谋|分析|安排|列|们)",
            text[reference.end :],
        ):
            return True
        if reference.word.word in ("自己", "我自己", "本人"):
            return True
    return False
