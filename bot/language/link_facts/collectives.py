"""Words for several people at once, right before a fact: 两位都有职工医保, 全家都是农村医保."""

from __future__ import annotations

import re

from bot.language.clauses import SENTENCE_END, last_clause
from bot.language.cues import cues, repeatable
from bot.language.draft import MemberDraft
from bot.language.link_facts.state import Facts

_ELDERS = frozenset(
    {"father", "mother", "father_in_law", "mother_in_law", "grandfather", "grandmother"}
)
_TAIL = rf"(?:{repeatable('collective_adverbs')})*$"
_EVERYONE = re.compile(
    rf"(?:{cues('whole_family_together')}|[我咱]们[三四五六七八九几]个?)(?:的|人)?{_TAIL}"
)
_EXCEPT = re.compile(r"除[了开去]我?$")
_ALL_OPENS = re.compile(rf"{cues('everyone_words')}?{cues('opens_for_all')}")
_OLD = re.compile(rf"{cues('elders_together')}{_TAIL}")
_TWO = re.compile(rf"{cues('two_together')}{_TAIL}")


def collective(facts: Facts, start: int) -> list[MemberDraft]:
    """The people that a word for several of them means; none without such a word."""
    clause = last_clause(facts.text[:start])
    if _TWO.search(clause):
        return _last_two(facts, start)
    if _OLD.search(clause):
        return _elders(facts, start)
    if not clause and _ALL_OPENS.match(_clause_before(facts.text[:start])):
        return _last_two(facts, start)
    if _EVERYONE.search(clause):
        but = _excepted(facts, start)
        return [m for m in facts.draft.members if m.relation != "other" and m not in but]
    return []


def _excepted(facts: Facts, start: int) -> list[MemberDraft]:
    """除了我,全家都是农村医保: not those excepted in the sentence, nor the dead."""
    named = [
        m
        for r in facts.references
        if r.end <= start and _EXCEPT.search(facts.text[: r.start])
        for m in r.members
        if not SENTENCE_END.search(facts.text[r.end : start])
    ]
    return [*named, *(m for m in facts.draft.members if _dead(m))]


def _clause_before(text: str) -> str:
    """都是42 of ...,都是42,公费医疗: the subject goes on."""
    return last_clause(text[:-1])


def _last_two(facts: Facts, start: int) -> list[MemberDraft]:
    """爸爸67，妈妈65，两位都...: the two named last."""
    named = [m for r in facts.persons_before(start) if not r.speaker for m in r.members]
    last = list({id(m): m for m in reversed(named)}.values())[:2]
    return last[::-1] if len(last) == 2 else []


def _elders(facts: Facts, start: int) -> list[MemberDraft]:
    """二老, 两位老人: the elders named before."""
    named = [m for r in facts.persons_before(start) for m in r.members if m.relation in _ELDERS]
    return list({id(m): m for m in named}.values())


def _dead(member: MemberDraft) -> bool:
    return member.facts.get("not_insured_reason") == "deceased"
