"""A condition named first, with each person's answer after it: 高血压我妈没有，是我爸有."""

from __future__ import annotations

import re

from bot.language.clauses import CLAUSE_END, SENTENCE_END
from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_facts.records import codes_of, deny, record_mention
from bot.language.link_facts.state import Facts
from bot.language.mentions import Mention
from bot.language.people import Reference

_ANSWER = re.compile(
    rf"{cues('answer_adverbs')}*(?P<answer>{cues('answer_words')})(?={cues('answer_ends')}|$)"
)
_TOPIC_GAP = re.compile(rf"{cues('topic_pronouns')}?[,\s]?")


def is_topic(facts: Facts, mention: Mention) -> bool:
    """Whether a person's answer follows the condition, and no person owns it from before."""
    behind = facts.persons_before(mention.start)
    if behind and not CLAUSE_END.search(facts.text[behind[-1].end : mention.start]):
        return False
    ahead = [r for r in facts.references if r.start >= mention.end and r.members]
    if not ahead or not _TOPIC_GAP.fullmatch(facts.text[mention.end : ahead[0].start]):
        return False
    return _ANSWER.match(facts.text[ahead[0].end :]) is not None


def read_topics(facts: Facts) -> None:
    """Every answer of a person is about the condition named last."""
    for reference in facts.references:
        answer = _ANSWER.match(facts.text[reference.end :])
        topic = _topic_of(facts, reference)
        if not reference.members or answer is None or topic is None:
            continue
        no = answer["answer"] != "有"
        for member in reference.members:
            for code in codes_of(topic):
                _answer(facts, member, code, topic, no)


def _topic_of(facts: Facts, reference: Reference) -> Mention | None:
    end = reference.end
    topics = [m for m in facts.mentions if m.kind == "condition" and m.end <= end]
    if not topics or SENTENCE_END.search(facts.text[topics[-1].end : end]):
        return None
    return topics[-1]


def _answer(facts: Facts, member: MemberDraft, code: str, topic: Mention, no: bool) -> None:
    if no:
        member.conditions = [c for c in member.conditions if c["code"] != code]
        deny(member, code)
        return
    record_mention(facts, member, code, topic)
    facts.owned.append((topic, [member]))
