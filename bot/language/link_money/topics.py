"""A line named first, with each person's answer after it: 惠民保爸妈都续了, 百万医疗我没有."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.clauses import SENTENCE_END, first_clause, last_clause
from bot.language.cues import cues, repeatable
from bot.language.draft import MemberDraft
from bot.language.link_money.state import Money
from bot.language.mentions import Mention
from bot.language.people import Reference

_TOPIC_GAP = re.compile(r"险?[,:\s]?")
_JOINED = re.compile(rf"{cues('scope_joins_persons')}?")
_LEAD = rf"(?:那边)?的?(?:{repeatable('line_gap')})*?"
_HAS = re.compile(rf"{_LEAD}{cues('held_after', 'line_answers')}")
_HAS_TOO = re.compile(rf"(?:那边)?也都?{cues('line_answers', 'held_after')}|的?也(?:有|是|买)")
_HAS_NOT = re.compile(rf"{_LEAD}(?:{cues('lapsed')}|没|不|未|无)")
_EVERYONE_HAS = re.compile(
    rf"险?,?(?:我们)?{cues('everybody')}(?:人)?都?{cues('line_answers', 'held_after')}"
    r"(?=[,。;!?\s]|$)"
)
_ENDS = re.compile(r"的?[,。;!?\s]|$|的$")


@dataclass(frozen=True)
class Answers:
    """Who has the line and whether it is named first, as the topic of the answers."""

    topic: bool = False
    holders: tuple[MemberDraft, ...] = ()


def answers(money: Money, line: Mention) -> Answers:
    """Every person's answer up to the next line or the end of the sentence."""
    if _EVERYONE_HAS.match(money.text, line.end) and _opens(money, line):
        family = [m for m in money.draft.members if m.relation != "other"]
        return Answers(True, tuple(m for m in family if m.facts.get("insure", True)))
    named = _named_after(money, line)
    if not named:
        return Answers()
    direct = _TOPIC_GAP.fullmatch(money.text[line.end : named[0].start]) is not None
    said = [_answer(money, reference) for reference in named]
    for i in reversed(range(len(named) - 1)):
        if _JOINED.fullmatch(money.text[named[i].end : named[i + 1].start]):
            said[i] = said[i + 1]  # 重疾险我和老公都有
    topic = direct and _opens(money, line) and said[0] is not None
    holders: list[MemberDraft] = []
    for reference, answer in zip(named, said, strict=True):
        too = _HAS_TOO.match(first_clause(money.text[reference.end :])) is not None
        if answer and (topic or too):
            holders += [m for m in reference.members if m not in holders]
    return Answers(topic, tuple(holders))


def _opens(money: Money, line: Mention) -> bool:
    """The line is the first word of its clause."""
    return not last_clause(money.text[: line.start]).strip()


def _answer(money: Money, reference: Reference) -> bool | None:
    """爸妈都续了 is a yes, 妈妈买不了 a no."""
    clause = first_clause(money.text[reference.end :])
    held = _HAS.match(clause)
    if held and _ENDS.match(clause, held.end()):
        return True
    return False if _HAS_NOT.match(clause) else None


def _named_after(money: Money, line: Mention) -> list[Reference]:
    """The persons between a line and the next one, in its sentence."""
    kinds = ("line", "social_insurance", "condition", "occupation")
    later = (m.start for m in money.mentions if m.kind in kinds and m.start >= line.end)
    end = next(later, len(money.text))
    stop = SENTENCE_END.search(money.text, line.end, end)
    end = stop.start() if stop else end
    return [r for r in money.references if r.members and line.end <= r.start < end]
