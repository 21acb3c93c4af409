"""Reads one message: mentions, people, ages, facts, money, scope; then the document."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.language.age_linking import AgeLinker
from bot.language.detect import detect
from bot.language.draft import HouseholdDraft, MemberDraft, document
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
    mentions = reading.mentions = _of_child(
        text, _speaker_named(text, _old_couple(text, _pair(mentions)))
    )
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


_OLD_COUPLE = ("老两口", "老俩口")
_OUR = re.compile(r"(?:我们|咱们|俺们|我|咱|俺)(?:家|这|就|也|都|就是|是)*$")


def _old_couple(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """老两口 are the parents, or the speaker and 老伴 when they speak of themselves."""
    words = [m.data for m in mentions if m.kind == "person"]
    aged_spouse = any(w.word.startswith("老伴") or w.word.endswith("老伴") for w in words)
    pair = tuple((r, None) for r in ("self", "spouse"))
    first = next((w for w in words if not w.word.endswith(_OLD_COUPLE)), None)
    listed = first is not None and first.form == "self"
    found = []
    for mention in mentions:
        word = mention.data if mention.kind == "person" else None
        if word is not None and word.word.endswith(_OLD_COUPLE):
            own = bool(_OUR.search(text[: mention.start])) or word.word.startswith(
                ("我", "咱", "俺")
            )
            opens = mention.start == 0 and listed
            if aged_spouse or own or opens:
                mention = replace(mention, data=replace(word, targets=pair))
        found.append(mention)
    return tuple(found)


_OWN_ROLE = re.compile(r"(?:孩|娃|宝|儿|女|闺女|他|她)(?:子|宝)?(?:的|他|她)?(?:亲)?[爸妈爹娘]")


def _speaker_named(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """孩子妈妈就是我, 他妈我: a parent of the children who is the speaker."""
    found = list(mentions)
    people = [i for i, m in enumerate(found) if m.kind == "person"]
    for i, j in itertools.pairwise(people):
        role, me = found[i], found[j]
        if me.data.form != "self" or role.data.form != "kin" or len(role.data.targets) != 1:
            continue
        gap = text[role.end : me.start]
        said = text[max(0, role.start - 1) : role.end]
        of_child = role.data.targets[0][0] in ("spouse", "father", "mother") and _OWN_ROLE.search(
            said
        )
        if of_child and gap in ("", "就是", "也就是", "是", "就"):
            sex = role.data.targets[0][1]
            found[i] = replace(role, data=PersonWord("self", sex=sex, word=role.data.word))
    return tuple(found)


_CHILD = PersonWord("kin", (("child", None),), word="孩子")


def _of_child(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """他爷爷68 before anyone is named, and a child later: 他 is the child."""
    people = [m for m in mentions if m.kind == "person"]
    if len(people) < 3 or people[0].data.word not in ("他", "她"):
        return mentions
    first, second = people[0], people[1]
    relation = second.data.targets[0][0] if second.data.targets else ""
    child = any(r in ("son", "daughter", "child") for m in people[2:] for r, _ in m.data.targets)
    if not child or first.end != second.start or relation not in _ELDER_KIN:
        return mentions
    pronouns = {
        a.start
        for a, b in itertools.pairwise(people)
        if a.data.word in ("他", "她") and a.end == b.start and b.data.form == "kin"
    }
    return tuple(replace(m, data=_CHILD) if m.start in pronouns else m for m in mentions)


_ELDER_KIN = ("grandfather", "grandmother", "father", "mother")


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
    r"^(?:一共|总共|其实|应该|现在|我们|我家)*(?:(?:是|有|共)(?P<n>[两俩二三四2-4])个?(?![岁月年万千百点])|(?P<m>[两俩二三四2-4])个(?=[,。;]|$))"
)


def _counted_children(reading: Reading) -> None:
    """孩子是两个: the number follows the word."""
    for reference in reading.references:
        if not reference.members or not all(m.is_child for m in reference.members):
            continue
        match = _CHILD_COUNT.match(reading.text[reference.end :])
        number = parse_number(match["n"] or match["m"]) if match else None
        named = reading.draft.children
        if isinstance(number, int) and len(reference.members) < number == len(named):
            reference.members = list(named)
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
