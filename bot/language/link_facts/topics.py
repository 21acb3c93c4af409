"""A condition named first, with each person's answer after it: 高血压我妈没有，是我爸有."""

from __future__ import annotations

import re

from bot.language.clauses import CLAUSE_END, SENTENCE_END
from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_facts.grades import refine, takes_class
from bot.language.link_facts.records import codes_of, condition_of, deny, record, record_mention
from bot.language.link_facts.state import Facts
from bot.language.mentions import Mention, starting_from
from bot.language.people import Reference

_ANSWER = re.compile(
    rf"(?:{cues('answer_ages')}|\d|十){{0,5}}{cues('answer_adverbs')}{{0,4}}(?P<answer>{cues('answer_words')})(?={cues('answer_ends')}|$)"
)
_GRADE_LEAD = re.compile(rf"(?:{cues('answer_adverbs')}|{cues('grade_leads')}){{0,4}}")
_GRADE_END = re.compile(rf"的?(?:{cues('answer_ends')}|$)")
_SAME = re.compile(
    rf"(?:{cues('answer_ages')}|\d){{0,5}}{cues('same_adverbs')}{{1,2}}{cues('same_words')}?"
    rf"(?={cues('answer_ends')}|$)"
)
_SAME_GAP = 14
_AND = re.compile(cues("joins_persons"))
_HAS = re.compile(rf"{cues('has_verbs')}$")
_TOPIC_GAP = re.compile(rf"{cues('topic_pronouns')}?[,\s]?")


def is_topic(facts: Facts, mention: Mention) -> bool:
    """Whether a person's answer follows the condition, and no person owns it from before."""
    behind = facts.persons_before(mention.start)
    if behind and _HAS.search(facts.before(mention, 6)):
        return False
    if behind and not CLAUSE_END.search(facts.text[behind[-1].end : mention.start]):
        return False
    ahead = [r for r in facts.references if r.start >= mention.end and r.members]
    if not ahead or not _TOPIC_GAP.fullmatch(facts.text[mention.end : ahead[0].start]):
        return False
    told = _ANSWER.match(facts.text[ahead[0].end :]) is not None
    return told or (takes_class(mention.data["code"]) and _grade_of(facts, ahead[0]) is not None)


def _grade_of(facts: Facts, reference: Reference) -> Mention | None:
    """我姨是3类: the grade that is all that is said of a person."""
    lead = _GRADE_LEAD.match(facts.text, reference.end)
    place = lead.end() if lead else reference.end
    for mention in starting_from(facts.mentions, place):
        if mention.start > place + 1:
            return None
        if mention.kind == "measure":
            graded = mention.data.grade is not None and mention.data.code is None
            return mention if graded and _GRADE_END.match(facts.text, mention.end) else None
    return None


def read_grades(facts: Facts) -> None:
    """甲状腺结节我妈是4a，我姨是3类: each person's grade of the condition named first."""
    for reference in facts.references:
        measure = _grade_of(facts, reference)
        topic = None if measure is None else _topic_of(facts, reference)
        if topic is None or measure is None or not takes_class(topic.data["code"]):
            continue
        for member in reference.members:
            if condition_of(member, topic.data["code"]) is None:
                record_mention(facts, member, topic.data["code"], topic)
                found = condition_of(member, topic.data["code"])
                if found is not None:
                    found.pop("grade", None)
                    refine(found, measure.data)
                facts.owned.append((topic, [member]))


def read_same(facts: Facts) -> None:
    """我爸高血压，我妈也是: the conditions told last are hers too."""
    for reference in facts.references:
        topic = _topic_of(facts, reference) if _SAME.match(facts.text, reference.end) else None
        if topic is None:
            continue
        if reference.start - topic.end > _SAME_GAP or _job_between(facts, topic, reference):
            continue
        owners = [place.owner for place in facts.places if place.end == topic.end]
        told = [p for p in facts.places if owners and p.owner is owners[-1]]
        for member in reference.members:
            for place in told:
                if (
                    condition_of(member, place.condition["code"]) is None
                    and place.owner is not member
                ):
                    record(member, place.condition["code"], place.condition["said"])


def _job_between(facts: Facts, topic: Mention, reference: Reference) -> bool:
    between = range(topic.end, reference.start)
    return any(m.kind == "occupation" and m.start in between for m in facts.mentions)


def read_topics(facts: Facts) -> None:
    """Every answer of a person is about the condition named last."""
    for reference in facts.references:
        answer = _ANSWER.match(facts.text, reference.end)
        topic = _topic_of(facts, reference) if answer is not None else None
        if not reference.members or answer is None or topic is None:
            continue
        no = answer["answer"] != "有"
        for member in _answering(facts, reference):
            for code in codes_of(topic):
                _answer(facts, member, code, topic, no)


def _answering(facts: Facts, reference: Reference) -> list[MemberDraft]:
    """我和我弟也没有: the answer of one is that of the person joined to them."""
    joined = [
        r
        for r in facts.references
        if r.end < reference.start and _AND.fullmatch(facts.text[r.end : reference.start])
    ]
    return [m for r in [*joined, reference] for m in r.members]


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
