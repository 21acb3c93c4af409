"""Whose fact it is: ordered rules, of which the first that knows the owner decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.language.clauses import CLAUSE_END, SENTENCE_END, last_clause
from bot.language.cues import cues, repeatable
from bot.language.draft import MemberDraft
from bot.language.generations import generation
from bot.language.link_facts.collectives import collective
from bot.language.link_facts.state import Facts
from bot.language.passing import is_cared_for
from bot.language.people import Reference

_ALL = re.compile(cues("all_of_them"))
_EVERY = re.compile("[都均]")
_AND = re.compile(cues("joins_persons"))
_ATTRIBUTIVE = re.compile(rf"{cues('attributive')}我?\s?")
_JOINED = re.compile(rf"(?:{repeatable('between_persons')}|\s|\d|[一二三四五六七八九十])+")
_BOTH = re.compile(rf"{cues('both_people')}")
_EVERYONE = re.compile(rf"[,\s]{cues('everyone_words')}?{cues('everyone_adverbs')}[^,]*$")


@dataclass(frozen=True)
class Spot:
    """A place that needs an owner; `adult`: a fact that children do not have."""

    facts: Facts
    start: int
    end: int
    adult: bool = False

    @property
    def near(self) -> list[Reference]:
        """Members named before the spot, the speaker's 我 aside."""
        found = self.facts.persons_before(self.start)
        each = [
            r for r in found if r.word.word == "自己" and self.facts.text[r.start - 1] in "都各"
        ]
        named = [r for r in found if not r.household and not r.speaker and r not in each]
        return self._subjects(named)

    def _subjects(self, named: list[Reference]) -> list[Reference]:
        """婆婆来带孩子，血压高: whoever is looked after is not whom the sentence is about."""
        text = self.facts.text
        beside = [r for r in named if r.members and is_cared_for(text, r.start)]
        others = [r for r in named if r not in beside]
        if not beside or not others or others[-1].start > beside[-1].start:
            return named
        since = text[others[-1].end : beside[-1].start]
        return named if SENTENCE_END.search(since) else others

    @property
    def following(self) -> list[Reference]:
        return [r for r in self.facts.references if r.start >= self.end]

    def gap_to(self, reference: Reference) -> str:
        return self.facts.text[self.end : reference.start]

    def gap_from(self, reference: Reference) -> str:
        """The words since a reference; 都 may be part of the fact: 女儿58女婿60[都退休]."""
        lead = _EVERY.match(self.facts.text, self.start, self.end)
        return self.facts.text[reference.end : lead.end() if lead else self.start]


def owners_of(facts: Facts, start: int, end: int, *, adult: bool = False) -> list[MemberDraft]:
    """Whose fact stands between two places of the text."""
    spot = Spot(facts, start, end, adult)
    for rule in OWNER_RULES:
        owners = rule(spot)
        if owners:
            return owners
    return [facts.draft.get("self")]


def _unknown(spot: Spot) -> list[MemberDraft]:
    """他现在开网约车了, with nobody named: somebody, but surely not the speaker."""
    before = [r for r in spot.facts.references if r.end <= spot.start]
    if not before or before[-1].word.word not in ("他", "她") or before[-1].members:
        return []
    return [] if CLAUSE_END.search(spot.gap_from(before[-1])) else [MemberDraft("other")]


def _together(spot: Spot) -> list[MemberDraft]:
    """两位都有职工医保: a word for several people stands right before the fact."""
    members = collective(spot.facts, spot.start)
    grown = [m for m in members if not m.is_child]
    return grown if spot.adult and grown else members


def _attributed(spot: Spot) -> list[MemberDraft]:
    """有高血压的我妈: the person follows 的."""
    close = [r for r in spot.following if len(spot.gap_to(r)) <= 4]
    if not close or close[0].word.form == "self":
        return []
    if spot.adult and close[0].members and all(m.is_minor for m in close[0].members):
        return []  # 我男人跑货运的两个崽
    return close[0].members if _ATTRIBUTIVE.fullmatch(spot.gap_to(close[0])) else []


def _speaker_alone(spot: Spot) -> list[MemberDraft]:
    """我想买，有点高血压: the speaker owns a fact only in a message about nobody else."""
    persons = spot.facts.persons_before(spot.start)
    named = [r for r in persons if not r.household]
    return list(named[-1].members) if named and all(r.speaker for r in persons) else []


def _named_before(spot: Spot) -> list[MemberDraft]:
    """我妈有高血压: the person last named, with those who share the fact."""
    near = spot.near
    if not near:
        return []
    members = _sharing(spot, near)
    if not spot.adult or not all(m.is_minor for m in members):
        return members
    adults = [r for r in near if not all(m.is_minor for m in r.members)]
    return list(adults[-1].members) if adults else [spot.facts.draft.get("self")]


def _both_ahead(spot: Spot) -> list[MemberDraft]:
    """俩人都是三高，爸70妈68: the two who are named only afterwards."""
    start = spot.start
    clause = last_clause(spot.facts.text[:start])
    named = [r for r in spot.facts.persons_before(start) if not r.household]
    if named or not _BOTH.match(clause):
        return []
    ahead = [m for r in spot.following[:2] for m in r.members if not r.speaker]
    return ahead if len(ahead) == 2 and all(m.relation != "self" for m in ahead) else []


def _named_after(spot: Spot) -> list[MemberDraft]:
    """有高血压 我妈: nobody before, and somebody later in the clause."""
    following = [r for r in spot.following if r.members]
    if not following:
        return []
    gap = spot.gap_to(following[0])
    return [] if CLAUSE_END.search(gap) or " " in gap else following[0].members


OWNER_RULES: tuple[Callable[[Spot], list[MemberDraft]], ...] = (
    _unknown,
    _together,
    _attributed,
    _both_ahead,
    _speaker_alone,
    _named_before,
    _named_after,
)


def _sharing(spot: Spot, near: Sequence[Reference]) -> list[MemberDraft]:
    """爸65，妈63，都有高血压: the persons joined to the last one share its fact."""
    reference = near[-1]
    gap = spot.gap_from(reference)
    members = list(reference.members)
    shared = _ALL.search(gap) or _one_subject(spot, gap, near)
    if len(members) > 1 or not shared:
        return members
    everyone = _EVERYONE.search(gap) is not None
    for other in reversed(near[:-1]):
        joined = spot.facts.text[other.end : reference.start]
        if (
            not _JOINED.fullmatch(joined)
            and joined
            and (not everyone or SENTENCE_END.search(joined))
        ):
            break
        members = [*other.members, *members]
        reference = other
    return list({id(m): m for m in members}.values())


def _side_by_side(one: Reference, other: Reference) -> bool:
    """大宝二宝居民医保: two of one generation with nothing between them."""
    close = one.end == other.start and one.members and len(other.members) == 1
    return bool(close) and generation(one.members[-1]) == generation(other.members[0])


def _one_subject(spot: Spot, gap: str, near: Sequence[Reference]) -> bool:
    """我和老公没什么大毛病: two persons joined by 和 are one subject."""
    others = [r for r in near if r.end <= near[-1].start]
    if not others or "," in gap or len(gap) > 8:
        return False
    if _side_by_side(others[-1], near[-1]):
        return True
    return _AND.fullmatch(spot.facts.text[others[-1].end : near[-1].start]) is not None
